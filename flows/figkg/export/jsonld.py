"""JSON-LD 1.1 with the project's context: a node a line, in the graph it belongs to.

The context (ontologies/context.jsonld) gives every property the name that people know it by; what it does not name
stays a CURIE. It stands in the file itself, so that no reader has to fetch it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph

from figkg.base.configuration import read_json
from figkg.base.iris import expand, split_curie
from figkg.emit.terms import XSD
from figkg.export.files import open_text
from figkg.graph.built import Release
from figkg.graph.release import quads

CONTEXT_FILE = "context.jsonld"
_STRING = f"{XSD}string"


def read_context(ontologies: Path) -> dict[str, Any]:
    """The context.

    Raises:
        MappingError: it is missing or not JSON.
    """
    return read_json(ontologies / CONTEXT_FILE, dict[str, dict[str, Any]])["@context"]


def write_jsonld(release: Release, target: Path, context: Mapping[str, Any]) -> None:
    """Write the release as JSON-LD."""
    names = _Names(context, expand("rdf:type", release.prefixes))
    with open_text(target) as file:
        file.write('{"@context": ' + json.dumps(context, ensure_ascii=False) + ',\n"@graph": [')
        first_graph = True
        for graph, members in groupby(quads(release.path), key=lambda quad: quad.graph_name):
            file.write(
                ("" if first_graph else ",") + '\n{"@id": ' + json.dumps(names.short(_iri(graph))) + ', "@graph": ['
            )
            first_graph = False
            first = True
            for subject, group in groupby(members, key=lambda quad: quad.subject):
                node = names.node(_iri(subject), group)
                file.write(("" if first else ",") + "\n" + json.dumps(node, ensure_ascii=False))
                first = False
            file.write("\n]}")
        file.write("\n]}\n")


def _iri(term: object) -> str:
    assert isinstance(term, pyoxigraph.NamedNode)
    return term.value


class _Names:
    """Compacts IRIs and values as the context says."""

    def __init__(self, context: Mapping[str, Any], type_: str) -> None:
        self._type = type_
        prefixes = {name: _base(definition) for name, definition in context.items() if _base(definition)}
        self._bases = sorted(((iri, name) for name, iri in prefixes.items()), key=lambda pair: -len(pair[0]))
        self._terms: dict[str, tuple[str, str]] = {}
        for name, definition in context.items():
            if isinstance(definition, dict) and name not in prefixes:
                kind = definition.get("@type", "")
                self._terms[_whole(definition["@id"], prefixes)] = (name, _whole(kind, prefixes))
        self._known: dict[str, str] = {}

    def short(self, iri: str) -> str:
        """An IRI as a CURIE where that is one."""
        for base, prefix in self._bases:
            if iri.startswith(base) and not iri.startswith("//", len(base)):
                return f"{prefix}:{iri[len(base) :]}"
        return iri

    def node(self, subject: str, group: Any) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": self.short(subject)}
        for quad in group:
            predicate = quad.predicate.value
            if predicate == self._type:
                self._add(node, "@type", self.short(_iri(quad.object)))
                continue
            name, type_ = self._terms.get(predicate) or (self._predicate(predicate), "")
            self._add(node, name, self._value(quad.object, type_))
        return node

    def _predicate(self, iri: str) -> str:
        found = self._known.get(iri)
        if found is None:
            found = self._known[iri] = self.short(iri)
        return found

    def _value(self, term: object, type_: str) -> Any:
        if isinstance(term, pyoxigraph.NamedNode):
            return self.short(term.value) if type_ == "@id" else {"@id": self.short(term.value)}
        assert isinstance(term, pyoxigraph.Literal)
        datatype = term.datatype.value
        if datatype in (type_, _STRING):
            return term.value
        return {"@value": term.value, "@type": self.short(datatype)}

    @staticmethod
    def _add(node: dict[str, Any], name: str, value: Any) -> None:
        if name not in node:
            node[name] = value
        elif isinstance(node[name], list):
            node[name].append(value)
        else:
            node[name] = [node[name], value]


def _base(definition: object) -> str:
    """What a prefix of a context stands for; empty for a term that is no prefix."""
    if isinstance(definition, str):
        return definition
    return str(definition["@id"]) if isinstance(definition, dict) and definition.get("@prefix") else ""


def _whole(name: str, prefixes: Mapping[str, str]) -> str:
    """The IRI of a CURIE; a keyword (``@id``) as it is."""
    return expand(name, prefixes) if split_curie(name).prefix else name
