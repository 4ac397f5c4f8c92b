"""Which edges a page shows, and in which order: read from its address, so that the address can be kept and sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Literal, get_args
from urllib.parse import urlencode

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from figkg.graph.rows import EdgeRow
from figkg.serve.protocol import ProtocolError

Column = Literal["subject", "sign", "object", "papers", "belief", "figures", "year"]
COLUMNS: tuple[Column, ...] = get_args(Column)

PAGE_ROWS = 100
"""Rows of a table on one page."""

DRAWN = 30
"""Edges that are drawn where nobody says: as many as one looks through. The table has all."""
MOST_DRAWN = 300

_SORT_KEYS: dict[Column, Callable[[EdgeRow], object]] = {
    "subject": lambda edge: edge.subject.label.casefold(),
    "sign": lambda edge: edge.sign,
    "object": lambda edge: edge.object.label.casefold(),
    "belief": lambda edge: edge.belief,
    "papers": lambda edge: (edge.papers, edge.belief),
    "figures": lambda edge: (edge.figures, edge.belief),
    "year": lambda edge: edge.last_year or 0,
}
_DESCENDING_FIRST: frozenset[Column] = frozenset({"belief", "papers", "figures", "year"})


class EdgeFilter(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a page shows; its defaults are everything, the best known first.

    Attributes:
        sign: ``activates``, ``inhibits`` or empty for both.
        direction: ``out`` for what the entity causes, ``in`` for what causes it, empty for both.
        belief: least belief, in 0 … 1.
        since: least year of the latest paper, or 0.
        until: greatest year of the earliest paper, or 0.
        disease: CURIE of a disease whose figures state it, or empty.
        disputed: only edges whose opposite is stated too.
        explicit: no edges that rest on the order of steps alone.
        sort: column to sort by.
        order: ``ascending`` or ``descending``.
        page: number of the page of the table, from 1.
        drawn: how many edges the network shows.
        around: CURIEs of further things whose edges are drawn, with commas between them.
    """

    sign: Literal["", "activates", "inhibits"] = ""
    direction: Literal["", "in", "out"] = ""
    belief: Annotated[float, Meta(ge=0, le=1)] = 0.0
    since: Annotated[int, Meta(ge=0, le=9999)] = 0
    until: Annotated[int, Meta(ge=0, le=9999)] = 0
    disease: str = ""
    disputed: bool = False
    explicit: bool = False
    sort: Column = "papers"
    order: Literal["ascending", "descending"] = "descending"
    page: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    drawn: Annotated[int, Meta(ge=1, le=MOST_DRAWN)] = DRAWN
    around: Annotated[str, Meta(max_length=500)] = ""

    def keeps(self, edge: EdgeRow, entity: str = "") -> bool:
        """Whether an edge is shown.

        Args:
            edge: the edge.
            entity: CURIE of the entity that the direction is about.
        """
        return (
            (not self.sign or edge.verb == self.sign)
            and (self.direction != "out" or edge.subject.curie == entity)
            and (self.direction != "in" or edge.object.curie == entity)
            and edge.belief >= self.belief
            and (not self.since or (edge.last_year or 0) >= self.since)
            and (not self.until or (edge.first_year or 9999) <= self.until)
            and (not self.disease or self.disease in edge.diseases)
            and (not self.disputed or edge.contradicted)
            and (not self.explicit or not edge.inferred)
        )

    def apply(self, edges: Iterable[EdgeRow], entity: str = "") -> list[EdgeRow]:
        """The edges that are shown, in order; equals are ordered by their key."""
        kept = sorted((edge for edge in edges if self.keeps(edge, entity)), key=lambda edge: edge.key)
        kept.sort(key=_SORT_KEYS[self.sort], reverse=self.order == "descending")  # type: ignore[arg-type]
        return kept

    @property
    def narrows(self) -> bool:
        """Whether any edge may be left out."""
        return replace(self, sort="papers", order="descending", page=1, drawn=DRAWN, around="") != _ALL

    def sorted_by(self, column: Column) -> EdgeFilter:
        """The same with another order; the column in use is turned round."""
        descending = self.order != "descending" if self.sort == column else column in _DESCENDING_FIRST
        return replace(self, sort=column, order="descending" if descending else "ascending", page=1)

    def on_page(self, page: int) -> EdgeFilter:
        """The same on another page."""
        return replace(self, page=page)

    def drawing(self, number: int) -> EdgeFilter:
        """The same with so many edges drawn."""
        return replace(self, drawn=min(number, MOST_DRAWN))

    @property
    def alone(self) -> EdgeFilter:
        """The same without edges of further things."""
        return replace(self, around="")

    @property
    def others(self) -> tuple[str, ...]:
        """CURIEs of the further things whose edges are drawn."""
        return tuple(dict.fromkeys(filter(None, map(str.strip, self.around.split(",")))))

    @property
    def values(self) -> dict[str, str]:
        """What is not a default, as an address has it."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        return {
            name: "1" if value is True else str(value) for name, value in given.items() if value != getattr(_ALL, name)
        }

    def query(self) -> str:
        """As the query of an address, ``?sign=inhibits``; empty for the defaults."""
        return f"?{urlencode(self.values, safe=':,')}" if self.values else ""


_ALL = EdgeFilter()
_SIGNS = {"1": "activates", "+1": "activates", "-1": "inhibits"}
"""Signs as tables have them."""
_CHOICES = {
    "sign": ("activates", "inhibits", "1", "-1"),
    "direction": ("in", "out"),
    "sort": COLUMNS,
    "order": ("ascending", "descending"),
}


def read_filter(parameters: Mapping[str, str]) -> EdgeFilter:
    """The filter that an address asks for; empty values and other parameters are left out.

    Raises:
        ProtocolError: a value is not one that the filter knows.
    """
    given = {name: value.strip() for name, value in parameters.items() if value.strip()}
    if given.get("sign") in _SIGNS:
        given["sign"] = _SIGNS[given["sign"]]
    try:
        return msgspec.convert(given, EdgeFilter, strict=False)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$.")
        name = place.rstrip("`")
        choices = f"; it is one of {', '.join(_CHOICES[name])}" if name in _CHOICES else ""
        raise ProtocolError(400, f"{name}: {reason[:1].lower()}{reason[1:]}{choices}") from error
