"""What others read off the image of a figure: nodes and edges, as vision models and curators publish them.

JSON lines, one figure each::

    {"figid": "PMC1__fig", "by": "curator", "nodes": [{"label": "TNF", "type": "gene", "entrez": "7124"},
     {"label": "NF-kB", "type": "family"}], "edges": [{"source": "TNF", "target": "NF-kB", "type": "activation"}]}
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import lmdb
import msgspec
from msgspec import Meta, Struct, field

from figkg.base.configuration import json_lines
from figkg.base.errors import LineError, RecordError, SourceError, reason_of
from figkg.base.regions import box_of, line_of, panel_of
from figkg.extract.published import as_annotation
from figkg.extract.record import Drawing, DrawnEdge, DrawnNode, FigureRecord, Testimony
from figkg.extract.triples import ENDINGS, read_triples

Share = Annotated[float, Meta(gt=0, le=1)]
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|html)\Z", re.IGNORECASE)
_LEAST, _ROOM = 1 << 24, 24
"""Bytes that an index may have, and how many more for each of the annotations, of which short ones grow most."""


class Node(Struct, frozen=True):
    """A node as published; docs/drawings.md and docs/schemas/annotation.schema.json describe the form.

    Attributes:
        label: the text in the image.
        type: what it is drawn as, ``gene``, ``chemical``, ``component`` …; empty where nobody says.
        id: name by which edges refer to it; its label where there is none.
        entrez: NCBI Gene number, or None.
        mesh: MeSH number of a chemical, disease or the like, or None.
        form: what is printed at the label that is no part of the name, ``phosphorylated``, or None.
        panel: letter of the panel where it is drawn, or None.
        box: left, top, right and bottom of its box in pixels of the image, or None.
        confidence: how sure its reader is of it, in (0, 1], or None.
    """

    label: str
    type: str = ""
    id: str | int | None = None
    entrez: str | int | None = None
    mesh: str | None = None
    form: str | None = None
    panel: str | None = None
    box: tuple[float, float, float, float] | None = None
    confidence: Share | None = None


class Edge(Struct, frozen=True):
    """An edge as published.

    Attributes:
        source: name of the node where it begins.
        target: name of the node that it acts on; of an edge that ends on another edge, the node where that one ends.
        type: what it does to the target, ``activation``.
        shape: what its end looks like, ``arrow``, ``tbar``, ``line``, or None.
        on: source and target of the edge that it ends on, or None.
        dashed: whether its line is dashed.
        uncertain: whether it is drawn, or was read, as a possibility.
        confidence: how sure its reader is of it, in (0, 1], or None.
        panel: letter of the panel where it is drawn, or None.
        start: x and y of where its line begins, in pixels of the image, or None.
        end: x and y of where its line ends, or None.
        witness: what a line in the image says of it (:mod:`figkg.witness`), or None where nothing is said.
    """

    source: str | int
    target: str | int
    type: str
    shape: str | None = None
    on: tuple[str | int, str | int] | None = None
    dashed: bool = False
    uncertain: bool = False
    confidence: Share | None = None
    panel: str | None = None
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    witness: Testimony | None = None


class Annotation(Struct, frozen=True):
    """One line: a figure with what is drawn in it.

    Attributes:
        figid: the figure, by its identifier or its alias, or the name of its image.
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

    Args:
        path: JSON lines, figkg's own or those of large-model runs over PFOCR; or triples, where it ends in ``.csv`` or
            ``.tsv``.

    Raises:
        SourceError: the file cannot be read.
    """
    try:
        for number, one in _read(path):
            yield number, _checked(one, f"{path}, line {number}")
    except OSError as error:
        raise SourceError(str(path), reason_of(error)) from error


def _read(path: Path) -> Iterator[tuple[int, dict[str, Any] | LineError]]:
    if path.suffix.lower() in ENDINGS:
        yield from read_triples(path)
        return
    with path.open("rb") as lines:
        yield from json_lines(lines, str(path), dict[str, Any])


def _checked(published: dict[str, Any] | LineError, file: str) -> Annotation | RecordError:
    if isinstance(published, LineError):
        return RecordError(file, "(line)", f"no annotation: {published.reason}")
    try:
        annotation = msgspec.convert(as_annotation(published), Annotation)
    except msgspec.ValidationError as error:
        return RecordError(file, "(line)", f"no annotation: {error}")
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
        names = {record.figid} if record.alias is None else {record.figid, record.alias}
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

    def figures(self) -> dict[str, int]:
        """Every figure that is annotated, as the annotations name it, with how many edges they have together."""
        counted: dict[str, int] = {}
        with self._base.begin() as run:
            for _, value in run.cursor():
                one = msgspec.json.decode(value, type=Annotation)
                counted[one.figid] = counted.get(one.figid, 0) + len(one.edges)
        return counted


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
                run.put(_prefix(figure_named(one.figid)) + digest, content)
                total += int.from_bytes(digest, "big")
    return f"{total % (1 << 256):064x}", refused


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise SourceError(str(path), reason_of(error)) from error


def with_drawings(record: FigureRecord, annotations: tuple[Annotation, ...]) -> FigureRecord:
    """A record with what is drawn in its figure; what its source said of it stays as it is."""
    return msgspec.structs.replace(record, drawings=tuple(map(_drawing, annotations))) if annotations else record


def _drawing(annotation: Annotation) -> Drawing:
    places = {_name(node): place for place, node in enumerate(annotation.nodes)}
    return Drawing(
        by=annotation.by or "unknown",
        named=annotation.figid,
        nodes=tuple(
            DrawnNode(" ".join(one.label.split()), one.type, _identifier(one), box_of(one.box))
            for one in annotation.nodes
        ),
        edges=tuple(_edge(one, annotation.nodes, places) for one in annotation.edges),
    )


def _edge(edge: Edge, nodes: tuple[Node, ...], places: dict[str, int]) -> DrawnEdge:
    source, target = places[str(edge.source)], places[str(edge.target)]
    panel = panel_of(edge.panel) or panel_of(nodes[source].panel, nodes[target].panel)
    line = line_of(edge.start, edge.end)
    return DrawnEdge(source, target, edge.type, edge.uncertain, edge.confidence or 1.0, line, panel, edge.witness)


def _identifier(node: Node) -> str:
    if node.entrez is not None and str(node.entrez).strip():
        return f"ncbigene:{str(node.entrez).strip()}"
    return f"mesh:{node.mesh}" if node.mesh else ""


def _name(node: Node) -> str:
    return node.label if node.id is None else str(node.id)


def figure_named(named: str) -> str:
    """A figure's identifier from what an annotation calls it: the name of its image, without folder and ending."""
    return _IMAGE.sub("", named.rpartition("/")[2])


def _prefix(figid: str) -> bytes:
    """Key of a figure; hashed, since LMDB's keys are short."""
    return hashlib.sha256(figid.encode()).digest()[:16]
