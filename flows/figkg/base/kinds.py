"""The kinds of entities and the datasets of their identifiers: mappings/kinds.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.base.iris import split_curie

FILE = "kinds.yaml"

Name = Annotated[str, Meta(pattern=r"^(?!figure$)[a-z][a-z0-9._-]*$")]
"""Not ``figure``, which is what searches call the other thing that they find."""
Words = Annotated[str, Meta(min_length=1)]
Class = Annotated[str, Meta(pattern=r"^[a-z]+:[A-Z]\w*$")]
Shape = Literal["ellipse", "rectangle", "round-rectangle", "triangle", "diamond", "parallelogram", "hexagon", "octagon"]
"""Shapes that both Cytoscape.js and CX2 know."""


class Kind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of entities.

    Attributes:
        name: as files and addresses have it, ``gene``.
        class_: its class in the vocabulary as a CURIE, ``fkg:Gene``.
        biolink: its class in the Biolink model as a CURIE, ``biolink:Gene``.
        also: further classes of its entities, as CURIEs.
        one: what people call it.
        many: the same for several.
        prefixes: prefixes of its identifiers.
        shape: of its nodes in networks.
        colour: of its nodes in networks, ``#2388a8``.
    """

    name: str = ""
    class_: Annotated[str, Meta(pattern=r"^fkg:[A-Z]\w*$")] = field(name="class")
    biolink: Annotated[str, Meta(pattern=r"^biolink:[A-Z]\w*$")]
    also: tuple[Class, ...] = ()
    one: Words
    many: Words
    prefixes: Annotated[tuple[str, ...], Meta(min_length=1)]
    shape: Shape
    colour: Annotated[str, Meta(pattern="^#[0-9a-f]{6}$")]

    @property
    def classes(self) -> tuple[str, ...]:
        """All classes of its entities, as CURIEs."""
        return self.class_, self.biolink, *self.also


class Dataset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where identifiers of one prefix come from.

    Attributes:
        name: of the dataset, ``NCBI Gene``.
        biolink: its prefix in the Biolink model, ``NCBIGene``.
        linked: how the graph leads there: by what figures show, by what entities match, or not at all.
    """

    name: Words
    biolink: Annotated[str, Meta(pattern=r"^[A-Za-z][\w.]*$")]
    linked: Literal["", "shown", "matched"] = ""


class Kinds(Struct, frozen=True, dict=True):
    """All kinds, in the order in which people see them.

    Attributes:
        rows: the kinds.
        datasets: where identifiers come from, by prefix.
    """

    rows: tuple[Kind, ...]
    datasets: Mapping[str, Dataset]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> Kind:
        """The kind of a name.

        Raises:
            MappingError: there is none.
        """
        if name not in self.by_name:
            raise MappingError(FILE, None, f"has no kind {name!r}")
        return self.by_name[name]

    @cached_property
    def by_name(self) -> Mapping[str, Kind]:
        """Each kind by its name."""
        return {kind.name: kind for kind in self.rows}

    @cached_property
    def by_class(self) -> Mapping[str, Kind]:
        """Each kind by its class in the vocabulary, a CURIE."""
        return {kind.class_: kind for kind in self.rows}

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """Prefixes of entities of any kind."""
        return frozenset(prefix for kind in self.rows for prefix in kind.prefixes)

    @property
    def values(self) -> str:
        """The classes as the values of a SPARQL variable: ``{ fkg:Gene fkg:GeneFamily … }``."""
        return f"{{ {' '.join(self.by_class)} }}"

    def linked(self, how: Literal["shown", "matched"]) -> tuple[str, ...]:
        """Prefixes of the datasets that the graph leads to in one way."""
        return tuple(prefix for prefix, dataset in self.datasets.items() if dataset.linked == how)

    def to_biolink(self, curie: str) -> str:
        """A CURIE with the prefix that the Biolink model prefers; one of an unknown dataset as it is."""
        prefix, local = split_curie(curie)
        return f"{self.datasets[prefix].biolink}:{local}" if prefix in self.datasets else curie

    def from_biolink(self, curie: str) -> str:
        """The CURIE of one that has the prefix of the Biolink model; one of an unknown dataset as it is."""
        name, local = split_curie(curie)
        prefix = next((prefix for prefix, dataset in self.datasets.items() if dataset.biolink == name), None)
        return f"{prefix}:{local}" if prefix is not None else curie


def read_kinds(mappings: Path) -> Kinds:
    """Read ``kinds.yaml`` of a mappings folder.

    Raises:
        MappingError: it is missing or not of the form that :class:`Kind` and :class:`Dataset` describe; with the line
            and the field.
    """
    file = read_yaml(mappings / FILE, _File)
    rows = tuple(msgspec.structs.replace(kind, name=name) for name, kind in file.kinds.items())
    _check_once("class", {kind.name: kind.class_ for kind in rows})
    _check_once("biolink", {prefix: one.biolink for prefix, one in file.datasets.items()})
    return Kinds(rows, file.datasets)


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """The two parts of the file, rows by their names."""

    kinds: Annotated[dict[Name, Kind], Meta(min_length=1)]
    datasets: Annotated[dict[Name, Dataset], Meta(min_length=1)]


def _check_once(field: str, values: Mapping[str, str]) -> None:
    """Make sure that no two rows have the same value of a field."""
    first: dict[str, str] = {}
    for row, value in values.items():
        if (other := first.setdefault(value, row)) != row:
            raise MappingError(FILE, None, f"{row}: {field}: {value} is that of {other} already")
