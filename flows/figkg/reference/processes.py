"""Biological processes that captions name as causes and effects: mappings/processes.tsv, curated by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import MappingError
from figkg.base.tables import read_rows
from figkg.reference.official.files import split

FILE = "processes.tsv"
COLUMNS = ["go", "label", "names"]


class Process(Struct, frozen=True):
    """A process of the Gene Ontology and how captions call it.

    Attributes:
        number: Gene Ontology number without prefix, ``0006915``.
        label: its name in the Gene Ontology.
        names: the label and the other names, as they are written in the middle of a sentence.
    """

    number: str
    label: str
    names: tuple[str, ...]


def read_processes(mappings: Path, known: Mapping[str, str]) -> tuple[Process, ...]:
    """Read the table.

    Args:
        mappings: the mappings folder.
        known: labels of the Gene Ontology's processes by number.

    Raises:
        MappingError: the table is missing; a line is not ``go``, ``label``, ``names`` (separated by ``|``), names
            no process of the Gene Ontology, gives it another label, or repeats a name.
    """
    processes: list[Process] = []
    owners: dict[str, str] = {}
    for place, row in read_rows(mappings / FILE, COLUMNS):
        curie, label, names = row["go"], row["label"], row["names"]
        number = curie.removeprefix("GO:")
        if known.get(number) != label:
            is_called = f"is called {known[number]!r} there" if number in known else "is no process of it"
            raise MappingError(FILE, place, f"{curie} {label!r} is not as in the Gene Ontology: it {is_called}")
        process = Process(number, label, (label, *split(names)))
        for name in process.names:
            if owners.setdefault(name.lower(), curie) != curie:
                raise MappingError(FILE, place, f"{name!r} is a name of {owners[name.lower()]} already")
        processes.append(process)
    return tuple(processes)
