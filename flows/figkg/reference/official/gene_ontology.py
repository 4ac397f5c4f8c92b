"""Biological processes of the Gene Ontology (https://geneontology.org/docs/download-ontology/)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from figkg.reference.official.files import Row, find, lines, table

TERMS = ("go-basic.obo", "go_terms.tsv")
COLUMNS = ("go", "label", "synonyms")

_PROCESS = "biological_process"
_SYNONYM = re.compile(r'"(?P<name>(?:[^"\\]|\\.)+)" EXACT\b')


def process_rows(folder: Path) -> Iterator[Row]:
    """Terms of the process branch that are not obsolete, as :data:`COLUMNS`; numbers without prefix."""
    for number, label, namespace, synonyms in _terms(folder):
        if namespace == _PROCESS:
            yield number.removeprefix("GO:"), label, synonyms


def _terms(folder: Path) -> Iterator[Row]:
    if find(folder, TERMS[0]) is None:
        yield from table(folder, TERMS[1:], ("go_id", "label", "namespace", "synonyms"))
        return
    term: dict[str, str] = {}
    synonyms: list[str] = []
    for line in (*lines(folder, TERMS[0]), "["):
        if line.startswith("["):
            if term.get("id", "").startswith("GO:") and term.get("is_obsolete") != "true":
                yield term["id"], term.get("name", ""), term.get("namespace", ""), "|".join(synonyms)
            term, synonyms = {}, []
            continue
        tag, _, value = line.partition(": ")
        if tag == "synonym":
            synonyms += [found["name"].replace('\\"', '"') for found in [_SYNONYM.match(value)] if found]
        term.setdefault(tag, value)
