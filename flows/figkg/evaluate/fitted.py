"""Confidences of readers of images, as measured, written into mappings/drawings.yaml; all else in it stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from figkg.base.errors import MappingError
from figkg.evaluate.drawn import ReaderScore
from figkg.relate.drawings import FILE, OTHER, DrawingPolicy

_PLAIN = re.compile(r"[A-Za-z][\w.-]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_BLOCK = "readers:"
_BELONGS = re.compile(r" {3,}\S|\s*$")


def with_fitted(text: str, scores: Iterable[ReaderScore], policy: DrawingPolicy) -> str:
    """The text of drawings.yaml with the confidence of each reader that was measured.

    Args:
        text: the file as it is.
        scores: what was measured; a reader of whom no edge with a sign was found is left as it is.
        policy: what the file says.

    Raises:
        MappingError: it is not written line by line, as the one that comes with figkg, or a reader is called as the
            line for all others is.
    """
    lines = text.splitlines()
    if _BLOCK not in lines:
        raise MappingError(
            FILE, None, "readers: does not stand in a line of its own; write the confidence there yourself"
        )
    for one in scores:
        if one.by == OTHER:
            raise MappingError(FILE, None, f"{OTHER} stands for all readers that nobody measured; give this one a name")
        if one.edges.found:
            lines = _with(lines, one, policy.readers.get(one.by, policy.readers[OTHER]).eco)
    return "\n".join(lines) + "\n"


def _with(lines: list[str], one: ReaderScore, eco: str) -> list[str]:
    start = lines.index(_BLOCK) + 1
    end = next((place for place in range(start, len(lines)) if re.match(r"[^\s#]", lines[place])), len(lines))
    entry = _entry(one, eco)
    heads = {f"  {name}:" for name in (one.by, json.dumps(one.by, ensure_ascii=False), f"'{one.by}'")}
    known = next((place for place in range(start, end) if lines[place].split(" #")[0].rstrip() in heads), None)
    if known is None:
        while end > start and not lines[end - 1].strip():
            end -= 1
        return [*lines[:end], *entry, *lines[end:]]
    rest = known + 1
    while rest < end and _BELONGS.match(lines[rest]) and lines[rest].strip():
        rest += 1
    return [*lines[:known], *entry, *lines[rest:]]


def _entry(one: ReaderScore, eco: str) -> list[str]:
    plain = _PLAIN.fullmatch(one.by) and one.by.lower() not in _WORDS
    (low, high), edges = one.interval, one.edges
    counts = f"right: {edges.right}, edges: {edges.found}, figures: {one.figures}"
    return [
        f"  {one.by if plain else json.dumps(one.by, ensure_ascii=False)}:",
        f"    confidence: {one.confidence:.3f}",
        f'    eco: "{eco}"',
        f"    measured: {{{counts}, low: {low:.3f}, high: {high:.3f}}}",
    ]
