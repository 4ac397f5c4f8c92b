"""Texts with their entities as JSON lines, and the statements read from them.

A line in: ``{"text_id", "text", "entities": [{"id", "type", "mentions": [{"text", "start", "end"}]}]}``,
offsets in Unicode code points, the end excluded; other keys are passed over. A line out:
``{"text_id", "subject", "object", "sign", "confidence", "hedged", "sentence", "start", "end", "trigger",
"rule"}`` with the entities' own identifiers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, get_args

import msgspec
from msgspec import Struct

from figkg.base.configuration import all_json_lines
from figkg.base.errors import LineError, OutputError, SourceError, reason_of
from figkg.base.files import replacing
from figkg.base.progress import follow_bytes
from figkg.ground.figure import Kind, Mention
from figkg.relate.assertion import Assertion
from figkg.relate.relator import Relator

_KINDS: dict[str, Kind] = {**{kind: kind for kind in get_args(Kind)}, "complex": "family"}


class TextMention(Struct, frozen=True):
    """Where a text names an entity; without offsets it is passed over.

    Attributes:
        text: the words.
        start: offset of the first character.
        end: offset behind the last one.
    """

    text: str
    start: int | None = None
    end: int | None = None


class TextEntity(Struct, frozen=True):
    """An entity of a text.

    Attributes:
        id: the caller's identifier.
        type: what it is: ``gene``, ``family``, ``complex``, ``chemical``, ``disease``, ``process`` or ``other``.
        mentions: where the text names it.
    """

    id: str
    mentions: tuple[TextMention, ...]
    type: str = "gene"


class AnnotatedText(Struct, frozen=True):
    """A text with its entities.

    Attributes:
        text_id: the caller's identifier.
        text: one or more sentences.
        entities: what it names.
    """

    text_id: str
    text: str
    entities: tuple[TextEntity, ...]


class StatementLine(Struct, frozen=True):
    """One statement, with the fields of a line out."""

    text_id: str
    subject: str
    object: str
    sign: int
    confidence: float
    hedged: bool
    sentence: str
    start: int
    end: int
    trigger: str
    rule: str


def read_texts(lines: Iterable[bytes], name: str) -> Iterator[AnnotatedText]:
    """Texts from JSON lines; empty lines are passed over.

    Args:
        lines: the lines.
        name: what they are called in an error.

    Raises:
        LineError: a line is no such JSON object, or a mention lies outside its text.
    """
    for number, text in all_json_lines(lines, name, AnnotatedText):
        for entity in text.entities:
            for mention in entity.mentions:
                if not _inside(mention, len(text.text)):
                    where = f"{mention.start}-{mention.end} lies outside the text"
                    raise LineError(name, number, f"entity {entity.id}: mention {mention.text!r} at {where}")
        yield text


class Counts(Struct, frozen=True):
    """How much was read and stated."""

    texts: int
    statements: int


def relate_lines(relator: Relator, source: str, target: str) -> Counts:
    """Read texts from a file and write what they state; the file appears once it is whole.

    Args:
        relator: the reader.
        source: path of the texts, ``-`` for standard input.
        target: path of the statements, ``-`` for standard output.

    Raises:
        LineError: a line of the source is wrong.
        SourceError: the source cannot be read.
        OutputError: the target cannot be written.
    """
    encoder = msgspec.json.Encoder()
    texts = stated = 0
    with _open_source(source) as lines, _open_target(target) as out:
        for text in read_texts(_counted(lines, source), source):
            texts += 1
            for one in statements(relator, text):
                stated += 1
                out.write(encoder.encode(one) + b"\n")
    return Counts(texts, stated)


@contextmanager
def _open_source(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        lines = Path(source).open("rb")  # noqa: SIM115
    except OSError as error:
        raise SourceError(source, reason_of(error)) from error
    with lines:
        yield lines


@contextmanager
def _open_target(target: str) -> Iterator[BinaryIO]:
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    try:
        with replacing(Path(target)) as draft, draft.open("wb") as out:
            yield out
    except OSError as error:
        raise OutputError(target, reason_of(error)) from error


def _counted(lines: BinaryIO, source: str) -> Iterable[bytes]:
    """The lines, with a bar where there is a terminal and the length is known."""
    if source == "-":
        return lines
    return follow_bytes(lines, Path(source).stat().st_size, "reading texts")


def mentions_of(text: AnnotatedText) -> list[Mention]:
    """The mentions of a text, as the reader takes them; those without offsets are left out."""
    return [
        Mention(mention.start, mention.end, entity.id, _kind(entity.type), mention.text)
        for entity in text.entities
        for mention in entity.mentions
        if mention.start is not None and mention.end is not None
    ]


def _kind(type_: str) -> Kind:
    """The kind of entities of a type: a complex is a family, what is no kind at all is another cause or effect."""
    return _KINDS.get(type_, "other")


def statements(relator: Relator, text: AnnotatedText) -> list[StatementLine]:
    """What a text states, denied statements left out.

    Those of one pair stand together, the most confident last, so that a reader who keeps one of each pair
    keeps the best.
    """
    found = [one for one in relator.relate(text.text, mentions_of(text)) if not one.negated]
    first: dict[tuple[str, str], int] = {}
    for place, one in enumerate(found):
        first.setdefault((one.subject, one.object), place)
    found.sort(key=lambda one: (first[one.subject, one.object], one.confidence))
    return [_line(text.text_id, one) for one in found]


def _line(text_id: str, one: Assertion) -> StatementLine:
    evidence = one.evidence
    return StatementLine(
        text_id=text_id,
        subject=one.subject,
        object=one.object,
        sign=one.sign,
        confidence=one.confidence,
        hedged=one.hedged,
        sentence=evidence.sentence,
        start=evidence.start,
        end=evidence.end,
        trigger=evidence.trigger,
        rule=evidence.rule,
    )


def _inside(mention: TextMention, length: int) -> bool:
    if mention.start is None or mention.end is None:
        return mention.start is mention.end
    return 0 <= mention.start < mention.end <= length
