"""What curators say of statements and edges: mappings/verdicts.tsv, and verdicts.yaml for what it is worth."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.base.tables import read_rows

FILE = "verdicts.tsv"
SETTINGS_FILE = "verdicts.yaml"
COLUMNS = ("statement", "subject", "predicate", "object", "figure", "verdict", "reason", "orcid", "date")
SIGNS = {"activates": 1, "inhibits": -1}

_KEY = re.compile(r"assertion:([0-9a-f]{24})")
_CURIE = re.compile(r"[A-Za-z][\w.-]*:\S+")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_RIGHT = {"right": True, "wrong": False}


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """mappings/verdicts.yaml.

    Attributes:
        confirmed: probability of a statement that a curator says is right.
    """

    confirmed: Annotated[float, Meta(gt=0, lt=1)]


class Verdict(Struct, frozen=True):
    """One row of the table.

    Attributes:
        line: where it stands.
        statement: key of the statement, or empty for all that say the same.
        subject: CURIE of the cause.
        sign: 1 for activation, -1 for inhibition.
        object: CURIE of the effect.
        figure: identifier of the figure, or empty for all figures.
        right: whether the figures really say so.
        reason: why, in the curator's words.
        orcid: who says so, ``0000-0002-1825-0097``.
        date: when, ISO 8601.
    """

    line: int
    statement: str
    subject: str
    sign: int
    object: str
    figure: str
    right: bool
    reason: str
    orcid: str
    date: str

    @property
    def about(self) -> tuple[str, str, int, str, str]:
        """What it judges, whoever does."""
        return self.statement, self.subject, self.sign, self.object, self.figure

    @property
    def width(self) -> int:
        """How much it judges: 0 one statement, 1 a figure, 2 all figures."""
        return 0 if self.statement else 1 if self.figure else 2

    def judges(self, statement: str, figure: str, subject: str, sign: int, object_: str) -> bool:
        """Whether it is about a statement, by its key, figure and content."""
        return (
            self.statement in ("", statement)
            and self.figure in ("", figure)
            and (self.subject, self.sign, self.object) == (subject, sign, object_)
        )


class Verdicts(Struct, frozen=True):
    """The table.

    Attributes:
        rows: in the order of the file.
        settings: what they are worth.
        of_figures: those about one figure, by figure.
        of_all: those about all figures.
    """

    rows: tuple[Verdict, ...] = ()
    settings: Settings = Settings(confirmed=0.95)
    of_figures: Mapping[str, tuple[Verdict, ...]] = {}
    of_all: tuple[Verdict, ...] = ()

    def concerning(self, figure: str, curies: Collection[str]) -> tuple[Verdict, ...]:
        """The rows that may be about what a figure states.

        Args:
            figure: its identifier.
            curies: the entities that it shows or names.
        """
        if not self.rows:
            return ()
        both = (one for one in self.of_all if one.subject in curies and one.object in curies)
        return (*self.of_figures.get(figure, ()), *both)


def verdicts_on(
    rows: Sequence[Verdict], statement: str, figure: str, subject: str, sign: int, object_: str
) -> tuple[Verdict, ...]:
    """What holds of a statement: the rows about it alone, else about its figure, else about all figures.

    Args:
        rows: those concerning its figure.
        statement: its key.
        figure: identifier of its figure.
        subject: CURIE of the cause.
        sign: 1 for activation, -1 for inhibition.
        object_: CURIE of the effect.
    """
    found = [one for one in rows if one.judges(statement, figure, subject, sign, object_)]
    narrowest = min((one.width for one in found), default=0)
    return tuple(one for one in found if one.width == narrowest)


def load_verdicts(mappings: Path) -> Verdicts:
    """Read the verdicts of a mappings folder, which may have none.

    Args:
        mappings: the mappings folder.

    Raises:
        MappingError: a row is not what it must be, is there twice, or contradicts another about the same.
    """
    path = mappings / FILE
    settings = read_yaml(mappings / SETTINGS_FILE, Settings)
    rows = tuple(read_verdicts(path)) if path.exists() else ()
    named = sorted((one for one in rows if one.figure), key=lambda one: one.figure)
    return Verdicts(
        rows,
        settings,
        {figure: tuple(group) for figure, group in groupby(named, key=lambda one: one.figure)},
        tuple(one for one in rows if not one.figure),
    )


def read_verdicts(path: Path) -> Iterator[Verdict]:
    """The rows of a table of verdicts.

    Raises:
        MappingError: a row is not what it must be, is there twice, or contradicts another about the same.
    """
    known: dict[tuple[str, str, int, str, str], list[Verdict]] = {}
    for line, row in read_rows(path, COLUMNS):
        one = _verdict(path, line, row)
        others = known.setdefault(one.about, [])
        for other in others:
            if other.right is not one.right:
                raise MappingError(path.name, line, f"says the contrary of line {other.line} about the same")
            if other.orcid == one.orcid:
                raise MappingError(path.name, line, f"{one.orcid} says so in line {other.line} already")
        others.append(one)
        yield one


def _verdict(path: Path, line: int, row: Mapping[str, str]) -> Verdict:
    def demand(holds: object, reason: str) -> None:
        if not holds:
            raise MappingError(path.name, line, reason)

    key = _KEY.fullmatch(row["statement"])
    demand(
        key or not row["statement"],
        f"statement {row['statement']!r} is not assertion: with 24 hexadecimal digits",
    )
    demand(row["figure"] or not key, "a statement needs its figure")
    for column in ("subject", "object"):
        demand(_CURIE.fullmatch(row[column]), f"{column} {row[column]!r} is no identifier like ncbigene:4790")
    demand(row["predicate"] in SIGNS, f"predicate {row['predicate']!r} is none of {', '.join(SIGNS)}")
    demand(row["verdict"] in _RIGHT, f"verdict {row['verdict']!r} is none of {', '.join(_RIGHT)}")
    demand(row["reason"] or row["verdict"] == "right", "wrong needs a reason")
    demand(_is_orcid(row["orcid"]), f"orcid {row['orcid']!r} is no ORCID iD like 0000-0002-1825-0097")
    demand(_is_date(row["date"]), f"date {row['date']!r} is no day like 2026-11-28")
    return Verdict(
        line=line,
        statement=key[1] if key else "",
        subject=row["subject"],
        sign=SIGNS[row["predicate"]],
        object=row["object"],
        figure=row["figure"],
        right=_RIGHT[row["verdict"]],
        reason=row["reason"],
        orcid=row["orcid"],
        date=row["date"],
    )


def _is_orcid(text: str) -> bool:
    """Whether this is an ORCID iD: four groups of digits, of which the last is a check (ISO 7064, MOD 11-2)."""
    if not _ORCID.fullmatch(text):
        return False
    total = 0
    plain = text.replace("-", "")
    for digit in plain[:-1]:
        total = (total + int(digit)) * 2
    return plain[-1] == "0123456789X"[(12 - total % 11) % 11]


def _is_date(text: str) -> bool:
    try:
        return bool(_ISO.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
