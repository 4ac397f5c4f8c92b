"""What is made of a release: the store, its digest, TriG for people, checks, numbers. Plain functions of its folder.

Most of a release are the graphs of figures. They go into the store as soon as they are made, while others are made;
and so do pieces of the graphs that are derived from all figures. The other chores begin when the release is whole, and
may run at the same time.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from msgspec import Struct

from figkg.build.assemble import DERIVED_FILE, GRAPH_FILE, EdgeCounts
from figkg.build.ontology_page import write_ontology_page
from figkg.base.errors import ShapeError
from figkg.export.rdf import write_trig_piece
from figkg.load import StoreLoader, whole
from figkg.base.place import Place
from figkg.base.resources import ontologies_folder, read_prefixes
from figkg.graph.numbers import count_numbers
from figkg.validate import ShapeChecker
from figkg.validate.shapes import FILE as SHAPES_FILE

STORE = "store"
RUN_FILE = "run.nq"

Chore = Callable[[Path], Any]
"""A function of the folder of a build."""

LOAD = "load"
"""The chore that must wait for the figures to be in the store, and for which one process is kept."""


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


def chores(count: int, contested: Sequence[Place]) -> dict[str, Chore]:
    """The chores that begin when the release is whole, the longest first, by their names.

    Args:
        count: pieces into which the writing of TriG is cut.
        contested: graphs of figures of which several were loaded, where the right one is.
    """
    pieces = {
        f"write for people, piece {number + 1}": partial(write_piece, number=number, count=count)
        for number in range(count)
    }
    return {
        LOAD: partial(finish_store, contested=contested),
        **pieces,
        "digest": digest_release,
        "validate": validate_derived,
    }


@lru_cache(maxsize=1)
def open_loader(store: Path) -> StoreLoader:
    """A store that is being filled: it stays open in one process, since closing it interrupts its merging."""
    return StoreLoader(store)


def load_places(build: Path, places: Sequence[Place]) -> None:
    """Load graphs."""
    open_loader(build / STORE).add(places)


def finish_store(build: Path, contested: Sequence[Place] = ()) -> int:
    """Merge what was loaded, and count for the report; returns the number of quads.

    Args:
        build: folder of the build.
        contested: graphs of figures of which several were loaded, where the right one is.
    """
    loader = open_loader(build / STORE)
    if contested:
        loader.replace(contested)
    quads = loader.optimize(lambda store: count_numbers(build, read_prefixes(), store))
    del loader
    open_loader.cache_clear()
    return quads


def load_run(build: Path) -> int:
    """Load what is said of the run; returns its number of quads."""
    StoreLoader(build / STORE).add([whole(build / RUN_FILE)])
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


class Finishing(Protocol):
    """Makes things of a release, some of them while it grows."""

    def load(self, places: Sequence[Place]) -> None:
        """Load whole lines of graphs, now or later."""

    def finish(self, derive: Callable[[], Assembled], contested: Sequence[Place]) -> Finished:
        """Have the other graphs derived, and make everything.

        Args:
            derive: derives them.
            contested: graphs of figures of which several were loaded, where the right one is.
        """


class _Here:
    """Makes everything in this process, one after the other."""

    def __init__(self, build: Path, do: Callable[[str, Path, Chore], Timed], *, light: bool) -> None:
        self._build = build
        self._do = do
        self._light = light
        self._done: dict[str, Timed] = {}

    def load(self, places: Sequence[Place]) -> None:
        if not self._light:
            self._done[f"{LOAD}, {len(self._done)}"] = timed(partial(load_places, places=places), self._build)

    def finish(self, derive: Callable[[], Assembled], contested: Sequence[Place]) -> Finished:
        assembled = timed(lambda _: derive(), self._build)
        for name, chore in chores(1, contested).items():
            if not (self._light and name.startswith((LOAD, "write"))):
                self._done[name] = self._do(name, self._build, chore)
        return Finished.of(assembled, self._done)


def do_here(name: str, build: Path, chore: Chore) -> Timed:
    """Do a chore."""
    del name
    return timed(chore, build)


@contextmanager
def finishing_here(
    build: Path, workers: int, do: Callable[[str, Path, Chore], Timed] = do_here, *, light: bool = False
) -> Iterator[Finishing]:
    """Make everything in this process, one after the other.

    Args:
        build: folder of the build.
        workers: not used.
        do: does a chore.
        light: make only what later builds need, without store and TriG.
    """
    del workers
    try:
        yield _Here(build, do, light=light)
    finally:
        open_loader.cache_clear()
