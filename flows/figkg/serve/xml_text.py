"""XML that every parser takes, whatever characters a text holds, and whatever properties are asked for.

XML 1.0 has no way to write most control characters, which recognized text of figures may hold; the serializers write
them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import Triple

_NOT_AS_IT_IS = re.compile(rb"[\x00-\x08\x0b-\x1f]|\xef\xbf[\xbe\xbf]")
_UNKNOWN = "\ufffd".encode()
_LOCAL_NAME = re.compile(r"[^\W\d][\w.-]*$")
_BEGUN = (b"\xef\xbf", b"\xef")


def well_formed(content: bytes) -> bytes:
    r"""XML with U+FFFD for characters that XML does not have; a carriage return stays one.

    >>> well_formed(b"<a>\x01</a>").decode()
    '<a>\ufffd</a>'
    """
    return _NOT_AS_IT_IS.sub(_replace, content)


class NoXmlNameError(Exception):
    """A property that RDF/XML cannot write, for its IRI ends in no name of XML.

    Attributes:
        iri: of the property.
    """

    def __init__(self, iri: str) -> None:
        super().__init__(iri)
        self.iri = iri

    def __str__(self) -> str:
        return f"RDF/XML cannot write the property <{self.iri}>; ask for text/turtle"


def with_xml_names(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Triples that RDF/XML can write.

    Raises:
        NoXmlNameError: here is one that it cannot.
    """
    for triple in triples:
        if not _LOCAL_NAME.search(triple.predicate.value):
            raise NoXmlNameError(triple.predicate.value)
        yield triple


class XmlFile:
    r"""A file for a serializer of XML: characters that XML does not have become U+FFFD.

    A carriage return stays one, which a parser would else read as the end of a line.

    Args:
        file: where to; it is not closed.

    >>> import io
    >>> content = io.BytesIO()
    >>> XmlFile(content).write(b"<a>\x01\r</a>")
    9
    >>> content.getvalue().decode()
    '<a>\ufffd&#13;</a>'
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._held = b""

    def write(self, content: bytes) -> int:
        """Write a piece, which may end within a character; a document ends with ``>``."""
        whole = self._held + bytes(content)
        self._held = next((begun for begun in _BEGUN if whole.endswith(begun)), b"")
        self._file.write(well_formed(whole[: len(whole) - len(self._held)]))
        return len(content)

    def flush(self) -> None:
        """Write what the file holds back."""
        self._file.flush()


def _replace(found: re.Match[bytes]) -> bytes:
    return b"&#13;" if found[0] == b"\r" else _UNKNOWN
