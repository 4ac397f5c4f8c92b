"""The release of the shipped records: well-formed, without doubles, the same bytes in any order."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from figkg.base.line_ranges import LineRange
from figkg.build.assemble import _Pieces
from tests.helpers.builds import build_plainly

FKG = "https://w3id.org/figkg/vocab#"


@pytest.fixture(scope="module")
def quads(release: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(path=str(release / "figkg.nq"), format=pyoxigraph.RdfFormat.N_QUADS))


def test_it_is_canonical_n_quads(release: Path, quads: list[pyoxigraph.Quad]) -> None:
    assert pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) == (release / "figkg.nq").read_bytes()


def test_there_is_no_blank_node(quads: list[pyoxigraph.Quad]) -> None:
    assert not any(isinstance(quad.subject, pyoxigraph.BlankNode) for quad in quads)


def test_a_triple_lives_in_one_graph(quads: list[pyoxigraph.Quad]) -> None:
    assert len({quad.triple for quad in quads}) == len(quads)


def test_a_graph_is_sorted_by_code_point(release: Path) -> None:
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in (release / "figkg.nq").read_text(encoding="utf-8").split("\n")[:-1]:
        graphs[line.rsplit(" ", 2)[1]].append(line)
    assert len(graphs) > 40
    for lines in graphs.values():
        assert lines == sorted(set(lines))


def test_no_literal_has_a_language_tag(quads: list[pyoxigraph.Quad]) -> None:
    literals = [quad.object for quad in quads if isinstance(quad.object, pyoxigraph.Literal)]
    assert all(literal.language is None for literal in literals)


def test_everything_named_has_a_label_and_a_type(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    unnamed = store.query(
        "SELECT ?thing { { ?figure fkg:depicts ?thing } UNION { ?edge wp:participants ?thing } "
        "UNION { ?figure dcterms:isPartOf ?thing } UNION { ?gene fkg:memberOf ?thing } "
        "FILTER NOT EXISTS { GRAPH graph:entities { ?thing rdfs:label ?label ; rdf:type ?type } } }",
        prefixes=prefixes,
        use_default_graph_as_union=True,
    )
    assert [str(solution) for solution in unnamed] == []  # type: ignore[union-attr]


def test_every_quote_is_its_slice_of_the_caption(store: pyoxigraph.Store, prefixes: dict[str, str]) -> None:
    spans = list(
        store.query(  # type: ignore[arg-type]
            "SELECT ?caption ?start ?end ?exact ?digest { ?evidence oa:hasSource ?source ; oa:hasSelector ?span . "
            "?source rdf:value ?caption ; fkg:textDigest ?digest . "
            "?span oa:start ?start ; oa:end ?end ; oa:exact ?exact }",
            prefixes=prefixes,
            use_default_graph_as_union=True,
        )
    )
    assert len(spans) > 30
    for span in spans:
        caption = span["caption"].value
        assert caption[int(span["start"].value) : int(span["end"].value)] == span["exact"].value
        assert span["digest"].value == "sha256:" + hashlib.sha256(caption.encode()).hexdigest()


def test_the_same_bytes_in_any_order_and_partition(release: Path, shipped: Path, tmp_path: Path) -> None:
    files = [str(path) for path in sorted((shipped / "_figures").glob("*.md"))]
    random.Random(7).shuffle(files)
    again = build_plainly(files, tmp_path / "again", partition_size=7)
    assert (again / "figkg.nq").read_bytes() == (release / "figkg.nq").read_bytes()


def test_withdrawing_a_figure_leaves_the_other_graphs_as_they_were(
    release: Path, shipped: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "records"
    shutil.copytree(shipped, copied)
    gone = "PMC6676106__CAS-110-2421-g006"
    (copied / "_figures" / f"{gone}.md").unlink()
    again = build_plainly([str(copied)], tmp_path / "again")

    def figures(folder: Path) -> set[str]:
        lines = (folder / "figkg.nq").read_text(encoding="utf-8").splitlines()
        return {line for line in lines if "figkg/graph/PMC" in line}

    dropped = figures(release) - figures(again)
    assert figures(again) < figures(release)
    assert all(line.endswith(f"/graph/{gone}> .") for line in dropped)


def test_rdflib_reads_the_graph_of_a_figure(release: Path) -> None:
    lines = [line for line in (release / "figkg.nq").read_text().splitlines(True) if "/graph/PMC6676106__" in line]
    dataset = rdflib.Dataset()
    dataset.parse(data="".join(lines), format="nquads")
    activates = rdflib.URIRef(FKG + "activates")
    stated = {subject for subject, _, _, _ in dataset.quads((None, rdflib.RDF.predicate, activates, None))}
    assert len(stated) == 3


def test_derived_lines_are_told_of_as_they_grow(tmp_path: Path) -> None:
    told: list[LineRange] = []
    with _Pieces(tmp_path / "derived.nq", told.append, size=8) as output:
        output.write([["aaaa\n"], ["bbbb\n", "cccc\n"], ["d\n"]])
        output.write([["e\n"]])
    content = (tmp_path / "derived.nq").read_bytes()
    pieces = [content[one.offset : one.offset + one.length] for one in told]
    assert pieces == [b"aaaa\nbbbb\ncccc\n", b"d\ne\n"]
