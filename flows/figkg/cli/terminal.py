"""Terminals: what records, files and titles say is printed, and never obeyed."""

from __future__ import annotations

import io
import re
import sys

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves, colours, retitles or turns about: C0 but tabs and line ends, C1, and overrides of direction."""


def printable(text: str) -> str:
    r"""A text with pictures in place of control characters; line ends and tabs stay.

    >>> printable("TNF\x1b[31m red\x07"), printable("\x9b2J\u202egnp.exe"), printable("a\tb\n")
    ('TNF␛[31m red␇', '\ufffd2J\ufffdgnp.exe', 'a\tb\n')
    """
    return _CONTROLS.sub(lambda found: _picture(ord(found.group())), text)


def in_one_line(text: str) -> str:
    r"""The same without line ends.

    >>> in_one_line("no file a\nb.md")
    'no file a b.md'
    """
    return printable(" ".join(text.splitlines()))


def print_whatever_the_encoding() -> None:
    """Have standard output and standard error write out what their encoding lacks, as in an ASCII terminal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _picture(code: int) -> str:
    if code < ord(" "):
        return chr(0x2400 + code)
    return "␡" if code == ord("\x7f") else "\ufffd"


def write_out(text: str) -> None:
    """Write on standard output: as it is where it goes into a file or a pipe, as pictures where people look at it."""
    sys.stdout.write(printable(text) if sys.stdout.isatty() else text)
