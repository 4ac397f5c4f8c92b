"""Look-ups: words and numbers to identifiers, with how they were reached."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figkg.base.resources import mappings_folder
from figkg.ground import Grounder
from figkg.ground.policy import load_policy
from figkg.reference.processes import read_processes
from figkg.reference.tables import ReferenceTables


@pytest.mark.parametrize(
    ("text", "curie", "match", "predicate"),
    [
        ("CCN1", "ncbigene:3491", "approved symbol", "skos:exactMatch"),
        ("CYR61", "ncbigene:3491", "previous symbol", "skos:exactMatch"),
        ("SELK", "ncbigene:58515", "alias symbol", "skos:closeMatch"),
        ("NF-κB", "fplx:NFkappaB", "family name", "skos:exactMatch"),
        ("insulin receptor substrate 4", "ncbigene:8471", "name", "skos:exactMatch"),
        ("apoptosis", "go:0006915", "process name", "skos:exactMatch"),
        ("Melanoma", "mesh:D008545", "MeSH name", "skos:exactMatch"),
        ("4790", "ncbigene:4790", "number", "skos:exactMatch"),
        ("hgnc:2654", "ncbigene:3491", "number", "skos:exactMatch"),
        ("mesh:D015464", "mesh:D015464", "number", "skos:exactMatch"),
        ("D015464", "mesh:D015464", "number", "skos:exactMatch"),
        ("go:0006915", "go:0006915", "number", "skos:exactMatch"),
        ("RAGE", "ncbigene:177", "curated", "skos:exactMatch"),
        ("leukaemia", "mesh:D007938", "MeSH name", "skos:exactMatch"),
        ("tumour", "mesh:D009369", "MeSH entry term", "skos:closeMatch"),
    ],
)
def test_how_a_text_is_identified(grounder: Grounder, text: str, curie: str, match: str, predicate: str) -> None:
    best = grounder.lookup.find(text).best
    assert best is not None
    assert (best.entity.curie, best.match, best.predicate) == (curie, match, predicate)


def test_an_approved_symbol_before_an_alias_spelt_alike(grounder: Grounder) -> None:
    found = grounder.lookup.find("TSC-1")
    assert found.best is not None
    assert found.best.entity.label == "TSC1"
    assert "CCL26" in [one.entity.label for one in found.alternatives]


def test_a_symbol_given_up_lately_before_an_alias(grounder: Grounder) -> None:
    best = grounder.lookup.find("MPP6").best
    assert best is not None
    assert best.entity.label == "PALS2"


def test_a_gene_before_a_pseudogene_of_the_same_alias(grounder: Grounder) -> None:
    best = grounder.lookup.find("A20").best
    assert best is not None
    assert best.entity.label == "TNFAIP3"


def test_an_ambiguous_alias_has_alternatives_only(grounder: Grounder) -> None:
    found = grounder.lookup.find("CAT2")
    assert (found.best, found.doubts) == (None, ("ambiguous-alias",))
    assert {one.entity.label for one in found.alternatives} == {"TRPV5", "SLC7A2"}


def test_a_list_gives_one_part_and_the_others_as_alternatives(grounder: Grounder) -> None:
    found = grounder.lookup.find("LRP5/6")
    assert found.best is not None
    assert [found.best.entity.label, *(one.entity.label for one in found.alternatives)] == ["LRP5", "LRP6"]


def test_names_run_together(grounder: Grounder) -> None:
    found = grounder.lookup.find("HNF1ACTNNB1")
    assert found.best is not None
    assert {found.best.entity.label, *(one.entity.label for one in found.alternatives)} == {"HNF1A", "CTNNB1"}


@pytest.mark.parametrize(
    ("number", "curie", "doubt"),
    [
        ("255", "ncbigene:80208", "retired-number"),
        ("mesh:D018290", "mesh:D002578", "retired-mesh"),
        ("mesh:C000657245", "mesh:D000086382", "retired-mesh"),
    ],
)
def test_a_retired_number_is_replaced(grounder: Grounder, number: str, curie: str, doubt: str) -> None:
    found = grounder.lookup.find(number)
    assert found.best is not None
    assert (found.best.entity.curie, found.doubts) == (curie, (doubt,))


@pytest.mark.parametrize(
    "text", ["999999999", "mesh:D999999", "fplx:Nothing", "go:9999999", "hgnc:99999999", "zzzqqq", ""]
)
def test_what_is_in_no_table_is_not_passed_through(grounder: Grounder, text: str) -> None:
    assert grounder.lookup.find(text).best is None


@given(st.text(max_size=40))
def test_any_text_has_an_answer_that_exists(grounder: Grounder, text: str) -> None:
    best = grounder.lookup.find(text).best
    assert best is None or grounder.tables.exists(best.entity.curie)


def labels(tables: ReferenceTables) -> list[tuple[str, str]]:
    """Every label that the pipeline may emit for genes of HGNC, families and processes, with its identifier."""
    genes = [(f"ncbigene:{gene.number}", gene.symbol) for gene in tables.genes.values() if gene.hgnc]
    families = [(f"fplx:{one.identifier}", one.label) for one in tables.families.values() if len(one.members) > 1]
    processes = [(f"go:{one.number}", one.label) for one in read_processes(mappings_folder(), tables.processes)]
    return genes + families + processes


def test_an_emitted_label_leads_back_to_its_identifier(grounder: Grounder) -> None:
    found = [(curie, label, grounder.lookup.find(label).best) for curie, label in labels(grounder.tables)]
    astray = [(curie, label) for curie, label, best in found if best is None or best.entity.curie != curie]
    assert astray == []


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("BCL2", ("approved symbol", "as written")),
        ("SELK", ("alias symbol", "as written")),
        ("tsc-1", ("approved symbol", "folded")),
        ("BCL2, SELK", ("approved symbol", "as written", "part")),
        ("SELK / unheard-of", ("alias symbol", "as written", "part")),
        ("AKTl", ("approved symbol", "as written", "misread")),
        ("p-JAK2", ("approved symbol", "as written", "without affix")),
    ],
)
def test_a_score_is_the_product_of_its_factors(grounder: Grounder, text: str, factors: tuple[str, ...]) -> None:
    policy = load_policy(mappings_folder())
    best = grounder.lookup.find(text).best
    assert best is not None
    name, *steps = factors
    assert best.score == round(policy.names[name] * prod(policy.readings[step] for step in steps), 3)
