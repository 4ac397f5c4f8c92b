"""What the tests share: the loaded rooms, the record folders, and a graph built without an orchestrator."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, settings

from figkg.base.kinds import Kinds, read_kinds
from figkg.base.resources import mappings_folder, ontologies_folder, read_prefixes
from figkg.build.tools import Tools, find_toolbox
from figkg.emit import Vocabulary
from figkg.extract.record import FigureRecord, GeneRow
from figkg.graph import Graph
from figkg.ground import Grounder, load_grounder
from figkg.relate import Relator, load_relator
from tests.helpers.builds import build_plainly
from tests.helpers.prefect_server import clean_environment, prefect_server
from tests.helpers.waiting import PATIENCE

TESTS = Path(__file__).parent
QUERIES = ontologies_folder() / "queries"
SHARED = TESTS.parent.parent / "shared"


def pytest_configure() -> None:
    """Let nothing depend on how fast this machine is just now, nor on whether the tests run in the background."""
    settings.register_profile("figkg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("figkg")
    os.environ.setdefault("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", f"{PATIENCE:.0f}s")
    os.environ.setdefault("DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP", f"{PATIENCE:.0f}s")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # what is started in the background is deaf to interruption
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # and what outlives its terminal to that
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The records that come with the project."""
    return TESTS / "records"


@pytest.fixture(scope="session")
def broken() -> Path:
    """Records that end in quarantine."""
    return TESTS / "broken_records"


@pytest.fixture(scope="session")
def real() -> Path:
    """Real records, where they are present."""
    folder = SHARED / "figures"
    if not folder.is_dir():
        pytest.skip("real records are not here; they lie beside the project where it is developed")
    return folder


@pytest.fixture(scope="session")
def prefixes() -> dict[str, str]:
    return read_prefixes()


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return read_kinds(mappings_folder())


@pytest.fixture(scope="session")
def vocabulary(prefixes: dict[str, str]) -> Vocabulary:
    return Vocabulary(prefixes)


@pytest.fixture(scope="session")
def tools() -> Tools:
    return find_toolbox().open()


@pytest.fixture(scope="session")
def grounder() -> Grounder:
    """Looks names up in captions, as ``--reader fast`` does; the one of :func:`tools` reads them with the tagger."""
    return load_grounder(mappings_folder(), fast=True)


@pytest.fixture(scope="session")
def relator() -> Relator:
    """The rules alone."""
    return load_relator(mappings_folder(), fast=True)


@pytest.fixture(scope="session")
def both_readers(tools: Tools) -> Relator:
    """Rules and trained reader, judged together."""
    return tools.relator


@pytest.fixture(scope="session")
def release(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the shipped records."""
    return build_plainly([str(shipped)], tmp_path_factory.mktemp("release") / "out")


@pytest.fixture(scope="session")
def store(release: Path) -> pyoxigraph.Store:
    """The store of the shipped records, read-only."""
    return pyoxigraph.Store.read_only(str(release / "store"))


@pytest.fixture(scope="session")
def graph(store: pyoxigraph.Store, prefixes: dict[str, str], kinds: Kinds) -> Graph:
    """The graph of the shipped records, open to be read."""
    return Graph(store, prefixes, kinds)


@pytest.fixture(scope="session")
def output(release: Path, store: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the graph of the shipped records."""
    del store  # filled by now
    folder = tmp_path_factory.mktemp("output")
    (folder / "current").symlink_to(release)
    return folder


@pytest.fixture(scope="session")
def orchestrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An environment whose flows run on a Prefect server that is there already."""
    with prefect_server(tmp_path_factory.mktemp("prefect")) as url:
        yield clean_environment(PREFECT_API_URL=url)


@pytest.fixture
def make_record() -> Callable[..., FigureRecord]:
    """Makes a record from the fields that matter to a test."""

    def make(caption: str = "", genes: tuple[GeneRow, ...] = (), **fields: object) -> FigureRecord:
        defaults: dict[str, object] = {
            "figid": "PMC1__f1",
            "alias": None,
            "iri": "https://pfocr.wikipathways.org/figures/PMC1__f1.html",
            "pmcid": "PMC1",
            "title": "A figure",
            "caption": caption,
            "number": "F1",
            "figure_type": "Figure",
            "paper_title": None,
            "reference": None,
            "year": 2020,
            "doi": None,
            "journal": None,
            "organisms": ("Homo sapiens",),
            "organisms_matched": (),
            "score": None,
            "generation": "1b",
            "genes": genes,
            "chemicals": (),
            "diseases": (),
            "file": "PMC1__f1.md",
            "digest": "0" * 64,
        }
        return FigureRecord(**(defaults | fields))  # type: ignore[arg-type]

    return make
