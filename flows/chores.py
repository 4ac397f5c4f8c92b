"""What is made of a release: the store, its digest, TriG for people, checks, numbers. Plain functions of its folder.

The graphs of figures are the greater part of a release and stand first in it, so they go into the store while the
graphs that need all figures are still derived. The other chores begin when the release is whole, and may run at the
same time.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from msgspec import Struct

from flows.emit.assemble import DERIVED_FILE, GRAPH_FILE, EdgeCounts
from flows.emit.ontology_page import write_ontology_page
from flows.errors import ShapeError
from flows.export.rdf import write_trig_piece
from flows.load import add_to_store, optimize_store
from flows.resources import ontologies_folder, read_prefixes
from flows.serve.report import count_numbers
from flows.validate import ShapeChecker
from flows.validate.shapes import FILE as SHAPES_FILE

STORE = "store"
RUN_FILE = "run.nq"

Chore = Callable[[Path], Any]
"""A function of the folder of a build."""

LOAD = "load"
"""The chore that must wait for the figures to be in the store."""


class Assembled(Struct, frozen=True):
    """What the release holds.

    Attributes:
        edges: counts of edges.
        counts: counts of the ledger.
        entities: distinct entities by kind.
        doubts: groundings by doubt.
        made: figures whose graph was made in this run.
        new: figures that the build before lacks.
        changed: figures whose graph is another one than in the build before.
        withdrawn: figures of the build before that are gone.
    """

    edges: EdgeCounts
    counts: dict[str, int]
    entities: dict[str, int]
    doubts: dict[str, int]
    made: int
    new: int
    changed: int
    withdrawn: int


class Timed(Struct, frozen=True):
    """What a chore returned, when it began and when it ended, in seconds of the clock of this machine."""

    value: Any
    began: float
    ended: float


class Finished(Struct, frozen=True):
    """What deriving and finishing came to.

    Attributes:
        assembled: what the release holds.
        quads: quads in the store.
        digest: SHA-256 of the release.
        seconds: how long each kind of chore took, from the first beginning to the last end; kinds overlap.
    """

    assembled: Assembled
    quads: int
    digest: str
    seconds: dict[str, float]

    @classmethod
    def of(cls, assembled: Timed, done: Mapping[str, Timed]) -> Finished:
        """What chores came to, by their names; what follows a comma tells those of one kind apart."""
        kinds: dict[str, tuple[float, float]] = {}
        for name, one in {"assemble": assembled, **done}.items():
            kind = name.partition(",")[0]
            began, ended = kinds.get(kind, (one.began, one.ended))
            kinds[kind] = (min(began, one.began), max(ended, one.ended))
        seconds = {kind: round(ended - began, 3) for kind, (began, ended) in kinds.items()}
        quads = done[LOAD].value if LOAD in done else 0
        return cls(assembled.value, quads, done["digest"].value, seconds)


def timed(chore: Chore, build: Path) -> Timed:
    """Do a chore and look at the clock."""
    began = monotonic()
    value = chore(build)
    return Timed(value, began, monotonic())


def early_chore(length: int) -> tuple[str, Chore]:
    """The chore that begins before the release is whole, with its name.

    Args:
        length: bytes of the release that hold the graphs of figures.
    """
    return "load, figures", partial(load_figures, length=length)


def chores(count: int) -> dict[str, Chore]:
    """The chores that begin when the release is whole, the longest first, by their names.

    Args:
        count: pieces into which the writing of TriG is cut.
    """
    pieces = {
        f"write for people, piece {number + 1}": partial(write_piece, number=number, count=count)
        for number in range(count)
    }
    return {LOAD: load_rest, **pieces, "digest": digest_release, "validate": validate_derived}


def load_figures(build: Path, length: int) -> None:
    """Load the graphs of figures."""
    add_to_store(build / STORE, build / GRAPH_FILE, length)


def load_rest(build: Path) -> int:
    """Load what is derived, merge all, and count for the report; returns the number of quads."""
    add_to_store(build / STORE, build / DERIVED_FILE)
    quads = optimize_store(build / STORE)
    count_numbers(build, read_prefixes())
    return quads


def load_run(build: Path) -> int:
    """Load what is said of the run; returns its number of quads."""
    add_to_store(build / STORE, build / RUN_FILE)
    return (build / RUN_FILE).read_bytes().count(b"\n")


def write_piece(build: Path, number: int = 0, count: int = 1) -> None:
    """Write a piece of the release as TriG, and with the first one the page of the ontology."""
    prefixes = read_prefixes()
    write_trig_piece(build / GRAPH_FILE, _piece(build, number), prefixes, number, count)
    if number == 0:
        write_ontology_page(ontologies_folder(), build / "ontology.html", prefixes)


def join_pieces(build: Path, count: int) -> None:
    """Put the pieces of TriG together."""
    with _piece(build, 0).open("ab") as whole:
        for number in range(1, count):
            with _piece(build, number).open("rb") as piece:
                shutil.copyfileobj(piece, whole, 1 << 20)
            _piece(build, number).unlink()


def _piece(build: Path, number: int) -> Path:
    return build / (f"figkg.trig.{number}" if number else "figkg.trig")


def digest_release(build: Path) -> str:
    """SHA-256 of the release, in hex."""
    with (build / GRAPH_FILE).open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def validate_derived(build: Path) -> None:
    """Check the graphs that are derived from all figures, those of figures being checked where they are written.

    Raises:
        ShapeError: something violates a shape.
    """
    _validate(build / DERIVED_FILE)


def validate_run(build: Path) -> None:
    """Check what is said of the run.

    Raises:
        ShapeError: something violates a shape.
    """
    _validate(build / RUN_FILE)


def _validate(file: Path) -> None:
    faults = [*ShapeChecker(ontologies_folder() / SHAPES_FILE).check_file(file)]
    if faults:
        raise ShapeError([str(one) for one in faults[:3]], len(faults))


def finish_here(
    build: Path, length: int, derive: Callable[[], Assembled], workers: int, light: bool = False
) -> Finished:
    """Do everything one after the other in this process.

    Args:
        build: folder of the build.
        length: bytes of the release that hold the graphs of figures.
        derive: derives the other graphs.
        workers: not used.
        light: only what later builds need, without store and TriG.
    """
    del workers
    name, early = early_chore(length)
    done = {} if light else {name: timed(early, build)}
    assembled = timed(lambda _: derive(), build)
    wanted = {one: chore for one, chore in chores(1).items() if not (light and one.startswith((LOAD, "write")))}
    return Finished.of(assembled, done | {one: timed(chore, build) for one, chore in wanted.items()})
