"""Annotated texts to measure against: all edges of a text, or single pairs.

*Exhaustive* files list every edge of a text (`sentences_*.jsonl`, `captions_*.jsonl`), so precision can be
measured. *Pair* files ask for one pair of a text at a time and say nothing of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from figkg.base.configuration import all_json_lines
from figkg.base.errors import GoldError, reason_of
from figkg.base.near import perhaps
from figkg.relate.lines import TextEntity

Line = TypeVar("Line")


class GoldEdge(Struct, frozen=True):
    """An annotated edge between two entities of a text, by their identifiers there."""

    subject: str
    object: str
    sign: int


class GoldText(Struct, frozen=True):
    """A text with all its edges.

    Attributes:
        text_id: identifier of the text.
        text: the text.
        entities: its entities.
        edges: its edges.
        ignore_pairs: pairs that count neither for nor against: linked, but with no sign or with two.
        negated_pairs: pairs whose link the text denies.
        ref: the document, or empty where the file does not say.
        section: where in it: ``abstract``, ``caption``, …
        split: ``dev`` or ``heldout``.
        source: the corpus.
    """

    text_id: str
    text: str
    entities: tuple[TextEntity, ...]
    edges: tuple[GoldEdge, ...]
    ignore_pairs: tuple[tuple[str, str], ...]
    ref: str = ""
    negated_pairs: tuple[tuple[str, str], ...] = ()
    section: str | None = None
    split: str = "dev"
    source: str = ""

    @property
    def document(self) -> str:
        """What is drawn together where documents are: the document, or the text itself where that is not known."""
        return self.ref or self.text_id


class GoldName(Struct, frozen=True):
    """How a text names one side of a pair; nothing when it does not."""

    text: str | None = None


class GoldPair(Struct, frozen=True):
    """One pair of a text.

    Attributes:
        id: identifier of the pair.
        text: the text.
        subject: the cause.
        object: the effect.
        sign: 1, -1, or 0 where annotators saw a link without a sign.
        core: whether it is one of the clean cases.
        split: ``dev`` or ``heldout``.
    """

    id: str
    text: str
    subject: GoldName
    object: GoldName
    sign: int
    core: bool = False
    split: str = "dev"


class _Shape(Struct):
    """Tells the kinds of files apart."""

    edges: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    text_id: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def kind_of(path: Path) -> Literal["exhaustive", "pairs", "captions"]:
    """Which kind of annotation a file holds, by its first line.

    Raises:
        GoldError: it cannot be read, or is empty.
        LineError: its first line is no JSON object.
    """
    for shape in read_lines(path, _Shape):
        if shape.edges is msgspec.UNSET:
            return "pairs"
        return "captions" if shape.text_id is msgspec.UNSET else "exhaustive"
    raise GoldError(str(path), "it is empty")


def read_texts(path: Path, split: str | None = None, section: str | None = None) -> list[GoldText]:
    """The texts of an exhaustive file.

    Args:
        path: the file.
        split: keep those of this split.
        section: keep those of this section.

    Raises:
        GoldError: it cannot be read, or nothing is left.
        LineError: a line is not what it should be.
    """
    texts = list(read_lines(path, GoldText))
    _require(path, "split", split, {one.split for one in texts})
    _require(path, "section", section, {one.section for one in texts if one.section is not None})
    return [one for one in texts if split in (None, one.split) and section in (None, one.section)]


def read_pairs(path: Path, split: str | None = None, *, core: bool = False) -> list[GoldPair]:
    """The pairs of a pair file.

    Args:
        path: the file.
        split: keep those of this split.
        core: keep the clean cases only.

    Raises:
        GoldError: it cannot be read, or nothing is left.
        LineError: a line is not what it should be.
    """
    pairs = list(read_lines(path, GoldPair))
    _require(path, "split", split, {one.split for one in pairs})
    kept = [one for one in pairs if split in (None, one.split) and (one.core or not core)]
    if not kept:
        raise GoldError(str(path), "none of its pairs is core")
    return kept


def require_types(path: Path, texts: list[GoldText], types: frozenset[str] | None) -> None:
    """Check that a file has entities of some types.

    Raises:
        GoldError: it has none of one of them.
    """
    present = {entity.type for text in texts for entity in text.entities}
    for wanted in sorted(types or ()):
        _require(path, "type", wanted, present)


def _require(path: Path, what: str, wanted: str | None, present: set[str]) -> None:
    if wanted is not None and wanted not in present:
        raise GoldError(str(path), f"no {what} {wanted!r}; {perhaps(wanted, sorted(present))}")


def read_lines(path: Path, type_: type[Line]) -> Iterator[Line]:
    """The values of a file of JSON lines.

    Raises:
        GoldError: it cannot be read.
        LineError: a line is not what it should be.
    """
    try:
        with path.open("rb") as lines:
            for _, one in all_json_lines(lines, str(path), type_):
                yield one
    except OSError as error:
        raise GoldError(str(path), reason_of(error)) from error
