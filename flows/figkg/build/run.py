"""One build, step by step: :func:`build_graph` is all of them, and the flow of Prefect calls the same."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import lmdb
import msgspec
from msgspec.structs import asdict

from figkg import __version__
from figkg.base.errors import OutputError, RecordError, ServiceError, SourceError
from figkg.base.line_ranges import joined
from figkg.base.telling import tell, tell_more
from figkg.build.assemble import DERIVED_FILE, GRAPH_FILE, derive, gather
from figkg.build.clock import Clock
from figkg.build.description import describe_run, run_key
from figkg.build.drawn import DrawnReport, report_drawn
from figkg.build.entries import Outcome, Refusal, Refused
from figkg.build.figures import FigureJob, PartitionResult, add_inputs, hash_records
from figkg.build.knowledge import gather_knowledge
from figkg.build.loading import Loader, open_loader
from figkg.build.loss import refuse_loss
from figkg.build.memory import STATE_FILE, About, Memory
from figkg.build.models import SEEN_FOLDER, hear_captions, see_images
from figkg.build.ontology_page import write_ontology_page
from figkg.build.output import OutputFolder, damage, remove_build, seal, sha256_of
from figkg.build.pool import figure_pool, figures_of
from figkg.build.report import write_report
from figkg.build.request import Request
from figkg.build.sources import fetch_sources
from figkg.build.state import State, compare
from figkg.build.summary import Summary, of_graph, read_summary, read_summary_of, unchanged_summary, write_summary
from figkg.build.tools import Toolbox, Tools, find_toolbox
from figkg.build.unmet import unmet_rows, unmet_verdicts
from figkg.emit.dataset import ReleaseFile
from figkg.export.rdf import write_trig
from figkg.extract import partition
from figkg.extract.drawings import DrawingIndex, index_drawings
from figkg.extract.lacking import folders_without_tables
from figkg.extract.questions import load_model_policy
from figkg.fetch.inquiry import Asked
from figkg.graph.built import Graph, Release, open_graph
from figkg.graph.numbers import Numbers, count_numbers, known_numbers
from figkg.reference.papers import Papers

RUN_FILE = "run.nq"
SOURCES_FOLDER = ".sources"
"""Where sources from the network are kept between builds, in the output folder."""
LARGEST_TRIG = 100_000
"""Quads of a release that is written as TriG too, for people to read; a larger one `figkg export` writes."""
UNTOUCHED = "the previous graph is untouched"


@contextmanager
def open_build(request: Request, folder: OutputFolder) -> Iterator[Build]:
    """A build in an output folder, which is held for it; what is not published in the end is removed.

    Args:
        request: what is to be built.
        folder: the output folder.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the previous output stays.
    """
    request.check()
    toolbox = find_toolbox(fast=request.fast)
    with folder.locked():
        path = folder.begin()
        try:
            with ExitStack() as stack:
                yield Build(request, folder, path, toolbox, stack)
        except (OSError, sqlite3.Error, lmdb.Error) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise OutputError(str(folder.path), f"{reason}; {UNTOUCHED}") from error
        except BrokenProcessPool as error:
            reason = "a process that read figures was ended from outside; is memory short? --workers 1 needs least"
            raise ServiceError(str(folder.path), f"{reason}; {UNTOUCHED}") from error
        finally:
            if not folder.uses(path):
                remove_build(path)


def build_graph(request: Request, folder: OutputFolder) -> Summary:
    """Build the graph of figure records and make it the current one of an output folder, without an orchestrator.

    Args:
        request: what is to be built.
        folder: the output folder.

    Returns:
        The numbers of the run, which are also in ``summary.json``.

    Raises:
        FigkgError: a source, a mapping or the output cannot be used; the previous output stays.
    """
    with open_build(request, folder) as build:
        parts = build.extract(build.fetch())
        if build.unchanged():
            return build.keep()
        with figure_pool(request, len(parts)) as pool:
            for done in figures_of(parts, build.job, pool):
                build.enter(done)
        build.emit_edges()
        build.validate()
        build.load()
        return build.publish()


class Build:
    """A build under way. Its steps are called in the order in which they stand here.

    Args:
        request: what is to be built.
        folder: the output folder.
        path: folder of this build.
        toolbox: the tools.
        stack: closes what is opened.
    """

    def __init__(self, request: Request, folder: OutputFolder, path: Path, toolbox: Toolbox, stack: ExitStack) -> None:
        self._request = request
        self._folder = folder
        self._path = path
        self._work = path / "work"
        self._work.mkdir()
        self._toolbox = toolbox
        self._stack = stack
        self._clock = Clock()
        self._started = datetime.now(UTC)
        self._images: Asked | None = None
        self._captions: Asked | None = None
        self._unmet: tuple[str, ...] = ()
        self._unread: list[RecordError] = []
        self._done: list[PartitionResult] = []
        self._parts: list[Path] = []
        self._read = 0
        memory = None if request.full else _remembered(folder)
        self._before = None if memory is None else stack.enter_context(memory)
        upon = "makes every graph anew" if self._before is None else f"builds upon {self._before.build}"
        tell_more(f"{path}: {upon}")
        self._job = FigureJob(toolbox, str(self._work), "" if self._before is None else str(self._before.build))

    def fetch(self) -> list[str]:
        """Bring here what is on the network.

        Returns:
            All sources, as places on this machine.

        Raises:
            SourceError: one cannot be had; what was cut off goes on where it ended at the next attempt.
        """
        mappings = Path(self._toolbox.mappings)
        sources = fetch_sources(self._request.sources, self._folder.path / SOURCES_FOLDER, mappings)
        self._clock.lap("fetch", f"{_counted(len(sources), 'source')} at hand")
        return sources

    def extract(self, sources: Sequence[str]) -> list[Path]:
        """Cut sources into partitions of records, and take up what others read in their images and captions.

        Args:
            sources: as :func:`figkg.extract.partition` takes them.

        Returns:
            Partition files.

        Raises:
            SourceError: a source does not exist, cannot be read, or holds no record; or a file of annotations or the
                images cannot be read.
        """
        self._parts = partition(sources, self._work / "partitions", self._request.partition_size)
        for folder in folders_without_tables(self._parts):
            tell(f"{folder}: no folder _data beside it; of records without rows of their own captions alone are read")
        self._clock.lap("extract", f"{_counted(len(self._parts), 'partition')} of records")
        self._ask_models()
        return self._parts

    def _ask_models(self) -> None:
        request, cache = self._request, self._folder.path / SEEN_FOLDER
        annotations = [Path(one) for one in request.annotations]
        policy = load_model_policy(Path(self._toolbox.mappings)) if request.vision or request.reader else None
        if request.vision and policy is not None:
            annotations.append(self._work / "seen.jsonl")
            self._images = see_images(request, self._parts, cache, self._work, policy)
            self._clock.lap("see images", f"{self._images.read:,} images read")
        if request.reader and policy is not None:
            index = self._work / "told.mdb"
            heard, self._captions = hear_captions(request, self._parts, cache, index, policy)
            self._job = msgspec.structs.replace(self._job, told=str(index), heard=heard)
            self._clock.lap("hear captions", f"{self._captions.read:,} captions read")
        if annotations:
            index = self._work / "drawings.mdb"
            digest, self._unread = index_drawings(annotations, index)
            drawn = hashlib.sha256("\0".join((digest, *map(str, self._unread))).encode()).hexdigest()
            self._job = msgspec.structs.replace(self._job, drawings=str(index), drawn=drawn)

    def unchanged(self) -> bool:
        """Whether the build before is of the very same records and tools, so that nothing is to be done."""
        if self._before is None:
            return False
        count, inputs = hash_records(self._parts, self._job)
        self._clock.lap("compare", f"{_counted(count, 'record')} compared with the build before")
        self._read = count + len(self._unread)
        return self._before.about == About(self._toolbox.fingerprints, self._with_papers(inputs))

    def keep(self) -> Summary:
        """Keep the build before, with a new summary; ends a build that found nothing to do."""
        assert self._before is not None
        kept = self._before.build
        last = read_summary(kept)
        assert last is not None
        seconds, started = self._clock.seconds, _written(self._started)
        told = {"images": self._images, "captions": self._captions}
        summary = unchanged_summary(last, read=self._read, seconds=seconds, started=started, **told)
        write_summary(summary, kept)
        write_report(summary, known_numbers(kept) or count_numbers(open_graph(self._folder.path), kept), last, kept)
        self._folder.publish(kept)
        tell_more(f"publish: nothing changed; {kept} stays in use")
        return summary

    @property
    def job(self) -> FigureJob:
        """What a process needs to know to read figures."""
        return self._job

    def enter(self, done: PartitionResult) -> None:
        """Enter what the records of a partition came to, and begin to load the graphs.

        Raises:
            OutputError: a graph that was given to the store before could not be loaded.
        """
        decode = msgspec.json.Decoder(Outcome).decode
        with open(done.outcomes, "rb") as lines:
            places = [place for line in lines if (place := self._state.enter(decode(line))) is not None]
        if places:
            self._loader.add(joined(places))
        self._done.append(done)
        tell_more(f"partition {len(self._done)} of {len(self._parts)}: {_counted(done.read, 'record')} read")

    def emit_edges(self) -> None:
        """Write the graphs of figures in their order, then those that are derived from all of them.

        Raises:
            SourceError: no record can be used.
            LossError: much of the graph in use would be gone, and the request does not allow it.
        """
        self._read = sum(one.read for one in self._done) + len(self._unread)
        self._clock.lap("ground, relate, emit", f"{_counted(self._read, 'record')} read")
        for one in self._unread:
            self._state.enter(Refused("", Refusal(one.file, one.field, one.reason), one.file))
        self._gathered = gather(self._state, self._path)
        if not self._gathered.length:
            first = next((f"{one.file}, {one.field}: {one.reason}" for one in self._state.refusals()), "")
            reason = f"none of its {self._read:,} records can be used; the first: {first}"
            raise SourceError(" ".join(self._request.sources), reason)
        if not self._request.allow_loss:
            refuse_loss((figid for figid, _, _ in self._state.figures()), self._state.refusals(), self._folder)
        inputs = self._with_papers(add_inputs(self._done))
        self._run = run_key(self._toolbox.fingerprints, inputs)
        known = gather_knowledge(self._toolbox, self._tools, self._papers, self._run)
        derive(self._state, self._path, known, written=lambda place: self._loader.add([place]))
        rows = self._tools.grounder.corrections.rows
        self._state.note_rows(one.name for one in rows)
        self._unmet = unmet_rows(self._state.decided(), rows, self._before, Path(self._toolbox.mappings))
        self._state.finish(About(self._toolbox.fingerprints, inputs))
        self._clock.lap("emit edges", f"edges, entities and dataset of {_counted(self._state.counts()[0], 'figure')}")
        prefixes, kinds = known.vocabulary.prefixes, known.kinds
        self._quads: Future[int] = self._loader.settle(
            self._gathered.contested, lambda store: count_numbers(Graph(store, prefixes, kinds), self._path)
        )

    def validate(self) -> None:
        """Check the graphs that are derived from all figures, those of figures being checked where they are made.

        Raises:
            ShapeError: something violates a shape.
        """
        self._tools.checker.require(self._path / DERIVED_FILE)
        self._digest = sha256_of(self._path / GRAPH_FILE)
        self._clock.lap("validate", f"{DERIVED_FILE} fits the shapes")

    def load(self) -> None:
        """Wait for everything to be in the store.

        Raises:
            OutputError: the store cannot be written.
        """
        self._clock.lap("load", f"{self._quads.result():,} quads in the store")

    def publish(self) -> Summary:
        """Describe the run and make the build the one in use.

        Returns:
            The numbers of the run, which are also in ``summary.json``.
        """
        path = self._path
        self._describe_run()
        self._tools.checker.require(path / RUN_FILE)
        self._loader.add_last(path / RUN_FILE)
        quads = self._quads.result() + (path / RUN_FILE).read_bytes().count(b"\n")
        self._clock.lap("load")
        prefixes = self._tools.vocabulary.prefixes
        if quads < LARGEST_TRIG:
            write_trig(Release(path / GRAPH_FILE, prefixes, self._tools.kinds), path / "figkg.trig")
        write_ontology_page(Path(self._toolbox.ontologies), path / "ontology.html", prefixes)
        self._clock.lap("write for people", "TriG, the ontology's page")
        numbers = known_numbers(path)
        assert numbers is not None  # they were counted while the store was merged
        summary = self._summary(quads, numbers)  # before what was entered is closed
        write_summary(summary, path)
        write_report(summary, numbers, read_summary_of(self._folder), path)
        self._stack.close()
        (path / DERIVED_FILE).unlink()
        shutil.rmtree(self._work)
        digests = {name: sha256_of(path / name) for name in (RUN_FILE, STATE_FILE)}
        seal(path, {GRAPH_FILE: self._digest, **digests})
        self._folder.publish(path)
        tell_more(f"publish: {path} is the build in use")
        return summary

    @cached_property
    def _tools(self) -> Tools:
        """The tools, loaded when they are needed."""
        return self._toolbox.open()

    @cached_property
    def _papers(self) -> Papers:
        """The numbers of papers."""
        return Papers(Path(self._toolbox.mappings))

    def _with_papers(self, inputs: str) -> str:
        """Hash of the records and of the list of papers, where there is one."""
        listed = self._papers.digest
        return hashlib.sha256(f"{inputs}\0{listed}".encode()).hexdigest() if listed else inputs

    @cached_property
    def _state(self) -> State:
        """The state, begun when something is new."""
        return self._stack.enter_context(State(self._path, self._work, self._before))

    @cached_property
    def _loader(self) -> Loader:
        """The store, begun when something is new."""
        return self._stack.enter_context(open_loader(self._path))

    def _describe_run(self) -> None:
        started, ended = _written(self._started), _written(max(self._started, datetime.now(UTC)))
        file = ReleaseFile(GRAPH_FILE, "application/n-quads", (self._path / GRAPH_FILE).stat().st_size, self._digest)
        mappings = Path(self._toolbox.mappings)
        lines = describe_run(self._run, self._request.sources, started, ended, mappings, file, self._tools)
        (self._path / RUN_FILE).write_text("".join(lines), encoding="utf-8")

    def _summary(self, quads: int, numbers: Numbers) -> Summary:
        figures, _ = self._state.counts()
        summary = Summary(
            read=self._read,
            quarantined=self._state.refused,
            **asdict(compare(self._state, self._before)),
            **of_graph(numbers),
            quads=quads,
            seconds=self._clock.seconds,
            started=_written(self._started),
            version=__version__,
            images=self._images,
            captions=self._captions,
            unmet=(*unmet_verdicts(self._state, self._tools.verdicts), *self._unmet),
            drawn=self._drawn(),
        )
        summary.check_balance(figures)
        return summary

    def _drawn(self) -> DrawnReport | None:
        """What the edges of annotations came to, if there were any."""
        if not self._job.drawings:
            return None
        with DrawingIndex(Path(self._job.drawings)) as index:
            return report_drawn(self._state.drawn(), index.figures(), len(self._unread))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _remembered(folder: OutputFolder) -> Memory | None:
    """The memory of the build in use, if it can be built upon."""
    try:
        build = folder.current
        damaged = damage(build)
        if damaged:
            sys.stderr.write(f"figkg: {build / damaged} is not as it was written; every graph is made anew\n")
            return None
        memory = Memory(build)
        if memory.about and read_summary(build) is not None:
            return memory
    except (OutputError, OSError, msgspec.DecodeError, sqlite3.Error):
        return None
    return None
