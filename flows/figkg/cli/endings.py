"""How the command ends when a signal asks it to: in one line, with the status that shells state."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType

_SAID = {signal.SIGINT: "interrupted", signal.SIGTERM: "ended on request"}
STATUSES = {128 + number: said for number, said in _SAID.items()}
"""What is said by exit status."""


def end_at_once_when_asked() -> None:
    """From now on, and until other handlers are set, SIGINT and SIGTERM end the process at once, in one line.

    For as long as nothing is begun that would have to be put away; the imports of a command take a second, and an
    exception that is raised amid the import of a compiled module need not arrive.
    """
    for number in _SAID:
        if signal.getsignal(number) is not signal.SIG_IGN:  # a program in the background may have to stay deaf to it
            signal.signal(number, _end)


def say(status: int) -> None:
    """Say on standard error what an exit status of :data:`STATUSES` means."""
    with suppress(OSError):  # nobody may be there to read it
        os.write(2, f"figkg: {STATUSES[status]}; the previous graph is untouched\n".encode())


def _end(number: int, _frame: FrameType | None) -> None:
    say(128 + number)
    os._exit(128 + number)
