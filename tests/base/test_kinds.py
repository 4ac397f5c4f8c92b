"""Kinds of entities: one row each, refused with file, line and field where it is nonsense; a new one is a row."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import get_args

import pyoxigraph
import pytest

from figkg.base.errors import MappingError
from figkg.base.iris import FKG, Shortener
from figkg.base.kinds import Kinds, read_kinds
from figkg.base.resources import mappings_folder, ontologies_folder
from figkg.build.tools import Tools
from figkg.emit.entities import entity_quads
from figkg.emit.names import Names
from figkg.emit.vocabulary import Vocabulary
from figkg.export import FORMATS, export
from figkg.graph import Graph, Release, read_names, read_numbers, stream_entities
from figkg.graph.edges import read_edges, touching
from figkg.ground.figure import Entity
from figkg.ground.figure import Kind as GroundedKind
from figkg.serve.addresses import page_of
from figkg.serve.explorer.network import elements

SHIPPED = (mappings_folder() / "kinds.yaml").read_text(encoding="utf-8")


def changed(folder: Path, before: str, after: str) -> Path:
    """A mappings folder with other kinds."""
    assert before in SHIPPED
    (folder / "kinds.yaml").write_text(SHIPPED.replace(before, after, 1), encoding="utf-8")
    return folder


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_kinds_come_in_the_order_of_their_rows(kinds: Kinds) -> None:
    assert [kind.name for kind in kinds] == ["gene", "family", "chemical", "disease", "process", "other"]
    assert kinds.by_class["fkg:GeneFamily"] is kinds.by_name["family"]
    assert kinds.by_name["gene"].classes == ("fkg:Gene", "biolink:Gene", "wp:DataNode", "wp:GeneProduct")
    names = {f"name.{kind.name}" for kind in kinds}
    assert kinds.prefixes == {"ncbigene", "fplx", "mesh", "chebi", "go"} | names
    assert kinds.values == "{ fkg:Gene fkg:GeneFamily fkg:Chemical fkg:Disease fkg:Process fkg:OtherThing }"


def test_a_kind_without_a_row_is_named(kinds: Kinds) -> None:
    with pytest.raises(MappingError, match=r"^mapping kinds\.yaml: has no kind 'tissue'$"):
        kinds["tissue"]


def test_identifiers_have_the_prefixes_of_the_biolink_model(kinds: Kinds) -> None:
    assert kinds.to_biolink("ncbigene:4790") == "NCBIGene:4790"
    assert kinds.from_biolink("DOID:1612") == "doid:1612"
    assert (kinds.to_biolink("x:1"), kinds.from_biolink("X:1")) == ("x:1", "X:1")
    assert kinds.linked("shown") == ("ncbigene", "mesh", "fplx", "go")
    assert kinds.linked("matched") == ("hgnc", "doid", "mondo", "chebi", "interpro")


def test_every_kind_is_in_the_ontology_the_shapes_and_the_prefix_map(kinds: Kinds, prefixes: dict[str, str]) -> None:
    ontology, shapes = (pyoxigraph.Store(), pyoxigraph.Store())
    ontology.load(path=str(ontologies_folder() / "figkg.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    shapes.load(path=str(ontologies_folder() / "shapes.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    for kind in kinds:
        assert ontology.query(
            f"ASK {{ {kind.class_} a owl:Class ; rdfs:subClassOf {kind.biolink} }}", prefixes=prefixes
        )
        assert shapes.query(f"ASK {{ ?shape sh:targetClass {kind.class_} }}", prefixes=prefixes)
    assert kinds.prefixes | kinds.datasets.keys() <= prefixes.keys()


def test_what_is_grounded_is_of_a_kind(kinds: Kinds) -> None:
    assert set(get_args(GroundedKind)) == set(kinds.by_name)


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_colours_are_seen_on_every_page(kinds: Kinds, ground: str) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    style = Path(page_of.__code__.co_filename).parent / "explorer" / "static" / "site.css"
    grounds = re.findall(r"--ground: (#[0-9a-f]{6});", style.read_text(encoding="utf-8"))
    behind = luminance(dict(zip(("light", "dark"), grounds, strict=True))[ground])
    for kind in kinds:
        one, other = sorted((luminance(kind.colour), behind))
        assert (other + 0.05) / (one + 0.05) >= 3, kind.name


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (
            "one: gene\n",
            "one: 5\n",
            ", line 18: kinds: gene: one: 5 is read as a number, not as text; put it in quotes",
        ),
        ("one: gene\n", 'one: ""\n', ", line 18: kinds: gene: one: Expected `str` of length >= 1"),
        ('colour: "#2388a8"', "colour: red", ", line 22: kinds: gene: colour: Expected `str` matching regex"),
        ("class: fkg:Process", "class: Process", ", line 51: kinds: process: class: Expected `str` matching regex"),
        ("class: fkg:GeneFamily", "class: fkg:Gene", ": family: class: fkg:Gene is that of gene already"),
        ("shape: hexagon", "shape: blob", ", line 57: kinds: process: shape: Invalid enum value 'blob'"),
        (
            "prefixes: [go, mesh, name.process]",
            "prefixes: []",
            ", line 56: kinds: process: prefixes: Expected `array` of length >= 1",
        ),
        ("linked: matched", "linked: maybe", ", line 76: datasets: hgnc: linked: Invalid enum value 'maybe'"),
        ("biolink: MESH", "biolink: GO", ": go: biolink: GO is that of mesh already"),
        ("    many: genes\n", "", ", line 15: kinds: gene: Object missing required field `many`"),
        ("    shape: hexagon", "    shap: hexagon", ", line 57: kinds: process: Object contains unknown field `shap`"),
        ("  disease:\n", "  gene:\n", ", line 41: not valid YAML: gene stands twice"),
        ("  disease:\n", "  Big Disease:\n", ", line 14: kinds: Expected `str` matching regex"),
        ("  disease:\n", "  figure:\n", ", line 14: kinds: Expected `str` matching regex"),
        ("kinds:\n", "kindz:\n", ", line 13: Object contains unknown field `kindz`"),
        ("datasets:\n", "datasets: []\nothers:\n", ", line 71: datasets: Expected `object`, got `array`"),
        ("kinds:\n", "kinds: [\n", ", line 15: not valid YAML: while parsing a flow sequence"),
        ("one: gene\n", "one: &a {a: *a}\n", ", line 18: kinds: gene: one: Expected `str`, got `object`"),
    ],
)
def test_nonsense_is_refused_with_line_and_field(tmp_path: Path, before: str, after: str, place: str) -> None:
    with pytest.raises(MappingError) as caught:
        read_kinds(changed(tmp_path, before, after))
    assert str(caught.value).startswith(f"mapping kinds.yaml{place}")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"^mapping kinds\.yaml: missing from "):
        read_kinds(tmp_path)


MICRO_RNA = """  micro-rna:
    class: fkg:MicroRNA
    biolink: biolink:MicroRNA
    one: microRNA
    many: microRNAs
    prefixes: [mirbase]
    shape: octagon
    colour: "#8a6d3b"
  process:
"""


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Kinds:
    """The shipped kinds and one more, from another mappings folder."""
    return read_kinds(changed(tmp_path_factory.mktemp("mappings"), "  process:\n", MICRO_RNA))


@pytest.fixture(scope="module")
def widened(
    release: Path, prefixes: dict[str, str], more: Kinds, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Graph, Release]:
    """The graph of the shipped records, in which CCN1 is a microRNA."""
    prefixes = prefixes | {"mirbase": "https://identifiers.org/mirbase/"}
    text = (release / "figkg.nq").read_text(encoding="utf-8")
    text = text.replace("<https://identifiers.org/ncbigene/3491>", "<https://identifiers.org/mirbase/3491>")
    line = "<https://identifiers.org/mirbase/3491> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{}>"
    assert line.format(f"{FKG}Gene") in text
    path = tmp_path_factory.mktemp("widened") / "figkg.nq"
    path.write_text(text.replace(line.format(f"{FKG}Gene"), line.format(f"{FKG}MicroRNA")), encoding="utf-8")
    store = pyoxigraph.Store()
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
    return Graph(store, prefixes, more), Release(path, prefixes, more)


def test_a_new_kind_is_emitted_with_its_classes(tools: Tools, prefixes: dict[str, str], more: Kinds) -> None:
    vocabulary = Vocabulary(prefixes | {"mirbase": "https://identifiers.org/mirbase/"})
    entity = Entity("mirbase:MI0000060", "micro-rna", "hsa-let-7a-1")  # type: ignore[arg-type]
    lines = entity_quads(entity, tools.grounder.tables, Names(tools.grounder.tables), vocabulary, more)
    types = {line.split(" ")[2] for line in lines if "#type>" in line}
    assert types == {f"<{FKG}MicroRNA>", "<https://w3id.org/biolink/vocab/MicroRNA>"}


def test_a_new_kind_is_counted_found_and_has_a_page(widened: tuple[Graph, Release]) -> None:
    graph, _ = widened
    assert list(read_numbers(graph).entities) == [
        "gene",
        "family",
        "chemical",
        "disease",
        "micro-rna",
        "process",
        "other",
    ]
    assert read_numbers(graph).entities["micro-rna"] == 1
    hit = read_names(graph).find("CCN1")[0]
    assert (hit.name, hit.kind) == ("mirbase:3491", "micro-rna")
    iri = "https://identifiers.org/mirbase/3491"
    assert page_of(iri, Shortener(graph.prefixes), graph.kinds.prefixes) == "/entity/mirbase:3491"


def test_a_new_kind_is_drawn_and_exported(widened: tuple[Graph, Release], tmp_path: Path) -> None:
    graph, release = widened
    assert [one.label for one in stream_entities(release) if one.kind == "micro-rna"] == ["CCN1"]
    edges = read_edges(graph, touching(graph, "https://identifiers.org/mirbase/3491"))
    node = next(one["data"] for one in elements(edges, graph.kinds) if one["data"]["id"] == "mirbase:3491")
    assert (node["kind"], node["shape"], node["colour"]) == ("micro-rna", "octagon", "#8a6d3b")
    export(release, tmp_path / "kgx", FORMATS["kgx"])
    with (tmp_path / "kgx" / "nodes.tsv").open(encoding="utf-8", newline="") as lines:
        rows = {row["id"]: row["category"] for row in csv.DictReader(lines, delimiter="\t")}
    assert rows["mirbase:3491"] == "biolink:MicroRNA"
    export(release, tmp_path / "graph.cx2", FORMATS["cx2"])
    text = (tmp_path / "graph.cx2").read_text(encoding="utf-8")
    assert '{"v": "micro-rna", "vp": "octagon"}' in text
    assert '{"v": "micro-rna", "vp": "#8A6D3B"}' in text
