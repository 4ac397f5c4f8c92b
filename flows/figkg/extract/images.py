"""Images of figures: which file of a folder or an archive shows the figure of which record."""

from __future__ import annotations

import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from figkg.base.errors import SourceError, reason_of
from figkg.base.files import open_regular
from figkg.extract.record import FigureRecord
from figkg.extract.unpacking import Unpacked, refuse_bomb

_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_ARCHIVES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_SIGNS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}
_TYPES = {".png": "image/png", ".gif": "image/gif", ".webp": "image/webp"}
_PAPER = re.compile(r"PMC\d+")
_FAULTS = (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, RuntimeError, NotImplementedError)


class Image(Struct, frozen=True):
    """A file with an image.

    Attributes:
        name: path of the file, or of the member of an archive.
        archive: the zip archive that it is in, or empty.
    """

    name: str
    archive: str = ""

    def read(self, most: int) -> bytes:
        """Its content.

        Args:
            most: bytes that it may have.

        Raises:
            OSError: it cannot be read, or is larger; the error says so in words.
        """
        try:
            if not self.archive:
                self.name.encode()
                with open_regular(self.name) as file:
                    content = file.read(most + 1)
            else:
                with zipfile.ZipFile(self.archive) as archive, archive.open(self.name) as member:
                    content = member.read(most + 1)
        except UnicodeEncodeError as error:
            raise OSError("with a name that is not UTF-8") from error
        except OSError:
            raise
        except (*_FAULTS, KeyError) as error:
            raise OSError(" ".join(str(error).split()) or type(error).__name__) from error
        if len(content) > most:
            raise OSError(f"larger than {most / 1_000_000:g} MB")
        return content


class Images:
    """Images by the names that a figure may go by.

    Args:
        found: the images, in any order.
    """

    def __init__(self, found: Iterable[Image]) -> None:
        self._by_name: dict[str, Image] = {}
        bare: dict[str, list[Image]] = {}
        self.count = 0
        for image in sorted(found, key=lambda one: one.name):
            self.count += 1
            path = PurePosixPath(image.name)
            stem = path.stem if path.suffix.lower() in _ENDINGS else path.name
            self._by_name.setdefault(stem, image)
            bare.setdefault(stem, []).append(image)
            for folder in reversed(path.parts[:-1]):
                if paper := _PAPER.fullmatch(folder.partition(".")[0]):
                    self._by_name.setdefault(f"{paper[0]}__{stem}", image)
                    bare.pop(stem)  # the file of one paper is not taken for that of another
                    break
        self._bare = {name: images[0] for name, images in bare.items() if len(images) == 1}

    def of(self, record: FigureRecord) -> Image | None:
        """The image of a figure, by its identifier or its alias."""
        return self.named((record.figid, record.alias or ""))

    def named(self, names: Iterable[str]) -> Image | None:
        """The image of the first of these identifiers that has one."""
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    def claimed(self, record: FigureRecord) -> str:
        """The file name by which a figure may be meant where it is the only one of that name, or nothing."""
        name = record.figid.partition("__")[2]
        return name if name in self._bare else ""

    def by_file_name(self, name: str) -> Image:
        """The one image of a file name that :meth:`claimed` returned."""
        return self._bare[name]

    def with_records(self, records: Iterable[FigureRecord]) -> Iterator[tuple[FigureRecord, Image]]:
        """Records that have an image; one by its file name alone only where no other record could be meant.

        Args:
            records: they are read to the end before the last ones are yielded.
        """
        claims: Counter[str] = Counter()
        later: list[tuple[str, FigureRecord]] = []
        for record in records:
            image = self.of(record)
            claim = self.claimed(record)
            if image is not None:
                yield record, image
            elif claim:
                claims[claim] += 1
                if claims[claim] == 1:
                    later.append((claim, record))
        for claim, record in later:
            if claims[claim] == 1:
                yield record, self.by_file_name(claim)


def media_type(name: str, content: bytes) -> str:
    """What an image is: by its first bytes, and where they say nothing by its name.

    >>> media_type("a.jpg", b"GIF89a"), media_type("a.PNG", b"?"), media_type("a.jpeg", b"")
    ('image/gif', 'image/png', 'image/jpeg')
    """
    known = next((type_ for sign, type_ in _SIGNS.items() if content.startswith(sign)), None)
    return known or _TYPES.get(PurePosixPath(name).suffix.lower(), "image/jpeg")


def open_images(source: Path, scratch: Path, most: int) -> Images:
    """The images of a folder with all that is below it, or of an archive.

    Args:
        source: a folder, a ``.zip`` or a ``.tar``, packed or not, which is unpacked first.
        scratch: folder into which it is.
        most: bytes that an image may have; larger ones are not unpacked.

    Raises:
        SourceError: it is neither, or cannot be read.
    """
    try:
        if source.is_dir():
            return Images(Image(str(path)) for path in source.rglob("*") if _is_image(path.name))
        if source.name.lower().endswith(".zip"):
            with zipfile.ZipFile(source) as archive:
                names = [name for name in archive.namelist() if _is_image(name)]
            return Images(Image(name, str(source)) for name in names)
        if source.name.lower().endswith(_ARCHIVES):
            return Images(_unpack(source, scratch, most))
    except _FAULTS as error:
        reason = reason_of(error) if isinstance(error, OSError) else " ".join(str(error).split())
        raise SourceError(str(source), reason or type(error).__name__) from error
    raise SourceError(str(source), "no folder of images, and no .zip or .tar archive of them")


def _unpack(source: Path, scratch: Path, most: int) -> Iterator[Image]:
    """Unpack the images of an archive, each to a place of its own whatever its name is."""
    expanded = 0
    with Unpacked(source) as content, tarfile.open(fileobj=content, mode="r|") as archive:  # type: ignore[call-overload]
        for number, member in enumerate(archive):
            expanded += member.size
            refuse_bomb(source, expanded)
            if not (member.isfile() and _is_image(member.name) and member.size <= most):
                continue
            stream = archive.extractfile(member)
            path = PurePosixPath(member.name)
            paper = next((one for one in reversed(path.parts[:-1]) if _PAPER.match(one)), "")
            paper = _PAPER.match(paper)[0] if paper else "0"  # type: ignore[index]
            target = scratch / f"{number}" / paper / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"" if stream is None else stream.read())
            yield Image(str(target))


def _is_image(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _ENDINGS and not PurePosixPath(name).name.startswith(".")
