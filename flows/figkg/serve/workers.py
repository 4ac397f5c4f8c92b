"""Queries in processes of their own, so that a time limit really stops one and memory has a bound.

Oxigraph's own server cannot do this: its timeout does not reach into property paths, and ends other queries in the
middle of an answer that began with 200. Here an answer is complete before its first byte is sent, or an error.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import reason_of
from figkg.base.kinds import Kinds
from figkg.base.lifetime import process_context
from figkg.serve.answer_files import AnswerFiles
from figkg.serve.answers import TAKEN, Names, answer_questions
from figkg.serve.limits import Limits
from figkg.serve.protocol import Question

_ATTEMPTS = 3
"""Processes that a question is given to where the system ended them while they waited."""

_OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGKILL)
"""How a process ends that finds no memory, or that the system ends for want of it."""


class Result(Struct, frozen=True):
    """A complete answer.

    Attributes:
        media_type: of the content.
        path: file that holds the content; whoever took the result removes it.
        size: its size in bytes.
        rows: number of rows for an HTML table, which holds only the first ones; else -1.
    """

    media_type: str
    path: Path
    size: int
    rows: int = -1


class QueryFailedError(Exception):
    """A query that has no answer.

    Attributes:
        status: HTTP status that says so.
        reason: what is wrong, in words.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class _NotTakenError(Exception):
    """A process had ended before it took the question: no fault of the question."""


class QueryWorkers:
    """A few processes that answer queries. Use as a context manager.

    Args:
        count: how many.
        limits: what a query may use.
        prefixes: the prefix map.
        kinds: the kinds of entities, whose IRIs lead to pages.
    """

    def __init__(self, count: int, limits: Limits, prefixes: Mapping[str, str], kinds: Kinds) -> None:
        self.limits = limits
        self._count = count
        self._names = Names(dict(prefixes), kinds.prefixes)
        self._context = process_context()
        self._free: list[_Worker] = []
        self._busy: dict[_Worker, float] = {}
        self._change = threading.Condition()
        self._files = AnswerFiles()
        self._ended = False

    @property
    def folder(self) -> Path:
        """Where answers lie until they are sent."""
        return self._files.folder

    def __enter__(self) -> QueryWorkers:
        self._free = [self._start() for _ in range(self._count)]
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._files.remove()

    def end(self) -> None:
        """End all queries that run, and take no others."""
        with self._change:
            self._ended = True
            for worker in (*self._free, *self._busy):
                worker.stop_early()
            self._change.notify_all()

    def ask(self, store: Path, question: Question) -> Result:
        """Answer a question; blocks until the answer is complete.

        Args:
            store: folder of the store.
            question: what is asked.

        Raises:
            QueryFailedError: it is no SPARQL, takes too long or too much, or no process is free.
        """
        for _ in range(_ATTEMPTS):
            with suppress(_NotTakenError), self._worker() as worker:
                return worker.ask(store, question, self.limits)
        raise QueryFailedError(503, "the system ends all processes for queries; ask again later")

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        worker = self._take()
        try:
            yield worker
        finally:
            with self._change:
                self._busy.pop(worker, None)
                if not self._ended:
                    self._free.append(worker if worker.is_usable() else self._start())
                self._change.notify()

    def _take(self) -> _Worker:
        end = time.monotonic() + self.limits.waiting_seconds
        with self._change:
            while True:
                if self._ended:
                    raise QueryFailedError(503, "the server is being ended")
                if self._free:
                    worker = self._free.pop()
                    self._busy[worker] = time.monotonic()
                    return worker
                self._keep_one_for_others()
                if not self._change.wait(min(0.1, max(0.0, end - time.monotonic()))) and time.monotonic() >= end:
                    raise QueryFailedError(503, "all processes are busy; ask again later")

    def _keep_one_for_others(self) -> None:
        """Where others wait and all processes run long queries, the latest of these is stopped."""
        now = time.monotonic()
        if self._busy and all(now - began > self.limits.long_seconds for began in self._busy.values()):
            latest = max(self._busy, key=lambda worker: self._busy[worker])
            latest.stop_early()

    def _start(self) -> _Worker:
        return _Worker(self._context, self._names, self.limits, self._files)


class _Worker:
    """One process."""

    def __init__(
        self, context: ForkServerContext | SpawnContext, names: Names, limits: Limits, files: AnswerFiles
    ) -> None:
        self._ours, theirs = context.Pipe()
        self._files = files
        arguments = (theirs, names, limits)
        self._process = context.Process(target=answer_questions, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        self._early = self._killed = False

    def ask(self, store: Path, question: Question, limits: Limits) -> Result:
        self._early = False
        try:
            path = self._files.new()
        except OSError as error:
            raise QueryFailedError(507, f"no place for the answer: {reason_of(error)}") from error
        try:
            media_type, rows = self._answer(store, question, path, limits)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Result(media_type, path, path.stat().st_size, rows)

    def _answer(self, store: Path, question: Question, path: Path, limits: Limits) -> tuple[str, int]:
        """Have the process write an answer into a file."""
        taken = False
        end = time.monotonic() + limits.seconds
        try:
            self._ours.send((str(store), str(path), question))
            self._await(end, limits)
            taken = self._ours.recv() == TAKEN
            self._await(end, limits)
            status, *answer = self._ours.recv()
        except (EOFError, OSError) as error:
            raise self._what_ended_it(taken, limits) from error
        if status != 200:
            raise QueryFailedError(status, str(answer[0]))
        media_type, rows = answer
        return str(media_type), int(rows)

    def _await(self, end: float, limits: Limits) -> None:
        if not self._ours.poll(max(0.0, end - time.monotonic())):
            self.kill()
            raise QueryFailedError(504, f"stopped after {limits.seconds:g} s; narrow the query, or add a LIMIT")

    def _what_ended_it(self, taken: bool, limits: Limits) -> Exception:
        self._process.join(1)  # the signal that ended it is to be known
        how = self._process.exitcode
        self.kill()
        if self._early:
            return QueryFailedError(503, "stopped, since others waited; ask again later")
        if not taken:
            return _NotTakenError()
        if how == -signal.SIGSEGV:  # where memory is short, it aborts
            return QueryFailedError(400, "not to be understood: it is nested too deeply")
        if how in _OUT_OF_MEMORY:
            return QueryFailedError(507, f"stopped: it needs more than {limits.megabytes:,} MB")
        return QueryFailedError(500, f"the process that answered ended with status {how}")

    def is_usable(self) -> bool:
        """Whether it can take another question; one that was stopped or killed may live on for a moment."""
        return not self._early and not self._killed and self._process.is_alive()

    def stop_early(self) -> None:
        self._early = True
        self._process.kill()

    def kill(self) -> None:
        self._killed = True
        self._process.kill()
        self._process.join(5)
        self._ours.close()
