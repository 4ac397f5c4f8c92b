"""The kinds of entities and the datasets of their identifiers: mappings/kinds.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
import yaml
from msgspec import Meta, Struct, field

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
    try:
        loader = yaml.SafeLoader((mappings / FILE).read_text(encoding="utf-8"))
        tree = loader.get_single_node()
        lines = _lines(tree)
        content = loader.construct_document(tree) if tree is not None else None
    except FileNotFoundError as error:
        raise MappingError(FILE, None, f"missing from {mappings}") from error
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark is not None else None
        raise MappingError(FILE, row, f"not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MappingError(FILE, None, f"not valid YAML: {error}") from error
    if not isinstance(content, dict) or set(content) != {"kinds", "datasets"}:
        raise MappingError(FILE, None, "has two parts, kinds and datasets")
    kinds = _rows(content, "kinds", Kind, lines)
    rows = tuple(msgspec.structs.replace(kind, name=name) for name, kind in kinds.items())
    datasets = _rows(content, "datasets", Dataset, lines)
    _check_once("kinds", "class", {kind.name: kind.class_ for kind in rows}, lines)
    _check_once("datasets", "biolink", {prefix: one.biolink for prefix, one in datasets.items()}, lines)
    return Kinds(rows, datasets)


T = TypeVar("T")
_DEPTH = 3
"""Part, row, field."""
Lines = Mapping[tuple[str, ...], int]
"""Numbers of lines by what stands there: part, row, field."""


def _rows(content: Mapping[str, object], part: str, type_: type[T], lines: Lines) -> dict[str, T]:
    """The rows of a part of the file by their names."""
    rows = content[part]
    if not isinstance(rows, dict) or not rows:
        raise MappingError(FILE, lines[part,], f"{part}: one row at least, by name")
    found: dict[str, T] = {}
    for name, row in rows.items():
        try:
            found[msgspec.convert(name, Name)] = msgspec.convert(row, type_)
        except msgspec.ValidationError as error:
            reason, _, place = str(error).partition(" - at `$")
            at = place.strip("`.").partition("[")[0]
            line = lines.get((part, str(name), at), lines[part, str(name)])
            said = ": ".join(filter(None, (str(name), at, f"{reason[0].lower()}{reason[1:]}")))
            raise MappingError(FILE, line, said) from error
    return found


def _check_once(part: str, name: str, values: Mapping[str, str], lines: Lines) -> None:
    """Make sure that no two rows have the same value of a field."""
    first: dict[str, str] = {}
    for row, value in values.items():
        if (other := first.setdefault(value, row)) != row:
            raise MappingError(FILE, lines[part, row, name], f"{row}: {name}: {value} is that of {other} already")


def _lines(tree: yaml.Node | None) -> Lines:
    """Where each key of nested mappings stands.

    Raises:
        MappingError: a key stands twice.
    """
    found: dict[tuple[str, ...], int] = {}
    pending: list[tuple[tuple[str, ...], yaml.Node | None]] = [((), tree)]
    while pending:
        path, node = pending.pop()
        for key, value in node.value if isinstance(node, yaml.MappingNode) and len(path) < _DEPTH else ():
            here = (*path, str(key.value))
            if here in found:
                raise MappingError(FILE, key.start_mark.line + 1, f"{': '.join(here)} stands twice")
            found[here] = key.start_mark.line + 1
            pending.append((here, value))
    return found
