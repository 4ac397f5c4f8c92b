"""RDF: N-Quads, TriG, Turtle, N-Triples, RDF/XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyoxigraph

from figkg.base.errors import OutputError, reason_of
from figkg.export.files import open_target
from figkg.graph.built import Release
from figkg.graph.release import quads

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_nquads(release: Release, target: Path) -> None:
    """N-Quads: the release as it is."""
    with open_target(target) as file:
        for piece in _pieces(release.path):
            file.write(piece)


def _pieces(path: Path) -> Iterator[bytes]:
    """A file piece by piece; what goes wrong with another one is not said of it.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        with path.open("rb") as content:
            while piece := content.read(1 << 20):
                yield piece
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error


def write_trig(release: Release, target: Path) -> None:
    """TriG: with prefixes, for people."""
    serialize(quads(release.path), target, pyoxigraph.RdfFormat.TRIG, release.prefixes)


def write_turtle(release: Release, target: Path) -> None:
    """Turtle: all graphs merged, with prefixes."""
    serialize(_triples(release), target, pyoxigraph.RdfFormat.TURTLE, release.prefixes)


def write_ntriples(release: Release, target: Path) -> None:
    """N-Triples: all graphs merged."""
    serialize(_triples(release), target, pyoxigraph.RdfFormat.N_TRIPLES, None)


def write_rdfxml(release: Release, target: Path) -> None:
    """RDF/XML: all graphs merged; characters that no XML may hold become U+FFFD."""
    serialize(map(_for_xml, _triples(release)), target, pyoxigraph.RdfFormat.RDF_XML, release.prefixes)


def _triples(release: Release) -> Iterator[pyoxigraph.Triple]:
    return (quad.triple for quad in quads(release.path))


def _for_xml(triple: pyoxigraph.Triple) -> pyoxigraph.Triple:
    thing = triple.object
    if isinstance(thing, pyoxigraph.Literal) and _NOT_IN_XML.search(thing.value):
        clean = pyoxigraph.Literal(_NOT_IN_XML.sub("\ufffd", thing.value), datatype=thing.datatype)
        return pyoxigraph.Triple(triple.subject, triple.predicate, clean)
    return triple


def serialize(
    statements: Iterable[pyoxigraph.Quad] | Iterable[pyoxigraph.Triple],
    target: Path,
    form: pyoxigraph.RdfFormat,
    prefixes: Mapping[str, str] | None,
    *,
    header: bool = True,
) -> None:
    """Serialize statements one by one, to the same bytes each time.

    Args:
        statements: quads or triples.
        target: the file.
        form: the format.
        prefixes: the prefix map, for formats that have one.
        header: whether the prefixes are written.
    """
    with open_target(target) as file:
        if not prefixes:
            pyoxigraph.serialize(statements, file, format=form)
            return
        ordered = _OrderedHeader(file, xml=form == pyoxigraph.RdfFormat.RDF_XML, kept=header)
        pyoxigraph.serialize(statements, cast("IO[bytes]", ordered), format=form, prefixes=dict(prefixes))
        ordered.finish()


class _OrderedHeader:
    """Passes bytes on, the prefixes at the beginning in order, since the serializer writes them in any."""

    def __init__(self, file: BinaryIO, *, xml: bool, kept: bool) -> None:
        self._file = file
        self._kept = kept
        self._end = re.compile(rb"<rdf:RDF[^>]*>" if xml else rb"^(?!@prefix )(?=[^\n])", re.MULTILINE)
        self._xml = xml
        self._head: bytes | None = b""

    def write(self, data: bytes) -> int:
        """Write bytes; those of the header are kept until it is whole."""
        if self._head is None:
            self._file.write(data)
            return len(data)
        self._head += bytes(data)
        if (found := self._end.search(self._head)) is not None and (self._xml or b"\n" in self._head[found.end() :]):
            end = found.end()
            self._file.write(self._sorted(self._head[:end]) + self._head[end:])
            self._head = None
        return len(data)

    def flush(self) -> None:
        """Nothing is kept but the header."""

    def finish(self) -> None:
        """Write a header behind which nothing came."""
        if self._head is not None:
            self._file.write(self._sorted(self._head))
            self._head = None

    def _sorted(self, head: bytes) -> bytes:
        if not self._kept:
            return b""
        if self._xml:
            start = head.index(b"<rdf:RDF")
            names = sorted(re.findall(rb' xmlns:[^=]+="[^"]*"', head[start:]))
            return head[:start] + b"<rdf:RDF" + b"".join(names) + b">"
        return b"".join(sorted(head.splitlines(keepends=True)))
