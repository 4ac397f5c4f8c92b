"""Biological processes of the Gene Ontology (https://geneontology.org/docs/download-ontology/)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from figkg.reference.official.files import Row, find, lines, table

TERMS = ("go-basic.obo", "go_terms.tsv")
LINKS = ("go-basic.obo", "go_is_a.tsv")
COLUMNS = ("go", "label", "synonyms")
LINK_COLUMNS = ("go", "broader")

_PROCESS = "biological_process"
_SYNONYM = re.compile(r'"(?P<name>(?:[^"\\]|\\.)+)" EXACT\b')


def process_rows(folder: Path) -> Iterator[Row]:
    """Terms of the process branch that are not obsolete, as :data:`COLUMNS`; numbers without prefix."""
    for number, label, namespace, synonyms in _terms(folder):
        if namespace == _PROCESS:
            yield number.removeprefix("GO:"), label, synonyms


def link_rows(folder: Path) -> Iterator[Row]:
    """What a process is a kind of, as :data:`LINK_COLUMNS`; numbers without prefix, direct links alone."""
    if find(folder, LINKS[0]) is None:
        for number, broader in table(folder, LINKS[1:], ("go_id", "is_a")):
            yield number.removeprefix("GO:"), broader.removeprefix("GO:")
        return
    for term in _stanzas(folder):
        if term["namespace"] == [_PROCESS]:
            for broader in term["is_a"]:
                yield term["id"][0].removeprefix("GO:"), broader.partition(" !")[0].strip().removeprefix("GO:")


def _terms(folder: Path) -> Iterator[Row]:
    if find(folder, TERMS[0]) is None:
        yield from table(folder, TERMS[1:], ("go_id", "label", "namespace", "synonyms"))
        return
    for term in _stanzas(folder):
        matches = (_SYNONYM.match(value) for value in term["synonym"])
        synonyms = [found["name"].replace('\\"', '"') for found in matches if found]
        yield term["id"][0], "".join(term["name"][:1]), "".join(term["namespace"][:1]), "|".join(synonyms)


def _stanzas(folder: Path) -> Iterator[Mapping[str, list[str]]]:
    """The terms that are not obsolete: values by tag."""
    term: dict[str, list[str]] = defaultdict(list)
    for line in (*lines(folder, TERMS[0]), "["):
        if line.startswith("["):
            if "".join(term["id"][:1]).startswith("GO:") and "true" not in term["is_obsolete"]:
                yield term
            term = defaultdict(list)
            continue
        tag, _, value = line.partition(": ")
        term[tag].append(value)
