"""The summary of a run: its numbers, which must balance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from figkg.base.errors import BalanceError, OutputError
from figkg.base.files import replace_file
from figkg.build.drawn import DrawnReport
from figkg.fetch.inquiry import Asked
from figkg.graph.folder import GraphFolder
from figkg.graph.numbers import Numbers

SUMMARY_FILE = "summary.json"


class Summary(Struct, frozen=True, kw_only=True):
    """The numbers of one build.

    Attributes:
        read: records read.
        figures: figures in the graph.
        graph: figures among them whose graph was made in this run.
        unchanged: figures among them whose graph was taken over from the build before.
        new: figures that the build before lacks.
        changed: figures whose graph is another one than in the build before.
        withdrawn: figures of the build before that are gone.
        quarantined: records refused, with their reasons in quarantine.jsonl.
        papers: papers the figures stand in.
        entities: distinct entities by kind.
        doubts: groundings by doubt.
        assertions: statements found in captions.
        negated: denied statements found.
        figures_with_assertions: figures whose caption states anything.
        activating: edges with sign 1.
        inhibiting: edges with sign -1.
        inferred: edges read from the order of steps alone, among them.
        contradicted: edges whose opposite exists too, among them.
        quads: quads in the store.
        seconds: wall time of each stage.
        started: when the run began, ISO 8601.
        version: software version.
        images: what reading images came to, if a model was asked.
        captions: what reading captions came to, if a model was asked.
        changed_figures: the first of the changed ones.
        rejected: statements that curators reject.
        unmet: lines about rows of curators that met nothing.
        drawn: what the edges that others read off images came to, if there were annotations.
    """

    read: int
    figures: int
    graph: int
    unchanged: int
    new: int
    changed: int
    withdrawn: int
    quarantined: int
    papers: int
    entities: dict[str, int]
    doubts: dict[str, int]
    assertions: int
    negated: int
    figures_with_assertions: int
    activating: int
    inhibiting: int
    inferred: int
    contradicted: int
    quads: int
    seconds: dict[str, float]
    started: str
    version: str
    images: Asked | None = None
    captions: Asked | None = None
    changed_figures: tuple[str, ...] = ()
    rejected: int = 0
    unmet: tuple[str, ...] = ()
    drawn: DrawnReport | None = None

    def edges_and_doubts(self) -> tuple[object, ...]:
        """What the graph holds, whatever the run that made it."""
        return (
            *(self.figures, self.papers, self.entities, self.doubts, self.assertions, self.negated),
            *(self.activating, self.inhibiting, self.inferred, self.contradicted),
        )

    def check_balance(self, entered: int | None = None) -> None:
        """Make sure that every record read ended somewhere, and every figure in the store.

        Args:
            entered: figures that were entered, where they were counted.

        Raises:
            BalanceError: the numbers do not add up.
        """
        if entered is not None and entered != self.figures:
            raise BalanceError(entered, {"figures in the store": self.figures})
        accounted = {"graph": self.graph, "unchanged": self.unchanged, "quarantined": self.quarantined}
        if self.read != sum(accounted.values()):
            raise BalanceError(self.read, accounted)


def of_graph(numbers: Numbers) -> dict[str, Any]:
    """What a summary says of the graph, whatever the run that made it, by name of the field."""
    return {
        "figures": numbers.figures,
        "papers": numbers.papers,
        "entities": numbers.entities,
        "doubts": numbers.doubts,
        "assertions": numbers.statements,
        "negated": numbers.denied,
        "rejected": numbers.rejected,
        "figures_with_assertions": numbers.figures_with_statements,
        "activating": numbers.edges["activates"],
        "inhibiting": numbers.edges["inhibits"],
        "inferred": numbers.inferred,
        "contradicted": numbers.contradicted,
    }


def unchanged_summary(
    last: Summary,
    *,
    read: int,
    seconds: dict[str, float],
    started: str,
    images: Asked | None = None,
    captions: Asked | None = None,
) -> Summary:
    """The numbers of a run that found nothing to do.

    Args:
        last: those of the run that made the graph.
        read: records read.
        seconds: wall time of each stage.
        started: when the run began, ISO 8601.
        images: what reading images came to, if a model was asked.
        captions: what reading captions came to, if a model was asked.

    Raises:
        BalanceError: the numbers do not add up.
    """
    nothing: dict[str, object] = {"graph": 0, "new": 0, "changed": 0, "withdrawn": 0, "changed_figures": ()}
    run = {"read": read, "unchanged": last.figures, "seconds": seconds, "started": started}
    run |= {"images": images, "captions": captions}
    summary: Summary = replace(last, **nothing, **run)
    summary.check_balance()
    return summary


def write_summary(summary: Summary, build: Path) -> None:
    """Write the numbers of a run into the folder of a build, in one step."""
    replace_file(build / SUMMARY_FILE, msgspec.json.format(msgspec.json.encode(summary)) + b"\n")


def read_summary(build: Path) -> Summary | None:
    """The numbers that were written into the folder of a build, if they can be read."""
    try:
        return msgspec.json.decode((build / SUMMARY_FILE).read_bytes(), type=Summary)
    except (OSError, msgspec.DecodeError):
        return None


def read_summary_of(folder: GraphFolder) -> Summary | None:
    """The numbers of the build in use of an output folder, if there is one."""
    try:
        return read_summary(folder.current)
    except OutputError:
        return None
