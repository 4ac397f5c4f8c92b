"""The ontology: complete, readable by both libraries, and defining every term that the pipeline emits."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pyoxigraph
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, XSD
from rdflib.collection import Collection

from figkg.base.errors import MappingError
from figkg.base.resources import ontologies_folder
from figkg.build.ontology_page import read_terms, write_ontology_page
from figkg.emit.dataset import ReleaseFile, Run, run_quads
from figkg.emit.figure_graph import camel
from figkg.emit.ontology import vocabulary_quads
from figkg.emit.vocabulary import Vocabulary
from figkg.ground.figure import Doubt

ONTOLOGY = ontologies_folder() / "figkg.ttl"
FKG = rdflib.Namespace("https://w3id.org/figkg/vocab#")
VOCAB = "https://w3id.org/figkg/graph/vocab"
INDIVIDUALS = (
    "<http://purl.obolibrary.org/obo/ECO_",
    "<https://w3id.org/semapv/",
    "<http://purl.obolibrary.org/obo/NCBITaxon_",
)


def is_known(term: object) -> bool:
    """Whether rdflib knows a term of a vocabulary that it ships."""
    from rdflib import DCAT, DCTERMS, FOAF, PROV, SH, VOID, XSD

    vocabularies: tuple[Any, ...] = (DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SH, SKOS, VOID, XSD)
    return any(term in one for one in vocabularies)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY, format="turtle")


def own(ontology: rdflib.Graph) -> set[rdflib.URIRef]:
    return {term for term in ontology.subjects() if isinstance(term, rdflib.URIRef) and term in FKG}


def test_both_libraries_read_it_alike(ontology: rdflib.Graph) -> None:
    triples = list(pyoxigraph.parse(path=str(ONTOLOGY), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(triples) == len(ontology) > 500


def test_every_term_has_label_definition_and_example(ontology: rdflib.Graph) -> None:
    for term in own(ontology):
        for wanted in (RDFS.label, SKOS.definition, SKOS.example):
            assert len(list(ontology.objects(term, wanted))) == 1, (term, wanted)


def test_every_term_is_a_class_a_property_or_an_individual(ontology: rdflib.Graph) -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual}
    for term in own(ontology):
        assert len(kinds & set(ontology.objects(term, RDF.type))) == 1, term


def test_domains_and_ranges_are_described(ontology: rdflib.Graph) -> None:
    for relation in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf):
        for term in ontology.objects(None, relation):
            described = (term, None, None) in ontology or is_known(term)
            assert described, term


def test_neighbouring_graphs_are_aligned(ontology: rdflib.Graph) -> None:
    def spaces(term: rdflib.URIRef) -> set[str]:
        objects = [*ontology.objects(term)]
        return {str(one).rpartition("/")[0] for one in objects if isinstance(one, rdflib.URIRef)}

    wanted = {
        "http://www.openbel.org/vocabulary",
        "http://semanticscience.org/resource",
        "http://purl.obolibrary.org/obo",
        "http://vocabularies.wikipathways.org",
    }
    for predicate in (FKG.activates, FKG.inhibits):
        assert wanted <= spaces(predicate)
    assert "https://w3id.org/biolink/vocab" in spaces(FKG.regulates)


def test_every_doubt_of_the_code_is_an_individual(ontology: rdflib.Graph) -> None:
    individuals = {str(one).removeprefix(str(FKG)) for one in ontology.subjects(RDF.type, FKG.Doubt)}
    assert individuals == {camel(doubt) for doubt in get_args(Doubt)}


def test_the_pipeline_emits_no_term_that_nobody_defines(
    release: Path, vocabulary: Vocabulary, ontology: rdflib.Graph
) -> None:
    run = Run(
        key="ef" * 12,
        version="0.1.0",
        started="2026-11-23T09:00:00+00:00",
        ended="2026-11-23T09:01:00+00:00",
        parameters={"sources": "records"},
        mappings={"hgnc": {"sha256": "0" * 64, "released": "2024", "source": "HGNC"}},
        files=[ReleaseFile("figkg.nq", "application/n-quads", 1, "0" * 64)],
    )
    text = (release / "figkg.nq").read_text(encoding="utf-8") + "".join(run_quads(run, vocabulary))
    emitted: set[str] = set()
    for quad in pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS):
        emitted.add(quad.predicate.value)
        if quad.predicate.value == str(RDF.type) or (
            str(quad.object).startswith(f"<{FKG}") and str(quad.object) != f"<{FKG}>"
        ):
            emitted.add(str(quad.object).strip("<>"))
    undefined = {
        term
        for term in emitted
        if (rdflib.URIRef(term), RDF.type, None) not in ontology and not is_known(rdflib.URIRef(term))
    }
    assert undefined == set()


def test_the_graph_knows_its_own_words(release: Path, vocabulary: Vocabulary) -> None:
    lines = vocabulary_quads(ontologies_folder(), vocabulary)
    text = (release / "figkg.nq").read_text(encoding="utf-8")
    assert "".join(lines) in text
    quads = list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    labelled = {quad.subject for quad in quads if quad.predicate.value == str(RDFS.label)}
    used: set[object] = {quad.predicate for quad in quads if quad.graph_name.value != VOCAB}
    used |= {quad.object for quad in quads if quad.predicate.value == str(RDF.type) and quad.graph_name.value != VOCAB}
    used |= {quad.object for quad in quads if str(quad.object).startswith((f"<{FKG}", *INDIVIDUALS))}
    assert {str(one) for one in used - labelled} == {f"<{FKG}>"}  # the vocabulary itself, whose space has no label


def test_it_stays_within_owl_2_dl(ontology: rdflib.Graph) -> None:
    reserved = (str(RDF), str(RDFS), str(OWL))
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain):
        assert not [one for one in ontology.objects(None, relation) if str(one).startswith(reserved)], relation
    known = {XSD.string, XSD.integer, XSD.decimal, XSD.boolean, XSD.dateTime}
    assert {one for one in ontology.objects(None, RDFS.range) if str(one).startswith(str(XSD))} <= known
    assert {one.datatype for one in ontology.objects() if isinstance(one, rdflib.Literal)} <= known | {None}
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    of_kind = [set(ontology.subjects(RDF.type, kind)) for kind in kinds]
    assert not any(one & other for one, other in combinations(of_kind, 2))  # nothing is of two kinds
    declared = set().union(*of_kind)
    predicates = {one for one in ontology.predicates() if not str(one).startswith(reserved)}
    assert predicates <= declared
    classes = {*ontology.objects(None, RDFS.subClassOf), *ontology.objects(None, RDFS.domain)}
    assert classes <= of_kind[0]


def test_every_way_of_reading_is_one_of_those_that_there_are(ontology: rdflib.Graph) -> None:
    (listed,) = ontology.objects(FKG.Reading, OWL.oneOf)
    assert set(Collection(ontology, listed)) == set(ontology.subjects(RDF.type, FKG.Reading))


class Anchors(HTMLParser):
    """Collects identifiers, links and foreign resources of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"id": [], "href": [], "src": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in self.found and value is not None:
                self.found[name].append(value)


def test_the_page_shows_every_term_and_loads_nothing(
    ontology: rdflib.Graph, prefixes: dict[str, str], tmp_path: Path
) -> None:
    write_ontology_page(ontologies_folder(), tmp_path / "ontology.html", prefixes)
    page = Anchors()
    page.feed((tmp_path / "ontology.html").read_text(encoding="utf-8"))
    names = {str(term).removeprefix(str(FKG)) for term in own(ontology)}
    assert set(page.found["id"]) == names
    assert set(page.found["href"]) == {f"#{name}" for name in names}
    assert page.found["src"] == []


def test_terms_are_listed_by_kind(prefixes: dict[str, str]) -> None:
    sections = read_terms(ONTOLOGY, prefixes)
    (activates,) = [term for term in sections["Object properties"] if term.name == "activates"]
    assert ("subproperty of", ("fkg:regulates",)) in activates.facts
    with pytest.raises(MappingError, match=r"none\.ttl"):
        read_terms(ONTOLOGY.with_name("none.ttl"), prefixes)
