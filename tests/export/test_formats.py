"""Formats: each read back by the reader its users use, with everything that it can hold."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import networkx
import pyarrow.parquet
import pyoxigraph
import pytest
import rdflib
import zstandard
from biolink_model.datamodel import pydanticmodel_v2 as biolink
from nanopub.nanopub import Nanopub
from ndex2.cx2 import RawCX2NetworkFactory

from figkg.base.errors import OutputError
from figkg.base.kinds import Kinds
from figkg.export import FORMATS, export, format_of
from figkg.export.evidence import stream_statements
from figkg.export.kgx import CERTAINTY
from figkg.graph import EdgeRow, Graph, Release, stream_edges

FILES = {name: f"graph{one.endings[0]}" for name, one in FORMATS.items()}
TRIPLES = ["turtle", "ntriples", "rdfxml"]
QUADS = ["nquads", "trig", "jsonld"]


@pytest.fixture(scope="module")
def released(release: Path, graph: Graph) -> Release:
    return Release(release / "figkg.nq", graph.prefixes, graph.kinds)


@pytest.fixture(scope="module")
def exports(released: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped records in every format."""
    folder = tmp_path_factory.mktemp("exports")
    for name, form in FORMATS.items():
        export(released, folder / FILES[name], form)
    export(released, folder / "graph.parquet", FORMATS["edges"])
    return folder


@pytest.fixture(scope="module")
def quads(release: Path) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(path=str(release / "figkg.nq"), format=pyoxigraph.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def edges(released: Release) -> list[EdgeRow]:
    return list(stream_edges(released))


PARSED = {
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("name", QUADS)
def test_formats_with_graphs_hold_every_quad(name: str, exports: Path, quads: set[pyoxigraph.Quad]) -> None:
    assert set(pyoxigraph.parse(path=str(exports / FILES[name]), format=PARSED[name])) == quads


@pytest.mark.parametrize("name", TRIPLES)
def test_formats_without_graphs_hold_every_triple(name: str, exports: Path, quads: set[pyoxigraph.Quad]) -> None:
    read = {quad.triple for quad in pyoxigraph.parse(path=str(exports / FILES[name]), format=PARSED[name])}
    assert read == {quad.triple for quad in quads}


@pytest.mark.parametrize(("name", "form"), [("turtle", "turtle"), ("rdfxml", "xml"), ("ntriples", "nt")])
def test_rdflib_reads_triples(name: str, form: str, exports: Path, quads: set[pyoxigraph.Quad]) -> None:
    assert len(rdflib.Graph().parse(exports / FILES[name], format=form)) == len(quads)


@pytest.mark.parametrize(("name", "form"), [("trig", "trig"), ("jsonld", "json-ld")])
def test_rdflib_reads_graphs(name: str, form: str, exports: Path, quads: set[pyoxigraph.Quad]) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(exports / FILES[name], format=form)
    assert len(set(dataset.quads())) == len(quads)


def test_jsonld_has_names_that_people_know(exports: Path) -> None:
    document = json.loads((exports / FILES["jsonld"]).read_text(encoding="utf-8"))
    graphs = {graph["@id"]: graph["@graph"] for graph in document["@graph"]}
    (gene,) = [node for node in graphs["graph:edges"] if node["@id"] == "ncbigene:3491"]
    assert gene["activates"] == ["fplx:NFkappaB", "ncbigene:596"]
    (caption,) = [node for node in graphs["graph:PMC6676106__CAS-110-2421-g006"] if "textDigest" in node]
    assert "Increased Cyr61 from the leukemic marrow" in caption["text"]


def test_the_table_of_edges(exports: Path, edges: list[EdgeRow]) -> None:
    with (exports / FILES["edges"]).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) == len(edges) > 200
    (one,) = [row for row in rows if (row["subject_label"], row["object_label"]) == ("CCN1", "NFkappaB")]
    assert (one["sign"], one["subject"], one["object"], one["inferred"]) == (
        "1",
        "ncbigene:3491",
        "fplx:NFkappaB",
        "false",
    )
    assert one["diseases"] == "mesh:D015464"
    parquet = pyarrow.parquet.read_table(exports / "graph.parquet")
    assert parquet.num_rows == len(edges)
    assert parquet.column("belief").to_pylist() == [edge.belief for edge in edges]
    assert parquet.column("diseases").to_pylist() == [list(edge.diseases) for edge in edges]


def read_tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


LISTS = {"category", "publications", "supporting_text", "synonym", "xref", "in_taxon", "provided_by", "qualifiers"}


def test_kgx_fits_the_biolink_model(exports: Path, edges: list[EdgeRow]) -> None:
    nodes, rows = (read_tsv(exports / FILES["kgx"] / name) for name in ("nodes.tsv", "edges.tsv"))
    assert len(rows) == len(edges)
    assert {one[end] for one in rows for end in ("subject", "object")} == {node["id"] for node in nodes}
    for row in [*nodes, *rows]:
        values: dict[str, Any] = {
            name: cell.split("|") if name in LISTS else cell for name, cell in row.items() if cell
        }
        values.pop("primary_knowledge_source", None)  # deprecated in the class, required by KGX
        for name in CERTAINTY:
            values.pop(name, None)
        model = getattr(biolink, row["category"].removeprefix("biolink:"))
        assert model(**values).id == row["id"]


def test_kgx_says_the_sign_of_every_edge(exports: Path, edges: list[EdgeRow]) -> None:
    signs = {edge.key: edge.sign for edge in edges}
    for row in read_tsv(exports / FILES["kgx"] / "edges.tsv"):
        direction = row["object_direction_qualifier"] or row["qualifiers"].partition(":")[2]
        assert {"upregulated": 1, "increased": 1, "downregulated": -1, "decreased": -1}[direction] == signs[
            row["id"].rpartition("/")[2]
        ]
        assert "PMC:" in row["publications"]
        assert row["supporting_text"]


def test_sif_names_every_edge(exports: Path, edges: list[EdgeRow]) -> None:
    rows = [line.split("\t") for line in (exports / FILES["sif"]).read_text().splitlines()]
    assert ["ncbigene:3491", "activates", "fplx:NFkappaB"] in rows
    assert len(rows) == sum(edge.outright for edge in edges)


def test_networkx_reads_graphml(exports: Path, edges: list[EdgeRow]) -> None:
    graph = networkx.read_graphml(exports / FILES["graphml"], force_multigraph=True)
    assert graph.is_directed()
    assert graph.number_of_edges() == len(edges)
    assert graph.nodes["ncbigene:3491"]["name"] == "CCN1"
    (edge,) = graph.get_edge_data("ncbigene:3491", "fplx:NFkappaB").values()
    assert (edge["interaction"], edge["sign"], edge["inferred"]) == ("activates", 1, False)


def test_ndex_reads_cx2(exports: Path, edges: list[EdgeRow]) -> None:
    network = RawCX2NetworkFactory().get_cx2network(json.loads((exports / FILES["cx2"]).read_text()))
    assert len(network.get_edges()) == len(edges)
    (gene,) = [number for number, node in network.get_nodes().items() if node["v"]["represents"] == "ncbigene:3491"]
    assert {edge["v"]["interaction"] for edge in network.get_edges().values() if edge["s"] == gene} == {"activates"}


def test_gene_sets_of_figures(exports: Path) -> None:
    sets = {
        row[0]: row[1:] for row in csv.reader((exports / FILES["gmt"]).open(), delimiter="\t", quoting=csv.QUOTE_NONE)
    }
    title, *genes = sets["PMC6676106__CAS-110-2421-g006"]
    assert title
    assert {"3491", "4790", "596"} <= set(genes)
    assert genes == sorted(genes, key=int)


def test_every_nanopublication_is_valid(exports: Path, released: Release, edges: list[EdgeRow]) -> None:
    found: dict[str, list[pyoxigraph.Quad]] = {}
    for quad in pyoxigraph.parse(path=str(exports / FILES["nanopub"]), format=pyoxigraph.RdfFormat.TRIG):
        found.setdefault(str(quad.graph_name).partition("#")[0], []).append(quad)
    stated = [one for one in stream_statements(released) if not one.denied]
    assert len(stated) == sum(len(edge.assertions) for edge in edges)
    assert len(found) == sum(not one.inferred for one in stated)
    for quads in list(found.values())[:10]:
        text = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
        assert text is not None
        data = rdflib.ConjunctiveGraph()
        data.parse(data=text.decode(), format="nquads")
        assert Nanopub(rdf=data).is_valid


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_graph_gives_the_same_bytes(name: str, released: Release, exports: Path, tmp_path: Path) -> None:
    export(released, tmp_path / FILES[name], FORMATS[name])

    def content(path: Path) -> list[bytes]:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        return [file.read_bytes() for file in files]

    assert content(tmp_path / FILES[name]) == content(exports / FILES[name])


def test_files_are_compressed_by_their_names(released: Release, tmp_path: Path) -> None:
    plain = released.path.read_bytes()
    for ending in ("gz", "zst"):
        export(released, tmp_path / f"graph.nq.{ending}", FORMATS["nquads"])
    assert gzip.decompress((tmp_path / "graph.nq.gz").read_bytes()) == plain
    packed = io.BytesIO((tmp_path / "graph.nq.zst").read_bytes())
    assert zstandard.ZstdDecompressor().stream_reader(packed).read() == plain


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.nq", "nquads"),
        ("a.ttl.gz", "turtle"),
        ("a.nanopub.trig", "nanopub"),
        ("a.trig.zst", "trig"),
        ("edges.parquet", "edges"),
        ("edges.tsv.gz", "edges"),
        ("a.xml", "rdfxml"),
    ],
)
def test_a_name_tells_the_format(name: str, form: str) -> None:
    assert format_of(Path(name)).name == form


def test_a_name_that_tells_nothing_is_refused() -> None:
    with pytest.raises(OutputError, match=r"graph\.doc: the name tells no format; say --format: nquads, trig"):
        format_of(Path("graph.doc"))


def test_a_target_that_cannot_be_written_is_named(released: Release, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="Not a directory"):
        export(released, tmp_path / "file" / "graph.nq", FORMATS["nquads"])
    with pytest.raises(OutputError, match="is a file; KGX is a folder"):
        export(released, tmp_path / "file", FORMATS["kgx"])


@pytest.mark.parametrize("name", ["nquads", "turtle", "edges"])
def test_a_release_that_is_missing_is_named(name: str, prefixes: dict[str, str], kinds: Kinds, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"none\.nq"):
        export(Release(tmp_path / "none.nq", prefixes, kinds), tmp_path / "target", FORMATS[name])
    assert [path.name for path in tmp_path.iterdir()] == []


def test_characters_that_no_xml_holds_are_replaced(prefixes: dict[str, str], kinds: Kinds, tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text('<http://x/s> <http://x/p> "a\\u0001b" <http://x/g> .\n')
    export(Release(tmp_path / "a.nq", prefixes, kinds), tmp_path / "a.rdf", FORMATS["rdfxml"])
    (triple,) = rdflib.Graph().parse(tmp_path / "a.rdf", format="xml")
    assert str(triple[2]) == "a\ufffdb"
