"""The ontology as a page to read: every term with its definition, example, place and alignments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2
import pyoxigraph
from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.iris import Shortener

ONTOLOGY_FILE = "figkg.ttl"
TEMPLATE_FILE = "ontology.html.jinja"

_BASE = "https://w3id.org/figkg/vocab#"
_KINDS = {
    "Classes": "http://www.w3.org/2002/07/owl#Class",
    "Object properties": "http://www.w3.org/2002/07/owl#ObjectProperty",
    "Data properties": "http://www.w3.org/2002/07/owl#DatatypeProperty",
    "Individuals": "http://www.w3.org/2002/07/owl#NamedIndividual",
}
_SHOWN = {
    "subclass of": "http://www.w3.org/2000/01/rdf-schema#subClassOf",
    "subproperty of": "http://www.w3.org/2000/01/rdf-schema#subPropertyOf",
    "domain": "http://www.w3.org/2000/01/rdf-schema#domain",
    "range": "http://www.w3.org/2000/01/rdf-schema#range",
    "close match": "http://www.w3.org/2004/02/skos/core#closeMatch",
    "broad match": "http://www.w3.org/2004/02/skos/core#broadMatch",
    "related match": "http://www.w3.org/2004/02/skos/core#relatedMatch",
    "note": "http://www.w3.org/2004/02/skos/core#note",
}
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"
_EXAMPLE = "http://www.w3.org/2004/02/skos/core#example"


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
        page = environment.get_template(TEMPLATE_FILE).render(sections=sections, base=_BASE)
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
            if isinstance(triple.subject, pyoxigraph.NamedNode) and triple.subject.value.startswith(_BASE):
                thing = triple.object
                value = thing.value if isinstance(thing, pyoxigraph.NamedNode | pyoxigraph.Literal) else ""
                values.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(value)
    except (OSError, SyntaxError) as error:
        raise MappingError(ontology.name, None, str(error)) from error
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    return {
        title: [_entry(term, values[term], short) for term in sorted(values) if kind in values[term].get(rdf_type, [])]
        for title, kind in _KINDS.items()
    }


def _entry(term: str, values: Mapping[str, list[str]], short: Shortener) -> TermEntry:
    facts = tuple(
        (name, tuple(sorted(short(value) for value in values[predicate] if value)))
        for name, predicate in _SHOWN.items()
        if predicate in values
    )
    label, definition, example = (values.get(one, [""])[0] for one in (_LABEL, _DEFINITION, _EXAMPLE))
    return TermEntry(term.removeprefix(_BASE), label, definition, example, facts)
