"""XML that every parser takes, whatever characters a text holds.

XML 1.0 has no way to write most control characters, which recognized text of figures may hold; the serializers write
them as they are.
"""

from __future__ import annotations

import re
from typing import IO

_NOT_AS_IT_IS = re.compile(rb"[\x00-\x08\x0b-\x1f]|\xef\xbf[\xbe\xbf]")
_UNKNOWN = "\ufffd".encode()
_BEGUN = (b"\xef\xbf", b"\xef")


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
        self._file.write(_NOT_AS_IT_IS.sub(_replace, whole[: len(whole) - len(self._held)]))
        return len(content)

    def flush(self) -> None:
        """Write what the file holds back."""
        self._file.flush()


def _replace(found: re.Match[bytes]) -> bytes:
    return b"&#13;" if found[0] == b"\r" else _UNKNOWN
