"""The graph of entities: the names that people type, what joins other graphs, and what is above what."""

from __future__ import annotations

import pytest

from figkg.base.kinds import Kinds
from figkg.build.tools import Tools
from figkg.emit.entities import entity_quads, taxon_quads
from figkg.emit.hierarchy import heading_quads, headings
from figkg.emit.names import Names
from figkg.emit.vocabulary import Vocabulary
from figkg.ground.entities import entity_of
from figkg.reference.tables import ReferenceTables


@pytest.fixture(scope="module")
def tables(tools: Tools) -> ReferenceTables:
    return tools.grounder.tables


@pytest.fixture(scope="module")
def names(tools: Tools) -> Names:
    return Names(tools.grounder.tables, tools.grounder.corrections.words.items())


def said(lines: list[str], predicate: str) -> set[str]:
    """Objects of a predicate, by its last part."""
    rows = (line.removesuffix(" <https://w3id.org/figkg/graph/entities> .\n").split(" ", 2) for line in lines)
    return {thing for _, one, thing in rows if one.endswith((f"#{predicate}>", f"/{predicate}>"))}


@pytest.mark.parametrize(
    ("curie", "typed"),
    [
        ("go:0006915", "apoptosis"),
        ("mesh:D015464", "CML"),
        ("mesh:D001943", "breast cancer"),
        ("fplx:NFkappaB", "NF-κB"),
        ("mesh:D000068877", "imatinib"),
        ("ncbigene:613", "CML"),
        ("ncbigene:7157", "p53"),
    ],
)
def test_every_kind_has_the_names_that_people_type(
    curie: str, typed: str, tables: ReferenceTables, names: Names, vocabulary: Vocabulary, kinds: Kinds
) -> None:
    lines = entity_quads(entity_of(curie, tables), tables, names, vocabulary, kinds)
    assert f'"{typed}"' in said(lines, "altLabel")


def test_a_name_is_there_once_whatever_its_case(tables: ReferenceTables) -> None:
    names = Names(tables, [("APOPTOSIS", "go:0006915"), ("PCD", "go:0006915")]).of("go:0006915", "apoptotic process")
    assert len({name.casefold() for name in names}) == len(names)
    assert {"apoptosis", "PCD"} <= set(names)
    assert not {"APOPTOSIS", "apoptotic process"} & set(names)


def test_a_family_is_the_same_as_elsewhere_and_of_human_genes(
    tables: ReferenceTables, names: Names, vocabulary: Vocabulary, kinds: Kinds
) -> None:
    lines = entity_quads(entity_of("fplx:NFkappaB", tables), tables, names, vocabulary, kinds)
    assert said(lines, "exactMatch") == {"<http://id.nlm.nih.gov/mesh/D016328>"}
    assert len(said(lines, "closeMatch")) == 3  # three entries of InterPro, of which none is the whole family
    assert said(lines, "in_taxon") == {"<http://purl.obolibrary.org/obo/NCBITaxon_9606>"}


@pytest.mark.parametrize("curie", ["ncbigene:4790", "fplx:AKT", "mesh:D000068877", "mesh:D015464", "go:0006915"])
def test_every_end_of_an_edge_is_a_data_node(
    curie: str, tables: ReferenceTables, names: Names, vocabulary: Vocabulary, kinds: Kinds
) -> None:
    lines = entity_quads(entity_of(curie, tables), tables, names, vocabulary, kinds)
    assert "<http://vocabularies.wikipathways.org/wp#DataNode>" in said(lines, "type")


def test_a_relative_that_no_figure_shows_has_what_leads_to_it_alone(
    tables: ReferenceTables, names: Names, vocabulary: Vocabulary, kinds: Kinds
) -> None:
    gene = entity_of("ncbigene:5604", tables)
    lines = entity_quads(gene, tables, names, vocabulary, kinds, shown=False)
    assert said(lines, "label") == {'"MAP2K1"'}
    assert '"MEK1"' in said(lines, "altLabel")
    assert "<https://identifiers.org/fplx/MEK>" in said(lines, "memberOf")
    assert said(lines, "exactMatch") == {"<https://identifiers.org/hgnc/6840>"}
    assert not said(lines, "bdbEntrezGene") | said(lines, "title")


def test_terms_lead_upwards_to_headings_that_have_names(
    tables: ReferenceTables, names: Names, vocabulary: Vocabulary, kinds: Kinds
) -> None:
    disease = entity_quads(entity_of("mesh:D015464", tables), tables, names, vocabulary, kinds)
    assert "<http://id.nlm.nih.gov/mesh/D007951>" in said(disease, "broaderDescriptor")
    above = headings(["mesh:D015464", "go:0006915"], tables)
    assert {"mesh:D009369", "go:0008219"} <= set(above)
    assert "mesh:D015464" not in above
    neoplasms = heading_quads("mesh:D009369", tables, names, vocabulary)
    assert said(neoplasms, "label") == {'"Neoplasms"'}
    assert '"cancer"' in said(neoplasms, "altLabel")
    death = heading_quads("go:0008219", tables, names, vocabulary)
    assert "<http://purl.obolibrary.org/obo/GO_0009987>" in said(death, "subClassOf")


def test_the_descriptor_of_a_supplementary_record_is_a_heading(tables: ReferenceTables) -> None:
    assert {"mesh:D000814", "mesh:D052160"} <= set(headings(["mesh:C000589256"], tables))


def test_an_organism_has_its_name_or_its_number(vocabulary: Vocabulary) -> None:
    assert said(taxon_quads("9606", "Homo sapiens", vocabulary), "label") == {'"Homo sapiens"'}
    assert said(taxon_quads("1", "", vocabulary), "label") == {'"NCBI taxon 1"'}
