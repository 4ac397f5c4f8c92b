"""Text with marks at exact offsets."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from figkg.graph.statements import Statement


class Mark(Struct, frozen=True, order=True):
    """A place to mark.

    Attributes:
        start: offset of the first character, in Unicode code points.
        end: offset behind the last character.
        role: ``subject``, ``object``, ``trigger``.
    """

    start: int
    end: int
    role: str


class Segment(Struct, frozen=True):
    """A piece of text.

    Attributes:
        text: as it stands.
        roles: of the marks that cover it, sorted; empty for plain text.
    """

    text: str
    roles: tuple[str, ...]


def segments(text: str, marks: Iterable[Mark], offset: int = 0) -> tuple[Segment, ...]:
    """Cut a text where its marks begin and end.

    Args:
        text: the text.
        marks: places, which may overlap; what lies outside of the text is left out.
        offset: offset of the text's first character.

    Returns:
        Pieces which together are the text.

    >>> [(one.text, one.roles) for one in segments("A activates B", [Mark(0, 1, "subject"), Mark(2, 11, "trigger")])]
    [('A', ('subject',)), (' ', ()), ('activates', ('trigger',)), (' B', ())]
    """
    inside = [
        Mark(max(0, mark.start - offset), min(len(text), mark.end - offset), mark.role)
        for mark in marks
        if mark.start - offset < len(text) and mark.end > offset
    ]
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    return tuple(
        Segment(
            text[start:end], tuple(sorted({mark.role for mark in inside if mark.start <= start and end <= mark.end}))
        )
        for start, end in pairwise(cuts)
    )


def marks_of(statement: Statement) -> tuple[Mark, Mark, Mark]:
    """Where a statement names its cause, its effect, and says what happens."""
    return (
        Mark(*statement.subject_at, "subject"),
        Mark(*statement.object_at, "object"),
        Mark(*statement.trigger_at, "trigger"),
    )


def marked_sentence(statement: Statement) -> tuple[Segment, ...]:
    """The sentence of a statement, cut at its marks."""
    return segments(statement.sentence, marks_of(statement), statement.sentence_at[0])


class Sentence(Struct, frozen=True):
    """A sentence with all that it states; or one statement that is drawn.

    Attributes:
        parts: the sentence, cut at the marks of its statements; empty for what is drawn.
        statements: what it states.
    """

    parts: tuple[Segment, ...]
    statements: tuple[Statement, ...]


def by_sentence(statements: Iterable[Statement]) -> tuple[Sentence, ...]:
    """Statements by their sentences, each sentence once, in their order."""
    groups: dict[object, list[Statement]] = {}
    for one in statements:
        groups.setdefault(one.key if one.drawn else (one.sentence_at, one.sentence), []).append(one)
    return tuple(
        Sentence(
            ()
            if group[0].drawn
            else segments(
                group[0].sentence, [mark for one in group for mark in marks_of(one)], group[0].sentence_at[0]
            ),
            tuple(group),
        )
        for group in groups.values()
    )
