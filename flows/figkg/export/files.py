"""Target files: compressed by their name, replaced as a whole."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, TextIO, cast

from figkg.base.errors import OutputError, reason_of
from figkg.base.extras import how_to_install
from figkg.base.files import replacing

COMPRESSED = (".gz", ".zst")
STANDARD_OUTPUT = Path("-")


@contextmanager
def open_target(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing; it appears under its name when all is written.

    Args:
        path: the file, compressed when it ends in ``.gz`` or ``.zst``; ``-`` is standard output.

    Raises:
        OutputError: it cannot be written, or the library for its compression is not installed.
    """
    if path == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        return
    try:
        with suppress(FileExistsError):
            path.parent.mkdir(parents=True)
        with ExitStack() as stack:
            draft = stack.enter_context(replacing(path))
            yield _compressed(stack, cast("BinaryIO", stack.enter_context(draft.open("wb"))), path.suffix)
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """The same for text, in UTF-8 with line feeds."""
    with open_target(path) as binary:
        text = io.TextIOWrapper(cast("IO[bytes]", binary), encoding="utf-8", newline="\n", write_through=False)
        try:
            yield text
        finally:
            text.flush()
            text.detach()


def _compressed(stack: ExitStack, file: BinaryIO, suffix: str) -> BinaryIO:
    if suffix == ".gz":
        packed = gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0)
        return cast("BinaryIO", stack.enter_context(packed))
    if suffix == ".zst":
        try:
            import zstandard
        except ImportError as error:
            raise OutputError("*.zst", f"needs the package zstandard: {how_to_install('export')}") from error
        packing = zstandard.ZstdCompressor(level=10).stream_writer(file, closefd=False)
        return cast("BinaryIO", stack.enter_context(packing))
    return file
