"""What others read off the image of a figure: nodes and edges, as vision models and curators publish them.

JSON lines, one figure each::

    {"figid": "PMC1__fig", "by": "curator", "nodes": [{"label": "TNF", "type": "gene", "entrez": "7124"},
     {"label": "NF-kB", "type": "family"}], "edges": [{"source": "TNF", "target": "NF-kB", "type": "activation"}]}
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import lmdb
import msgspec
from msgspec import Struct, field

from figkg.base.configuration import json_lines
from figkg.base.errors import LineError, RecordError, SourceError, reason_of
from figkg.extract.record import DRAWING, ChemicalRow, DiseaseRow, Drawing, DrawnEdge, FigureRecord, GeneRow

_LEAST, _ROOM = 1 << 24, 24
"""Bytes that an index may have, and how many more for each of the annotations, of which short ones grow most."""
_KINDS = {
    "chemical": "chemical",
    "compound": "chemical",
    "drug": "chemical",
    "metabolite": "chemical",
    "smallmolecule": "chemical",
    "disease": "disease",
    "phenotype": "disease",
}
"""Types of nodes that are no gene, family or protein; every other type is read as one of these."""


class Node(Struct, frozen=True):
    """A node as published.

    Attributes:
        label: the text in the image.
        type: what it is drawn as, ``gene``, ``chemical``, ``disease`` …
        id: name by which edges refer to it; its label where there is none.
        entrez: NCBI Gene number, or None.
        mesh: MeSH number of a chemical or disease, or None.
    """

    label: str
    type: str = "gene"
    id: str | int | None = None
    entrez: str | int | None = None
    mesh: str | None = None


class Edge(Struct, frozen=True):
    """An edge as published: name of its source, name of its target, what it is drawn as."""

    source: str | int
    target: str | int
    type: str


class Annotation(Struct, frozen=True):
    """One line: a figure with what is drawn in it.

    Attributes:
        figid: the figure, by its identifier or its alias.
        nodes: the nodes.
        edges: the edges.
        by: who read it: ``curator``, or the name of a model.
    """

    figid: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    by: str = field(default="")


def read_annotations(path: Path) -> Iterator[tuple[int, Annotation | RecordError]]:
    """Annotations of a file with their line numbers; a line that is none comes as an error.

    Raises:
        SourceError: the file cannot be read.
    """
    try:
        with path.open("rb") as lines:
            for number, one in json_lines(lines, str(path), Annotation):
                yield number, _checked(one, f"{path}, line {number}")
    except OSError as error:
        raise SourceError(str(path), reason_of(error)) from error


def _checked(annotation: Annotation | LineError, file: str) -> Annotation | RecordError:
    if isinstance(annotation, LineError):
        return RecordError(file, "(line)", f"no annotation: {annotation.reason}")
    names = {_name(node) for node in annotation.nodes}
    for edge in annotation.edges:
        for end in (edge.source, edge.target):
            if str(end) not in names:
                return RecordError(file, "edges", f"{str(end)[:60]!r} is no node of figure {annotation.figid}")
    return annotation


class DrawingIndex:
    """Drawings by figure, on disk, for any number of processes. Use as a context manager.

    Args:
        path: file that :func:`index_drawings` wrote.
    """

    def __init__(self, path: Path) -> None:
        self._base = lmdb.open(str(path), subdir=False, readonly=True, lock=False)

    def __enter__(self) -> DrawingIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def of(self, record: FigureRecord) -> tuple[Annotation, ...]:
        """The annotations of a figure, by its identifier or its alias, in a fixed order."""
        names = [record.figid] if record.alias is None else [record.figid, record.alias]
        found: set[bytes] = set()
        with self._base.begin() as run:
            for name in names:
                cursor = run.cursor()
                start = _prefix(name)
                if cursor.set_range(start):
                    for key, value in cursor:
                        if not key.startswith(start):
                            break
                        found.add(value)
        return tuple(msgspec.json.decode(one, type=Annotation) for one in sorted(found))


def index_drawings(paths: list[Path], target: Path) -> tuple[str, list[RecordError]]:
    """Write an index of annotation files.

    Args:
        paths: files of JSON lines.
        target: the index.

    Returns:
        A hash of what is in it, and the lines that are no annotations.

    Raises:
        SourceError: a file cannot be read.
    """
    refused: list[RecordError] = []
    total = 0
    space = _LEAST + _ROOM * sum(map(_size, paths))  # no more: what may be addressed is limited on clusters
    base = lmdb.open(str(target), subdir=False, lock=False, sync=False, map_size=space)
    with base, base.begin(write=True) as run:
        for path in paths:
            for _, one in read_annotations(path):
                if isinstance(one, RecordError):
                    refused.append(one)
                    continue
                content = msgspec.json.encode(one)
                digest = hashlib.sha256(content).digest()
                run.put(_prefix(one.figid.removesuffix(".jpg")) + digest, content)
                total += int.from_bytes(digest, "big")
    return f"{total % (1 << 256):064x}", refused


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise SourceError(str(path), reason_of(error)) from error


def with_drawings(record: FigureRecord, annotations: tuple[Annotation, ...]) -> FigureRecord:
    """A record with what is drawn in its figure: drawn nodes are read like words that were read off the image.

    A node without a number becomes a word alone, whatever its type, for what it is called decides what it is.
    """
    if not annotations:
        return record
    genes, chemicals, diseases = list(record.genes), list(record.chemicals), list(record.diseases)
    drawings = []
    for annotation in annotations:
        labels = {_name(node): node.label for node in annotation.nodes}
        for node in annotation.nodes:
            kind = _KINDS.get("".join(filter(str.isalpha, node.type.lower())), "gene")
            if node.entrez is None and node.mesh is None:
                genes.append(GeneRow(node.label, None, None, DRAWING))
            elif kind == "chemical":
                chemicals.append(ChemicalRow(node.label, node.mesh))
            elif kind == "disease":
                diseases.append(DiseaseRow(node.label, node.mesh))
            else:
                number = None if node.entrez is None else str(node.entrez)
                genes.append(GeneRow(node.label, None, number, DRAWING))
        edges = tuple(DrawnEdge(labels[str(one.source)], labels[str(one.target)], one.type) for one in annotation.edges)
        drawings.append(Drawing(annotation.by or "unknown", edges))
    return msgspec.structs.replace(
        record,
        genes=tuple(dict.fromkeys(genes)),
        chemicals=tuple(dict.fromkeys(chemicals)),
        diseases=tuple(dict.fromkeys(diseases)),
        drawings=tuple(drawings),
    )


def _name(node: Node) -> str:
    return node.label if node.id is None else str(node.id)


def _prefix(figid: str) -> bytes:
    """Key of a figure; hashed, since LMDB's keys are short."""
    return hashlib.sha256(figid.encode()).digest()[:16]
