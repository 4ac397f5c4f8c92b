"""Biological processes that captions name as causes and effects: mappings/processes.tsv, curated by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.configuration import read_lines
from figkg.base.errors import MappingError
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
    header, *lines = read_lines(mappings / FILE)
    if header.split("\t") != COLUMNS:
        raise MappingError(FILE, 1, f"the header is not {', '.join(COLUMNS)}")
    processes: list[Process] = []
    owners: dict[str, str] = {}
    for place, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise MappingError(FILE, place, f"{len(cells)} cells under {len(COLUMNS)} columns")
        curie, label, names = cells
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
