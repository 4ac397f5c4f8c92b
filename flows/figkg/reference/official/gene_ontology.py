"""Biological processes of the Gene Ontology (https://geneontology.org/docs/download-ontology/)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figkg.reference.official.files import Row, find, lines, table

TERMS = ("go-basic.obo", "go_terms.tsv")
COLUMNS = ("go", "label")

_PROCESS = "biological_process"


def process_rows(folder: Path) -> Iterator[Row]:
    """Terms of the process branch that are not obsolete, as :data:`COLUMNS`; numbers without prefix."""
    for number, label, namespace in _terms(folder):
        if namespace == _PROCESS:
            yield number.removeprefix("GO:"), label


def _terms(folder: Path) -> Iterator[Row]:
    if find(folder, TERMS[0]) is None:
        yield from table(folder, TERMS[1:], ("go_id", "label", "namespace"))
        return
    term: dict[str, str] = {}
    for line in (*lines(folder, TERMS[0]), "["):
        if line.startswith("["):
            if term.get("id", "").startswith("GO:") and term.get("is_obsolete") != "true":
                yield term["id"], term.get("name", ""), term.get("namespace", "")
            term = {}
        else:
            tag, _, value = line.partition(": ")
            term.setdefault(tag, value)
