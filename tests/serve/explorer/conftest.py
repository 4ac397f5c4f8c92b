"""An explorer over the shipped records and one hostile record."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from figkg.base.kinds import Kinds
from figkg.base.resources import ontologies_folder
from figkg.build.output import OutputFolder
from figkg.extract.images import open_images
from figkg.graph.named_queries import read_named_queries
from figkg.serve.endpoint import SparqlEndpoint
from figkg.serve.explorer.application import make_explorer
from figkg.serve.explorer.images import FigureImages
from figkg.serve.limits import Limits
from figkg.serve.workers import QueryWorkers
from tests.conftest import TESTS
from tests.helpers.builds import QUERIES, build_plainly
from tests.helpers.serving import serving
from tests.helpers.waiting import PATIENCE

HOSTILE = "PMC999__hostile.004"
HOSTILE_RECORD = """---
figid: PMC999__hostile.004
figid_alias: PMC999__F4
pmcid: PMC999
number: F4
figtitle: '<script>window.hacked = "title"</script> & "quoted" figure'
caption: 'A <img src=x onerror="window.hacked = 1"> 🧬 </blockquote><script>window.hacked = 2</script> word. 🧬
  BCL2 activates NFKB1, and <b>CCN1</b> inhibits BCL2 {{ 7 * 7 }} </script>.'
papertitle: A paper
year: '2021'
organisms: Homo sapiens
schema-jsonld:
  '@id': https://pfocr.wikipathways.org/figures/PMC999__hostile.004.html
genes:
- word: BCL2
  symbol: BCL2
  source: hgnc_symbol
  hgnc_symbol: BCL2
  entrez: '596'
- word: NFKB1
  symbol: NFKB1
  source: hgnc_symbol
  hgnc_symbol: NFKB1
  entrez: '4790'
- word: CCN1
  symbol: CCN1
  source: hgnc_symbol
  hgnc_symbol: CCN1
  entrez: '3491'
- word: '<script>window.hacked = 3</script>'
  symbol: XYZ
  source: hgnc_symbol
  hgnc_symbol: XYZ
  entrez: '99999999'
chemicals: []
diseases: []
figtype: Figure
---
"""


@pytest.fixture(scope="session")
def explored(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> OutputFolder:
    """An output folder with a build of the shipped records and the hostile one."""
    out = tmp_path_factory.mktemp("explored")
    record = tmp_path_factory.mktemp("hostile") / f"{HOSTILE}.md"
    record.write_text(HOSTILE_RECORD, encoding="utf-8")
    build_plainly([str(shipped), str(record)], out, drawings=TESTS / "drawings.jsonl")
    return OutputFolder(out)


def white_image(width: int, height: int) -> bytes:
    """A PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the image of one figure, and with one that is no image."""
    folder = tmp_path_factory.mktemp("images")
    (folder / "PMC6676106__CAS-110-2421-g006.png").write_bytes(white_image(300, 120))
    (folder / f"{HOSTILE}.png").write_bytes(b"<script>no image</script>")
    return folder


@contextmanager
def explorer(
    folder: OutputFolder, prefixes: dict[str, str], kinds: Kinds, limits: Limits, images: Path | None = None
) -> Iterator[str]:
    """Run an explorer; yields its address, without a slash at the end."""
    shown = None if images is None else FigureImages(open_images(images, images, 1_000_000))
    with QueryWorkers(2, limits, prefixes, kinds) as workers:
        endpoint = SparqlEndpoint(folder, workers, "/query")
        queries = read_named_queries(QUERIES)
        application = make_explorer(folder, endpoint, queries, prefixes, kinds, ontologies_folder(), shown)
        with serving(application) as address:
            yield address


@pytest.fixture(scope="session")
def site(explored: OutputFolder, prefixes: dict[str, str], kinds: Kinds, images: Path) -> Iterator[str]:
    """Address of a running explorer that all may use."""
    patient = Limits(seconds=PATIENCE, waiting_seconds=PATIENCE, long_seconds=PATIENCE, html_rows=50)
    with explorer(explored, prefixes, kinds, patient, images) as address:
        yield address
