"""The summary of a run: its numbers, which must balance."""

from __future__ import annotations

from msgspec import Struct

from figkg.base.errors import BalanceError
from figkg.extract.vision import VisionReport
from figkg.fetch.download import Download
from figkg.reference.renewal.draft import Renewal


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
    images: VisionReport | None = None

    def edges_and_doubts(self) -> tuple[object, ...]:
        """What the graph holds, whatever the run that made it."""
        return (
            *(self.figures, self.papers, self.entities, self.doubts, self.assertions, self.negated),
            *(self.activating, self.inhibiting, self.inferred, self.contradicted),
        )

    def check_balance(self) -> None:
        """Make sure that every record read ended somewhere.

        Raises:
            BalanceError: the numbers do not add up.
        """
        accounted = {"graph": self.graph, "unchanged": self.unchanged, "quarantined": self.quarantined}
        if self.read != sum(accounted.values()):
            raise BalanceError(self.read, accounted)


class RefreshSummary(Struct, frozen=True, kw_only=True):
    """What a refresh came to.

    Attributes:
        downloads: what was fetched, in the order of mappings/sources.yaml; empty when files were given.
        renewal: what changed in which snapshot.
        figures: figures of the last build that depict or mention an entry that is renamed, withdrawn or merged, or
            None when there is no build.
        adopted: whether the new snapshots are in place.
    """

    downloads: tuple[Download, ...]
    renewal: Renewal
    figures: int | None
    adopted: bool
