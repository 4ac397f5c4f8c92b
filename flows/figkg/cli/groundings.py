"""Answers as rows: what `figkg ground` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from figkg.base.iris import split_curie
from figkg.ground.lookup import Answer

COLUMNS = (
    *("text", "identifier", "label", "kind", "match", "predicate", "justification", "score"),
    *("alternatives", "doubts"),
)
SHORT_COLUMNS = ("text", "identifier", "label", "how", "score", "alternatives")


def row(answer: Answer) -> tuple[str, ...]:
    """The cells of an answer under :data:`COLUMNS`; identifier and what follows are empty when nothing fits.

    Alternatives are ``identifier label`` pairs separated by ``|``, the most trusted first.
    """
    best = answer.best
    known = (
        ("", "", "", "none", "", "", "")
        if best is None
        else (
            best.entity.curie,
            best.entity.label,
            best.entity.kind,
            best.match,
            best.predicate,
            best.justification,
            f"{best.score:.2f}",
        )
    )
    others = "|".join(f"{one.entity.curie} {one.entity.label}" for one in answer.alternatives)
    return answer.text, *known, others, "|".join(answer.doubts)


def short_row(answer: Answer) -> tuple[str, ...]:
    """The cells of an answer under :data:`SHORT_COLUMNS`, for a terminal."""
    best = answer.best
    others = ", ".join(f"{one.entity.curie} {one.entity.label}" for one in answer.alternatives)
    if best is None:
        return answer.text, "", "", ", ".join(answer.doubts), "", others
    how = ", ".join(
        (best.match, split_curie(best.predicate).local, split_curie(best.justification).local, *answer.doubts)
    )
    return answer.text, best.entity.curie, best.entity.label, how, f"{best.score:.2f}", others


def as_tsv(answers: Iterable[Answer]) -> Iterator[str]:
    """The answers as lines of a TSV with a header; tabs and line ends inside a text become spaces."""
    yield "\t".join(COLUMNS) + "\n"
    for answer in answers:
        yield "\t".join(cell.replace("\t", " ").replace("\n", " ").replace("\r", " ") for cell in row(answer)) + "\n"


def read_words(lines: Iterable[str]) -> Iterator[str]:
    """One string a line, line ends removed, empty lines passed over."""
    for line in lines:
        if word := line.rstrip("\r\n"):
            yield word
