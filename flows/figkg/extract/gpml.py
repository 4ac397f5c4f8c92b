"""Pathways of WikiPathways (GPML 2013a) that redraw a figure, as annotations of that figure.

Which figure it is, the pathway's comments say: by PFOCR's address or identifier of it, or by the PMC number of the
paper and the number of one figure. A group stands for each of its members, and so does a complex. An interaction that
ends on another's anchor acts on what that one brings about: a bar on an arrow inhibits the arrow's target, a bar on a
bar activates it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from figkg.base.errors import RecordError, SourceError, reason_of
from figkg.extract.drawings import Annotation, Edge, Node

READER = "wikipathways"
"""Who read what is redrawn."""

_FIGID = re.compile(r"(PMC\d{5,9}__[^\s/\"'<>)\]]+)")
_PMC = re.compile(r"PMC\s?(\d{5,9})")
_FIGURE = re.compile(r"\bfig(?:ure|\.)?\s*F?(\d{1,2})(?![\d.]*\d)[a-z]?\b", re.IGNORECASE)
_FIGURES = re.compile(
    r"\bfig(?:ure)?s\b\.?\s*F?\d|\bfig(?:ure|\.)?\s*F?\d+[a-z]?\s*(?:,|and|&|-)\s*F?\d", re.IGNORECASE
)
_ENDING = re.compile(r"\.(?:html?|jpe?g|png)\b.*\Z|[.,;:]+\Z")
_NEGATIVE = frozenset({"TBar", "mim-inhibition"})
_POSITIVE = frozenset(
    {"Arrow", "mim-stimulation", "mim-catalysis", "mim-necessary-stimulation", "mim-transcription-translation"}
)
_CHANGES = frozenset({"mim-conversion", "mim-translocation", "mim-modification", "mim-cleavage"})
_DEEPEST = 4


class Redrawn(Struct, frozen=True):
    """What a folder of pathways holds.

    Attributes:
        pathways: how many pathways there are.
        annotations: of those that say which figure they redraw, by figure and pathway.
        refused: files that are no pathways.
    """

    pathways: int
    annotations: tuple[Annotation, ...]
    refused: tuple[RecordError, ...]


class _Line(Struct, frozen=True):
    """An interaction: what its two ends are attached to, and what its heads look like."""

    ends: tuple[str, str]
    heads: tuple[str, str]
    dashed: bool


def read_pathways(folder: Path) -> Redrawn:
    """The pathways of a folder, and of the folders in it, that say which figure they redraw.

    Args:
        folder: the folder, or one ``.gpml`` file.

    Raises:
        SourceError: there is no such folder, or no pathway in it.
    """
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*.gpml"))
    if not paths:
        raise SourceError(str(folder), "no pathway (*.gpml) is there")
    made, refused = [], []
    for path in paths:
        try:
            found = read_pathway(path.read_bytes())
        except OSError as error:
            refused.append(RecordError(str(path), "(file)", reason_of(error)))
        except (ElementTree.ParseError, ValueError) as error:
            refused.append(RecordError(str(path), "(file)", f"no GPML: {error}"))
        else:
            if found is not None:
                made.append(found)
    return Redrawn(len(paths), tuple(sorted(made, key=lambda one: one.figid)), tuple(refused))


def read_pathway(content: bytes) -> Annotation | None:
    """The annotation that a pathway is, or None where it names no figure that it redraws.

    Raises:
        ElementTree.ParseError: it is no XML.
        ValueError: it defines entities of its own, as no pathway does.
    """
    if b"<!ENTITY" in content:
        raise ValueError("it defines entities")
    root = ElementTree.fromstring(content)  # noqa: S314 (without entities nothing can grow)
    for part in root.iter():
        part.tag = part.tag.rpartition("}")[2]
    figid = redrawn_figure(" ".join(one.text or "" for one in root.iter("Comment")))
    return None if figid is None else _Pathway(root).annotation(figid)


def redrawn_figure(text: str) -> str | None:
    """The figure that a text says a pathway redraws: PFOCR's identifier or alias of it, where it is one.

    >>> redrawn_figure("Derived from https://pfocr.wikipathways.org/figures/PMC1234567__x-g001.html.")
    'PMC1234567__x-g001'
    >>> redrawn_figure("Based on figure 3 of [Doe](https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/).")
    'PMC1234567__F3'
    >>> redrawn_figure("Based on figures 1 and 2 of PMC1234567.")
    """
    named = {_ENDING.sub("", found) for found in _FIGID.findall(text)}
    if named:
        return named.pop() if len(named) == 1 else None
    papers, numbers = set(_PMC.findall(text)), set(_FIGURE.findall(text))
    if len(papers) != 1 or len(numbers) != 1 or _FIGURES.search(text):
        return None
    return f"PMC{papers.pop()}__F{int(numbers.pop())}"


class _Pathway:
    """The parts of a pathway by the identifiers that its interactions refer to."""

    def __init__(self, root: ElementTree.Element) -> None:
        self._human = root.get("Organism") == "Homo sapiens"
        self._nodes: dict[str, Node] = {}
        self._members: dict[str, list[str]] = {}
        self._lines: list[_Line] = []
        self._anchors: dict[str, _Line] = {}
        self._states: dict[str, str] = {}
        for number, one in enumerate((*root.iter("DataNode"), *root.iter("Label"))):
            name = one.get("GraphId") or f"node {number}"
            label = " ".join((one.get("TextLabel") or "").split())
            if label:
                self._nodes[name] = self._node(one, name, label)
                self._members.setdefault(one.get("GroupRef") or "", []).append(name)
        groups = {one.get("GroupId") or "": one.get("GraphId") or "" for one in root.iter("Group")}
        self._members = {groups[key]: found for key, found in self._members.items() if groups.get(key)}
        for one in root.iter("State"):
            self._states[one.get("GraphId") or ""] = one.get("GraphRef") or ""
        for one in root.iter("Interaction"):
            self._take(one)

    def _node(self, one: ElementTree.Element, name: str, label: str) -> Node:
        xref = one.find("Xref")
        number = None
        if self._human and xref is not None and xref.get("Database") == "Entrez Gene":
            number = (xref.get("ID") or "").strip() or None
        type_ = "label" if one.tag == "Label" else (one.get("Type") or "")
        return Node(label, type_, name, number)

    def _take(self, one: ElementTree.Element) -> None:
        points = one.findall("Graphics/Point")
        graphics = one.find("Graphics")
        if len(points) < 2 or graphics is None:
            return
        first, last = points[0], points[-1]
        line = _Line(
            (first.get("GraphRef") or "", last.get("GraphRef") or ""),
            (first.get("ArrowHead") or "", last.get("ArrowHead") or ""),
            graphics.get("LineStyle") == "Broken",
        )
        self._lines.append(line)
        for anchor in graphics.iter("Anchor"):
            self._anchors[anchor.get("GraphId") or ""] = line

    def annotation(self, figid: str) -> Annotation:
        """The pathway as an annotation of a figure."""
        edges = list(dict.fromkeys(edge for line in self._lines for edge in self._edges(line)))
        used = {end for edge in edges for end in (edge.source, edge.target)}
        nodes = tuple(node for name, node in self._nodes.items() if name in used)
        return Annotation(figid, nodes, tuple(edges), READER)

    def _edges(self, line: _Line) -> Iterator[Edge]:
        """The edges that an interaction draws, one for each of its heads and each pair of things at its ends."""
        for (start, end), head in ((line.ends, line.heads[1]), (line.ends[::-1], line.heads[0])):
            if not head:
                continue
            struck = self._anchors.get(end)
            type_ = head if struck is None else _effect(head, self._sign(struck))
            for source in self._things(start, at=0):
                for target in self._things(end, at=1):
                    on = None
                    if struck is not None:
                        ends = (next(self._things(struck.ends[at], at=at), "") for at in (0, 1))
                        on = (next(ends), next(ends))
                    if source != target:
                        shape = "tbar" if head in _NEGATIVE else "arrow"
                        yield Edge(source, target, type_, shape, on if on and all(on) else None, line.dashed)

    def _sign(self, line: _Line, depth: int = 0) -> int:
        """What a line does to what it ends on, as far as it has a direction; 0 where it has none."""
        head = line.heads[1]
        sign = -1 if head in _NEGATIVE else 1 if head in _POSITIVE or head in _CHANGES else 0
        struck = self._anchors.get(line.ends[1])
        return sign if struck is None or depth > _DEEPEST else sign * self._sign(struck, depth + 1)

    def _things(self, name: str, *, at: int, depth: int = 0) -> Iterator[str]:
        """The nodes that an end is attached to: of a group its members, of an anchor those at one end of its line."""
        name = self._states.get(name, name)
        if depth > _DEEPEST:
            return
        if name in self._nodes:
            yield name
        elif name in self._anchors:
            yield from self._things(self._anchors[name].ends[at], at=at, depth=depth + 1)
        else:
            yield from self._members.get(name, ())


def _effect(head: str, struck: int) -> str:
    """What a line with a head does to the target of the line that it ends on, as a type of edges."""
    sign = struck * (-1 if head in _NEGATIVE else 1 if head in _POSITIVE else 0)
    return "unclear" if not sign else "activation" if sign > 0 else "inhibition"
