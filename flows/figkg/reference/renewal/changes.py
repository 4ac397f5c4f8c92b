"""What a new release of a reference table changed: new, renamed, withdrawn and merged entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from figkg.reference.official.files import Row, split
from figkg.reference.snapshots import SNAPSHOTS


class Change(Struct, frozen=True, order=True):
    """One entry that changed.

    Attributes:
        curie: the entry, in the form that entities of the graph have: ``ncbigene:3491``, ``mesh:D015464``.
        before: its label before, or empty for a new one.
        after: its label now; what it was merged into, as a CURIE; or empty for one that is withdrawn.
    """

    curie: str
    before: str
    after: str


class Changes(Struct, frozen=True, kw_only=True):
    """What changed in one snapshot.

    Attributes:
        rows_before: its rows before.
        rows_after: its rows now.
        new: entries that came.
        renamed: entries that have another label.
        withdrawn: entries that went, with nothing in their place.
        merged: entries that went into another.
    """

    rows_before: int
    rows_after: int
    new: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()
    withdrawn: tuple[Change, ...] = ()
    merged: tuple[Change, ...] = ()

    @property
    def loss(self) -> float:
        """Share of the rows before that the table has fewer now; 0 when it grew."""
        return max(0.0, 1 - self.rows_after / self.rows_before) if self.rows_before else 0.0

    def gone_or_renamed(self) -> set[str]:
        """CURIEs of the entries that figures may have to be grounded again for."""
        return {one.curie for one in (*self.renamed, *self.withdrawn, *self.merged)}


_LABELLED: Mapping[str, tuple[str, str]] = {
    "hgnc": ("ncbigene", "symbol"),
    "ncbigene-other": ("ncbigene", "symbol"),
    "mesh": ("mesh", "label"),
    "mesh-supplement": ("mesh", "label"),
    "famplex": ("fplx", "label"),
    "go": ("go", "label"),
}
"""Snapshots whose rows are entities, with the prefix of their CURIEs and the column that holds their label."""

_KEYS = {"ncbigene": "ncbigene", "mesh": "mesh", "fplx": "family", "go": "go"}
"""The column that holds the identifier, by prefix."""


def compare(name: str, before: Iterable[Row], after: Iterable[Row], replacements: Mapping[str, str]) -> Changes:
    """Compare two releases of a snapshot.

    Args:
        name: the snapshot.
        before: rows of the old release.
        after: rows of the new one.
        replacements: what CURIEs were merged into (:func:`replacements`).

    Returns:
        What changed; for snapshots whose rows are no entities, the numbers of rows alone.
    """
    old, new = list(before), list(after)
    if name not in _LABELLED:
        return Changes(rows_before=len(old), rows_after=len(new))
    was, now = dict(_labels(name, old)), dict(_labels(name, new))
    gone = sorted(was.keys() - now.keys())
    return Changes(
        rows_before=len(old),
        rows_after=len(new),
        new=tuple(Change(curie, "", now[curie]) for curie in sorted(now.keys() - was.keys())),
        renamed=tuple(
            Change(curie, label, now[curie]) for curie, label in sorted(was.items()) if now.get(curie, label) != label
        ),
        withdrawn=tuple(Change(curie, was[curie], "") for curie in gone if curie not in replacements),
        merged=tuple(Change(curie, was[curie], replacements[curie]) for curie in gone if curie in replacements),
    )


def replacements(rows: Mapping[str, Iterable[Row]]) -> dict[str, str]:
    """What entries were merged into, as CURIEs, read from the snapshots that say so.

    Args:
        rows: rows of ``ncbigene-retired`` and ``mesh-replaced``.
    """
    found = {f"ncbigene:{number}": f"ncbigene:{new}" for number, _, new in rows["ncbigene-retired"] if new}
    for number, _, new in rows["mesh-replaced"]:
        found[f"mesh:{number}"] = f"mesh:{split(new)[0]}"
    return found


def _labels(name: str, rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    prefix, label = _LABELLED[name]
    columns = SNAPSHOTS[name].columns
    key, text = columns.index(_KEYS[prefix]), columns.index(label)
    return ((f"{prefix}:{row[key]}", row[text]) for row in rows if row[key])
