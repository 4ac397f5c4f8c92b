"""A build from its sources to the switch of the output folder, without an orchestrator.

The steps are given: plain functions, or tasks of an orchestrator that wrap them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

import msgspec
import requests
from msgspec import Struct
from msgspec.structs import replace

from figkg import __version__
from figkg.build.finish import Assembled, Finishing, finishing_here, load_run, validate_run
from figkg.build.assemble import Gathered, derive, enter, gather
from figkg.build.ledger import Ledger
from figkg.build.assemble import DERIVED_FILE
from figkg.emit.dataset import ReleaseFile, Run, run_quads
from figkg.build.ledger import Refusal
from figkg.build.memory import MEMORY_FILE, About, Fingerprints, Memory, MemoryWriter
from figkg.base.errors import OutputError, RecordError, SourceError
from figkg.extract import partition as cut
from figkg.extract.drawings import index_drawings
from figkg.fetch import fetch_source, is_remote
from figkg.extract.sources import RECORDS_IN_PARTITION
from figkg.extract.vision import VisionReader, VisionReport, images_below, load_vision_policy
from figkg.build.tools import take_fingerprints
from figkg.build.output import OutputFolder
from figkg.graph.named_queries import read_named_queries
from figkg.build.figures import PartitionResult, Remembrance, add_inputs, open_memory, open_rooms, process_partition
from figkg.base.place import Place
from figkg.base.progress import follow, follow_bytes
from figkg.fetch.configuration import read_sources
from figkg.reference.snapshots import read_sidecars
from figkg.base.resources import mappings_folder, ontologies_folder, read_prefixes
from figkg.graph.numbers import count_numbers, known_numbers
from figkg.build.report import write_report
from figkg.build.summary import Summary

SUMMARY_FILE = "summary.json"
SOURCES_FOLDER = ".sources"
"""Where sources from the network are kept between builds, in the output folder."""
SEEN_FOLDER = ".seen"
"""Where the answers of vision models are kept."""


class Request(Struct, frozen=True, kw_only=True):
    """What is to be built.

    Attributes:
        sources: folders, files, globs, archives, ``-`` for JSON lines on standard input, or addresses on the network
            (:func:`figkg.fetch.fetch_source`).
        workers: processes; 0 means one for each processor.
        partition_size: records in a partition.
        full: make every graph anew, whatever the build before remembers.
        annotations: files of what others read off the images (:mod:`figkg.extract.drawings`).
        vision: address of an endpoint whose model reads images, or empty.
        model: name of the model.
        images: folder of images, each named by its figure.
    """

    sources: tuple[str, ...]
    workers: int = 0
    partition_size: int = RECORDS_IN_PARTITION
    full: bool = False
    annotations: tuple[str, ...] = ()
    vision: str = ""
    model: str = ""
    images: str = ""

    @property
    def processes(self) -> int:
        """Number of processes."""
        return self.workers or os.cpu_count() or 1


class Entries(Struct, frozen=True):
    """What was entered.

    Attributes:
        ledger: of this run.
        writer: the memory of this run.
        inputs: hash of all records.
    """

    ledger: Ledger
    writer: MemoryWriter
    inputs: str


Process = Callable[[Path, Path, Path, Remembrance], PartitionResult]


class Steps(Struct, frozen=True):
    """The steps of a build, in their order.

    Attributes:
        fetch: sources on the network into local ones; others stay as they are.
        see: images into annotations; returns what that came to.
        partition: sources into partition files.
        process_all: partitions into graphs and outcomes.
        gather: what was entered into the first part of the release, the graphs of figures.
        derive: the other graphs of the release, from all figures, with what loads them as they grow.
        finishing: everything that is made of the release, with a number of processes.
    """

    fetch: Callable[[Sequence[str], Path], list[str]]
    see: Callable[[Request, Path, Path], VisionReport]
    partition: Callable[[Sequence[str], Path, int], list[Path]]
    process_all: Callable[[Sequence[Path], Path, Path, int, Remembrance], Iterable[PartitionResult]]
    gather: Callable[[Entries, Path], Gathered]
    derive: Callable[[Entries, Path, Path, Remembrance, Callable[[Sequence[Place]], None]], Assembled]
    finishing: Callable[[Path, int], AbstractContextManager[Finishing]]


def build_release(request: Request, folder: OutputFolder, steps: Steps) -> Summary:
    """Build the graph and make it the current one of the output folder.

    Args:
        request: what is to be built.
        folder: the output folder.
        steps: how.

    Returns:
        The numbers of the run, which are also in ``summary.json``.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the previous output stays.
    """
    with folder.locked():
        build = folder.begin()
        try:
            summary = _Run(request, folder, build, steps).go()
        except (OSError, sqlite3.Error, *Memory.FAULTS) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise OutputError(str(folder.path), f"{reason}; the previous graph is untouched") from error
        finally:
            if not (build / ".finished").exists():
                shutil.rmtree(build, ignore_errors=True)
    return summary


class _Run:
    """One run."""

    def __init__(self, request: Request, folder: OutputFolder, build: Path, steps: Steps) -> None:
        self._request = request
        self._folder = folder
        self._build = build
        self._steps = steps
        self._mappings = mappings_folder().resolve()
        self._clock = _Clock()
        self._started = datetime.now(UTC)
        self._seen: VisionReport | None = None

    def go(self) -> Summary:
        """Build, or see that nothing changed."""
        build, steps, lap = self._build, self._steps, self._clock.lap
        work = build / "work"
        work.mkdir()
        fingerprints = take_fingerprints(self._mappings, ontologies_folder())
        drawings, unread = "", list[RecordError]()
        annotations = [Path(one) for one in self._request.annotations]
        if self._request.vision:
            annotations.append(work / "seen.jsonl")
            self._seen = steps.see(self._request, self._folder.path / SEEN_FOLDER, annotations[-1])
            lap("see")
        if annotations:
            drawings = str(work / "drawings.mdb")
            digest, unread = index_drawings(annotations, Path(drawings))
            fingerprints = replace(fingerprints, data=_join(fingerprints.data, digest, *map(str, unread)))
        before = None if self._request.full else _remembered(self._folder)
        remembrance = Remembrance(fingerprints, str(before or ""), drawings)
        sources = steps.fetch(self._request.sources, self._folder.path / SOURCES_FOLDER)
        lap("fetch")
        partitions = steps.partition(sources, work / "partitions", self._request.partition_size)
        lap("extract")
        open_rooms(self._mappings)
        with (
            Ledger(build / "ledger.sqlite") as ledger,
            MemoryWriter(build) as writer,
            steps.finishing(build, self._request.processes) as finishing,
        ):
            results = steps.process_all(partitions, work, self._mappings, self._request.processes, remembrance)
            entering = _Entering(Entries(ledger, writer, ""), finishing, before)
            if not entering.enter(results, fingerprints, unread) and before is not None:
                lap("ground, relate, emit")
                return self._unchanged(before, entering.read)
            lap("ground, relate, emit")
            entries = Entries(ledger, writer, entering.inputs)
            gathered = steps.gather(entries, build)
            lap("gather")
            if not gathered.length:
                refusal = next((f"{one.file}, {one.field}: {one.reason}" for one in ledger.refusals()), "")
                reason = f"none of its {entering.read:,} records can be used; the first: {refusal}"
                raise SourceError(" ".join(self._request.sources), reason)
            derive = partial(steps.derive, entries, build, self._mappings, remembrance, finishing.load)
            finished = finishing.finish(derive, gathered.contested)
        self._clock.note(finished.seconds)
        self._write_run(finished.digest)
        validate_run(build)
        quads = finished.quads + load_run(build)
        numbers = known_numbers(build) or count_numbers(build, read_prefixes())
        lap("report")
        (build / DERIVED_FILE).unlink()
        shutil.rmtree(work)
        (build / "ledger.sqlite").unlink()
        summary = self._summary(finished.assembled, entering.read, quads)
        write_summary(summary, build)
        write_report(summary, numbers, _last_summary(self._folder), build)
        self._folder.publish(build)
        return summary

    def _unchanged(self, before: Path, read: int) -> Summary:
        """The numbers of a run that found nothing to do: the build before stays in use."""
        last = msgspec.json.decode((before / SUMMARY_FILE).read_bytes(), type=Summary)
        summary = replace(
            last,
            read=read,
            graph=0,
            unchanged=last.figures,
            new=0,
            changed=0,
            withdrawn=0,
            seconds=self._clock.seconds,
            started=self._started.isoformat(timespec="seconds"),
            images=self._seen,
        )
        summary.check_balance()
        write_summary(summary, before)
        write_report(summary, known_numbers(before) or count_numbers(before, read_prefixes()), last, before)
        self._folder.publish(before)
        return summary

    def _summary(self, one: Assembled, read: int, quads: int) -> Summary:
        counts, edges = one.counts, one.edges
        summary = Summary(
            read=read,
            figures=counts["figures"],
            graph=one.made,
            unchanged=counts["figures"] - one.made,
            new=one.new,
            changed=one.changed,
            withdrawn=one.withdrawn,
            quarantined=counts["quarantined"],
            papers=counts["papers"],
            entities=one.entities,
            doubts=one.doubts,
            assertions=counts["assertions"],
            negated=counts["negated"],
            figures_with_assertions=counts["figures_with_assertions"],
            activating=edges.activating,
            inhibiting=edges.inhibiting,
            inferred=edges.inferred,
            contradicted=edges.contradicted,
            quads=quads,
            seconds=self._clock.seconds,
            started=self._started.isoformat(timespec="seconds"),
            version=__version__,
            images=self._seen,
        )
        summary.check_balance()
        return summary

    def _write_run(self, digest: str) -> None:
        build = self._build
        sidecars = {
            name: {"sha256": one.sha256, "released": one.released, "source": one.source}
            for name, one in read_sidecars(self._mappings / "snapshots").items()
        }
        size = (build / "figkg.nq").stat().st_size
        run = Run(
            version=__version__,
            started=self._started.isoformat(timespec="seconds"),
            ended=max(self._started, datetime.now(UTC)).isoformat(timespec="seconds"),
            parameters={"sources": " ".join(Path(source).name or source for source in self._request.sources)},
            mappings=sidecars,
            files=[ReleaseFile("figkg.nq", "application/n-quads", size, digest)],
        )
        lines = run_quads(run, open_rooms(self._mappings).vocabulary)
        (build / "run.nq").write_text("".join(lines), encoding="utf-8")


def fetch_sources(sources: Sequence[str], cache: Path) -> list[str]:
    """Bring sources that are on the network here."""
    if not any(map(is_remote, sources)):
        return list(sources)
    limits = read_sources(mappings_folder()).figures
    with requests.Session() as session:
        return [
            str(fetch_source(one, cache, limits, session=session, follow=follow_bytes).path) if is_remote(one) else one
            for one in sources
        ]


def see_images(request: Request, cache: Path, target: Path) -> VisionReport:
    """Have a model read the images of a folder; whatever goes wrong there ends no build."""
    policy = load_vision_policy(mappings_folder())
    images = list(images_below(Path(request.images)))
    with requests.Session() as session:
        reader = VisionReader(request.vision, request.model, cache, policy, session=session)
        return reader.read_all(follow(images, len(images), "images"), target)


def partition_sources(sources: Sequence[str], scratch: Path, size: int) -> list[Path]:
    """Cut the sources into partition files."""
    return cut(sources, scratch, size)


def process_here(
    partitions: Sequence[Path], work: Path, mappings: Path, workers: int, remembrance: Remembrance
) -> Iterator[PartitionResult]:
    """Process partitions one after the other in this process."""
    del workers
    return (process_partition(one, work, mappings, remembrance) for one in partitions)


class _Entering:
    """Enters partitions while others are processed, but nothing before something is new.

    Attributes:
        read: number of records read.
        inputs: hash of them all.
    """

    def __init__(self, entries: Entries, finishing: Finishing, before: Path | None) -> None:
        self._entries = entries
        self._finishing = finishing
        self._memory = open_memory(before) if before is not None else None
        self._waiting: list[PartitionResult] = []
        self.read = 0
        self.inputs = ""

    def enter(
        self, results: Iterable[PartitionResult], fingerprints: Fingerprints, unread: Sequence[RecordError]
    ) -> bool:
        """Enter what partitions came to, and begin to load it.

        Returns:
            Whether anything was entered, which is not so when the build before has the same.
        """
        done, recalled = list[PartitionResult](), self._memory is not None
        for result in results:
            done.append(result)
            self._waiting.append(result)
            recalled = recalled and result.recalled
            if not recalled:
                self._enter_waiting()
        self.read, self.inputs = sum(result.read for result in done) + len(unread), add_inputs(done)
        if self._memory is not None and self._memory.about == About(fingerprints, self.inputs):
            return False
        self._enter_waiting()
        for one in unread:
            self._entries.ledger.enter_refusal(Refusal(one.file, one.field, one.reason))
        return True

    def _enter_waiting(self) -> None:
        for result in self._waiting:
            entered = enter(self._entries.ledger, Path(result.outcomes), self._entries.writer, self._memory)
            if entered.places:
                self._finishing.load(entered.places)
        self._waiting.clear()


def gather_figures(entries: Entries, build: Path) -> Gathered:
    """Write the graphs of figures, with which the release begins."""
    return gather(entries.ledger, build, entries.writer)


def derive_graphs(
    entries: Entries, build: Path, mappings: Path, remembrance: Remembrance, load: Callable[[Sequence[Place]], None]
) -> Assembled:
    """Write the other graphs of the release, load them as they grow, and note what the next build may take over."""
    rooms = open_rooms(mappings)
    ledger, writer = entries.ledger, entries.writer
    before = open_memory(Path(remembrance.build)) if remembrance.build else None
    queries = read_named_queries(ontologies_folder() / "queries")
    edges = derive(ledger, build, rooms.grounder.tables, rooms.vocabulary, queries, written=lambda place: load([place]))
    writer.note_about(About(remembrance.fingerprints, entries.inputs))
    known = dict(before.figures()) if before is not None else {}
    new = changed = made = 0
    for figid, key, place in ledger.figures():
        made += not place.partition.startswith(remembrance.build) if remembrance.build else 1
        new += figid not in known
        changed += known.pop(figid, key) != key
    counts = (ledger.counts(), ledger.entity_counts(), ledger.doubt_counts())
    return Assembled(edges, *counts, made, new, changed, len(known))


PLAIN_STEPS = Steps(
    fetch=fetch_sources,
    see=see_images,
    partition=partition_sources,
    process_all=process_here,
    gather=gather_figures,
    derive=derive_graphs,
    finishing=finishing_here,
)
"""The steps as plain functions in this process."""


def write_summary(summary: Summary, build: Path) -> None:
    """Write the numbers of a run into the folder of a build, in one step."""
    draft = build / f".{SUMMARY_FILE}.new"
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(summary)) + b"\n")
    draft.replace(build / SUMMARY_FILE)


def _last_summary(folder: OutputFolder) -> Summary | None:
    """The numbers of the build in use, if there is one."""
    try:
        return msgspec.json.decode((folder.current / SUMMARY_FILE).read_bytes(), type=Summary)
    except (OutputError, OSError, msgspec.DecodeError):
        return None


def _join(*digests: str) -> str:
    return hashlib.sha256("\0".join(digests).encode()).hexdigest()


def _remembered(folder: OutputFolder) -> Path | None:
    """The build in use, if it can be built upon."""
    try:
        build = folder.current
        if (build / MEMORY_FILE).exists() and (build / "figkg.nq").exists():
            open_memory(build)
            msgspec.json.decode((build / SUMMARY_FILE).read_bytes(), type=Summary)
            return build
    except (OutputError, OSError, msgspec.DecodeError, AssertionError, *Memory.FAULTS):
        return None
    return None


class _Clock:
    """Wall time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def note(self, seconds: Mapping[str, float]) -> None:
        """Take over times that were measured elsewhere, up to now."""
        self.seconds |= seconds
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now
