"""What became of the edges that others read off images: every one is used, or counted with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from figkg.relate.drawings import DrawnTally

_SHOWN = 5
NO_FIGURE = "of no figure of the sources"


class DrawnReport(Struct, frozen=True, kw_only=True):
    """The edges of all annotations.

    Attributes:
        edges: how many were read.
        statements: how many statements they make.
        used: how many of the edges make statements.
        named_ends: how many of these have an end without identifier, which is the node of its name.
        ambiguous: how many have an end of which several things have the name, likewise.
        turned: how many state the opposite of what is drawn, since a label says a loss.
        unused: how many make none, by reason.
        types: types of edges that are unknown, some of them.
        missing: figures that are annotated and that no source has, some of them.
        lines: lines that are no annotations; quarantine.jsonl names them.
        readers: statements by who read them.
    """

    edges: int
    statements: int
    used: int
    named_ends: int
    ambiguous: int
    turned: int
    unused: Mapping[str, int]
    types: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lines: int = 0
    readers: Mapping[str, int] = {}

    def in_words(self) -> str:
        """The report as one line: ``200 edges read, 150 statements, …``."""
        unused = [f"{count:,} {reason}" for reason, count in self.unused.items()]
        said = [f"{self.edges:,} edges read, {self.statements:,} statements"]
        said.append(f"{self.used:,} edges used")
        if self.named_ends:
            said.append(f"{self.named_ends:,} of them with an end that has no identifier")
        if self.ambiguous:
            said.append(f"{self.ambiguous:,} with an ambiguous one")
        if self.turned:
            said.append(f"{self.turned:,} turned by a label that says a loss")
        said += unused
        if self.types:
            said.append(f"unknown types: {', '.join(self.types)}")
        if self.missing:
            said.append(f"no such figure: {', '.join(self.missing)}")
        if self.lines:
            said.append(f"{self.lines:,} lines are no annotations")
        return "; ".join(said)


def report_drawn(tallies: Iterable[DrawnTally], annotated: Mapping[str, int], lines: int) -> DrawnReport:
    """What the edges of all annotations came to.

    Args:
        tallies: of the figures that were built.
        annotated: edges of every annotated figure, as the annotations name it.
        lines: how many lines were no annotations.
    """
    sums: Counter[str] = Counter()
    unused: Counter[str] = Counter()
    readers: Counter[str] = Counter()
    types: dict[str, None] = {}
    met: set[str] = set()
    for one in tallies:
        for name in ("statements", "used", "named_ends", "ambiguous", "turned"):
            sums[name] += getattr(one, name)
        unused.update(one.unused)
        readers[one.by] += one.statements
        types.update(dict.fromkeys(one.types))
        met.add(one.named)
    missing = sorted(annotated.keys() - met)
    lost = sum(annotated[name] for name in missing)
    if lost:
        unused[NO_FIGURE] = lost
    return DrawnReport(
        edges=sum(annotated.values()),
        **{name: sums[name] for name in ("statements", "used", "named_ends", "ambiguous", "turned")},
        unused=dict(sorted(unused.items())),
        types=tuple(sorted(types)[:_SHOWN]),
        missing=tuple(missing[:_SHOWN]),
        lines=lines,
        readers=dict(sorted(readers.items())),
    )
