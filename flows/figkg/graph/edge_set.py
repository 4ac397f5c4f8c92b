"""Edges that a question gave, as Python programs go on with them: rows, a pandas table, a networkx graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, overload

from msgspec.structs import asdict

from figkg.base.errors import FigkgError
from figkg.graph.rows import EdgeRow, EntityRow

COLUMNS = (
    *("source", "source_id", "source_kind", "sign", "target", "target_id", "target_kind"),
    *("belief", "figures", "papers", "first_year", "last_year"),
    *("inferred", "hedged", "contradicted", "diseases", "key"),
)
"""Of the table, in their order; diseases are CURIEs with ``|`` between them."""


class MissingPackageError(FigkgError):
    """A package that a call needs is not installed.

    Attributes:
        package: its name.
        purpose: what needs it.
    """

    def __init__(self, package: str, purpose: str) -> None:
        super().__init__(package, purpose)
        self.package = package
        self.purpose = purpose

    def __str__(self) -> str:
        return f"{self.purpose} needs {self.package}, which is not installed here; run `pip install {self.package}`"


class Edges(Sequence[EdgeRow]):
    """Edges in an order, immutable.

    Args:
        rows: the edges.
    """

    def __init__(self, rows: Iterable[EdgeRow]) -> None:
        self._rows = tuple(rows)

    @overload
    def __getitem__(self, at: int) -> EdgeRow: ...
    @overload
    def __getitem__(self, at: slice) -> Edges: ...
    def __getitem__(self, at: int | slice) -> EdgeRow | Edges:
        return Edges(self._rows[at]) if isinstance(at, slice) else self._rows[at]

    def __iter__(self) -> Iterator[EdgeRow]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edges) and self._rows == other._rows

    def __hash__(self) -> int:
        return hash(self._rows)

    def __repr__(self) -> str:
        """One edge a line, with its belief."""
        return "\n".join(map(line_of, self._rows)) or "no edges"

    def to_rows(self) -> list[dict[str, Any]]:
        """Each edge as a mapping from the names of :data:`COLUMNS`."""
        return [dict(zip(COLUMNS, _cells(row), strict=True)) for row in self._rows]

    def to_pandas(self) -> Any:
        """A :class:`pandas.DataFrame` with the columns :data:`COLUMNS`.

        Raises:
            MissingPackageError: pandas is not installed.
        """
        pandas = _load("pandas", "to_pandas()")
        table = pandas.DataFrame(map(_cells, self._rows), columns=list(COLUMNS))
        return table.astype({"first_year": "Int64", "last_year": "Int64"})

    def to_networkx(self) -> Any:
        """A :class:`networkx.MultiDiGraph`: nodes are CURIEs, edges have the columns of the table.

        Raises:
            MissingPackageError: networkx is not installed.
        """
        found = _load("networkx", "to_networkx()").MultiDiGraph()
        for row in self._rows:
            for one in (row.subject, row.object):
                found.add_node(one.curie, **_attributes(one))
            values = dict(zip(COLUMNS, _cells(row), strict=True))
            own = {name: value for name, value in values.items() if name not in _OF_NODES and value is not None}
            found.add_edge(row.subject.curie, row.object.curie, key=row.key, **own)
        return found


_OF_NODES = ("source", "source_id", "source_kind", "target", "target_id", "target_kind", "key")


def line_of(edge: EdgeRow) -> str:
    """An edge in a line: ``CCN1 → BCL2, 0.77``."""
    notes = [f"{edge.belief:.2f}"]
    notes += ["inferred"] if edge.inferred else []
    notes += ["hedged"] if edge.hedged else []
    notes += ["disputed"] if edge.contradicted else []
    return f"{edge.subject.label} {'→' if edge.sign > 0 else '⊣'} {edge.object.label}, {', '.join(notes)}"


def _cells(row: EdgeRow) -> tuple[Any, ...]:
    return (
        *(row.subject.label, row.subject.curie, row.subject.kind, row.sign),
        *(row.object.label, row.object.curie, row.object.kind),
        *(row.belief, row.figures, row.papers, row.first_year, row.last_year),
        *(row.inferred, row.hedged, row.contradicted, "|".join(row.diseases), row.key),
    )


def _attributes(one: EntityRow) -> dict[str, str]:
    return {name: value for name, value in asdict(one).items() if name in ("label", "kind", "taxon")}


def _load(package: str, purpose: str) -> Any:
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise MissingPackageError(package, purpose) from error
