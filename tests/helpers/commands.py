"""The `figkg` command run within the process of the tests: one of its own takes ten times as long."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import pytest

_PROGRESS = re.compile(r"figkg: [^:]+: \d+ of \d+")


class Ran(NamedTuple):
    """How a command ended.

    Attributes:
        returncode: its exit status.
        stdout: what it wrote on standard output.
        stderr: what it said.
    """

    returncode: int
    stdout: str
    stderr: str


def messages(stderr: str) -> list[str]:
    """The lines that a command said, without those that tell how far it has come, which a slow machine brings."""
    return [line for line in stderr.splitlines() if not _PROGRESS.fullmatch(line)]


def run_here(
    capture: pytest.CaptureFixture[str], *arguments: str, stdin: str = "", environment: Mapping[str, str] | None = None
) -> Ran:
    """Run the command.

    Args:
        capture: the fixture ``capfd``.
        arguments: of the command.
        stdin: what it finds on standard input.
        environment: what else there is in the environment; it is 200 columns wide.
    """
    from figkg.cli.command import run

    capture.readouterr()
    with _standing_in(["figkg", *arguments], stdin, {"COLUMNS": "200"} | dict(environment or {})):
        try:
            run()
            code: object = 0
        except SystemExit as ending:
            code = ending.code
        sys.stdout.flush()
    assert isinstance(code, int)
    return Ran(code, *capture.readouterr())


@contextmanager
def _standing_in(arguments: list[str], stdin: str, environment: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", arguments)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        for name, value in environment.items():
            patch.setenv(name, value)
        yield
