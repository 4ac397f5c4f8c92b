"""The ontology as a page to read: every term with its definition, example, place and alignments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2
import pyoxigraph
from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.iris import FKG, Shortener
from figkg.graph.query import show

ONTOLOGY_FILE = "figkg.ttl"
TEMPLATE_FILE = "ontology.html.jinja"

_SECTIONS = {
    "Classes": "owl:Class",
    "Object properties": "owl:ObjectProperty",
    "Data properties": "owl:DatatypeProperty",
    "Individuals": "owl:NamedIndividual",
}
_SHOWN = {
    "subclass of": "rdfs:subClassOf",
    "subproperty of": "rdfs:subPropertyOf",
    "domain": "rdfs:domain",
    "range": "rdfs:range",
    "close match": "skos:closeMatch",
    "broad match": "skos:broadMatch",
    "related match": "skos:relatedMatch",
    "note": "skos:note",
}


class TermEntry(Struct, frozen=True):
    """What the page says of a term.

    Attributes:
        name: local name, which is also the anchor.
        label: its label.
        definition: its definition.
        example: an example.
        facts: what else is known: name of the relation, and the things as CURIEs or text.
    """

    name: str
    label: str
    definition: str
    example: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]


def write_ontology_page(ontologies: Path, target: Path, prefixes: Mapping[str, str]) -> None:
    """Write the page.

    Args:
        ontologies: folder with the ontology and the template.
        target: the HTML file.
        prefixes: the prefix map, for short names.

    Raises:
        MappingError: the ontology or the template is missing or not valid.
    """
    sections = read_terms(ontologies / ONTOLOGY_FILE, prefixes)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ontologies), autoescape=True, undefined=jinja2.StrictUndefined
    )
    try:
        page = environment.get_template(TEMPLATE_FILE).render(sections=sections, base=FKG)
    except jinja2.TemplateError as error:
        raise MappingError(TEMPLATE_FILE, None, str(error)) from error
    target.write_text(page, encoding="utf-8")


def read_terms(ontology: Path, prefixes: Mapping[str, str]) -> dict[str, list[TermEntry]]:
    """The terms of our name space by kind, each kind by name.

    Raises:
        MappingError: the ontology is missing or not Turtle.
    """
    values: dict[str, dict[str, list[str]]] = {}
    short = Shortener(prefixes)
    try:
        for triple in pyoxigraph.parse(path=str(ontology), format=pyoxigraph.RdfFormat.TURTLE):
            if isinstance(triple.subject, pyoxigraph.NamedNode) and triple.subject.value.startswith(FKG):
                term = values.setdefault(triple.subject.value, {})
                term.setdefault(short(triple.predicate.value), []).append(show(triple.object, short))
    except (OSError, SyntaxError) as error:
        raise MappingError(ontology.name, None, str(error)) from error
    return {
        title: [_entry(term, values[term]) for term in sorted(values) if kind in values[term].get("rdf:type", [])]
        for title, kind in _SECTIONS.items()
    }


def _entry(term: str, values: Mapping[str, list[str]]) -> TermEntry:
    facts = tuple(
        (name, tuple(sorted(filter(None, values[predicate]))))
        for name, predicate in _SHOWN.items()
        if predicate in values
    )
    label, definition, example = (
        values.get(name, [""])[0] for name in ("rdfs:label", "skos:definition", "skos:example")
    )
    return TermEntry(term.removeprefix(FKG), label, definition, example, facts)
