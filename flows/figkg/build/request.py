"""What is to be built, looked at before anything is started."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import ServiceError, SourceError, reason_of
from figkg.base.extras import how_to_install
from figkg.base.near import perhaps_file
from figkg.extract.folders import has_magic, matches
from figkg.extract.sources import RECORDS_IN_PARTITION


class Request(Struct, frozen=True, kw_only=True):
    """What is to be built.

    Attributes:
        sources: folders, files, globs, archives, ``-`` for JSON lines on standard input, or addresses on the network
            (:func:`figkg.fetch.fetch_source`).
        workers: processes; 0 means one for each processor.
        partition_size: records in a partition.
        full: make every graph anew, whatever the build before remembers.
        annotations: files of what others read off the images (:mod:`figkg.extract.drawings`).
        vision: address of an endpoint whose model reads images, or empty.
        model: name of the model.
        images: folder or archive of images, each named by its figure: identifier, alias or file name.
        reader: address of an endpoint whose model reads captions too, or empty.
        reader_model: name of its model, where it is another than that of images.
        dask: address of a Dask scheduler whose workers read the figures, or empty for processes of this machine.
        allow_loss: withdraw figures however many the sources no longer have.
        fast: look names up in captions instead of reading them with the tagger; many times faster, and much less found.
    """

    sources: tuple[str, ...]
    workers: int = 0
    partition_size: int = RECORDS_IN_PARTITION
    full: bool = False
    annotations: tuple[str, ...] = ()
    vision: str = ""
    model: str = ""
    images: str = ""
    reader: str = ""
    reader_model: str = ""
    dask: str = ""
    allow_loss: bool = False
    fast: bool = False

    @property
    def processes(self) -> int:
        """Number of processes."""
        return self.workers or os.cpu_count() or 1

    def check(self) -> None:
        """Look at everything that can be seen to be wrong without reading a record.

        Raises:
            SourceError: a source, an annotation file or the images are not there, or nothing is asked for.
            ServiceError: what a Dask cluster needs is not installed.
        """
        if not self.sources:
            raise SourceError("no source", "name a folder, a file, an archive or an address of figure records")
        if self.sources.count("-") > 1:
            raise SourceError("-", "standard input can be read only once")
        for source in self.sources:
            _check_source(source)
        for annotation in self.annotations:
            if not Path(annotation).is_file():
                raise SourceError(annotation, f"no such file{perhaps_file(Path(annotation))}")
        if self.vision and not self.model:
            raise SourceError(self.vision, "a vision endpoint needs the name of a model too")
        if self.vision and not Path(self.images).exists():
            raise SourceError(self.images or self.vision, "no such folder or archive of images")
        if self.reader and not (self.reader_model or self.model):
            raise SourceError(self.reader, "an endpoint that reads captions needs the name of a model too")
        if self.reader and self.fast:
            raise SourceError(self.reader, "a model that reads captions is joined with the trained reader, not without")
        if self.dask and find_spec("distributed") is None:
            raise ServiceError(self.dask, f"distributed is missing; install it with {how_to_install('dask')}")


def _check_source(source: str) -> None:
    if source == "-" or "://" in source or source.startswith("git@"):
        return
    try:
        if Path(source).exists():
            return
        if not has_magic(source):
            raise SourceError(source, f"no such file or folder{perhaps_file(Path(source))}")
        if next(matches(source), None) is None:
            raise SourceError(source, "no file matches")
    except OSError as error:
        raise SourceError(str(error.filename or source), reason_of(error)) from error
