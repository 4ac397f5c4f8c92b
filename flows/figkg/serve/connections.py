"""Connections that end: a client that sends nothing, half a request, or takes no answer holds none for long."""

from __future__ import annotations

import asyncio
import resource
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_TO_ASK = 20.0
"""In which a request has to be there whole, and in which a client takes a piece of its answer."""
_RESERVED = 64
"""Descriptors that are no connections': stores, answers, processes, threads."""
_MOST = 1_000


def most_connections() -> int:
    """How many connections there may be at once: about half of the files that this process may have open."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if limit == resource.RLIM_INFINITY else max(8, min(_MOST, (limit - _RESERVED) // 2))


class LimitedConnection(H11Protocol):
    """A connection that is ended where its client is waited for too long; of too many, the one that waits longest."""

    seconds = SECONDS_TO_ASK
    most = _MOST

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.waits_since: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, in the place of another one where there are too many."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.most:
            waiting = [one for one in self.connections if isinstance(one, LimitedConnection) and one.waits_since]
            min(waiting, key=lambda one: one.waits_since or 0.0).transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; the time for it begins with its first one."""
        super().data_received(data)
        if self.flow.write_paused:  # nor does it get more time by asking on
            return
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._go_on()
        elif self.waits_since is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._go_on()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for the client, who takes no more."""
        super().pause_writing()
        self._wait()

    def resume_writing(self) -> None:
        """Go on, since the client took what there was."""
        self._go_on()
        super().resume_writing()

    def _wait(self) -> None:
        self._go_on()
        self.waits_since = self.loop.time()
        self._timer = self.loop.call_later(self.seconds, self.transport.abort)

    def _go_on(self) -> None:
        self.waits_since = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
