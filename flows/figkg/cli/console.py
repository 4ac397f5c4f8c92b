"""A console for tables and pages, on which what records say can do nothing but be read."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.segment import Segment

from figkg.cli.terminal import printable


def open_console() -> Console:
    """A console on standard output that shows control characters of what it prints as pictures."""
    console = Console()
    console.push_render_hook(_Showing())
    return console


class _Showing(RenderHook):
    """Changes the text of what is printed, not the sequences by which a terminal is told how."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Shown(one) for one in renderables]


class _Shown:
    def __init__(self, inner: ConsoleRenderable) -> None:
        self._inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        segments: Iterable[Segment] = console.render(self._inner, options)
        for one in segments:
            yield one if one.control else Segment(printable(one.text), one.style)
