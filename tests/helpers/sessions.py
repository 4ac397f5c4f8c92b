"""Sessions of a shell on a page: commands with what they print, run here and compared, or renewed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
_NUMBER = re.compile(r"\b\d\.\d+(?:e-\d+)?\b")
_BOX = re.compile(r"[━─┏┓┗┛┡┩┳┴┻╇┬┼├┤└┘┌┐╞╡│┃╷╵]+")


class Said(NamedTuple):
    """A command of a page.

    Attributes:
        command: its line.
        answer: what the page says that it prints.
    """

    command: str
    answer: str


def sessions(page: str) -> Iterator[list[Said]]:
    """The blocks of a page that are sessions, each as its commands."""
    for block in _BLOCK.findall(page):
        pieces = _COMMAND.split(block)
        yield [Said(command, answer) for command, answer in zip(pieces[1::2], pieces[2::2], strict=True)]


def plain(answer: str) -> list[str]:
    """What an answer says, but for the last digits of probabilities, the order of equals, and how tables are drawn.

    Models give probabilities that differ from processor to processor by a hundredth.
    """
    return sorted(_NUMBER.sub("0.…", " ".join(_BOX.sub(" ", answer).split())).split())


def renewed(page: str, run: Callable[[str], str]) -> str:
    """A page with what its commands print now."""

    def renew(block: re.Match[str]) -> str:
        commands = _COMMAND.findall(block[1])
        return "```console\n" + "".join(f"$ {one}\n{run(one)}" for one in commands) + "```"

    return _BLOCK.sub(renew, page)


def arguments(command: str) -> list[str]:
    """The arguments of a command line that calls figkg.

    Raises:
        ValueError: it calls something else.
    """
    name, *given = shlex.split(command)
    if name != "figkg":
        raise ValueError(f"only figkg is run, not {name}")
    return given


def written(page: Path) -> str:
    """The text of a page."""
    return page.read_text(encoding="utf-8")
