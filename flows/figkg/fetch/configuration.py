"""Where official files are on the network, and what sources of figures may cost: mappings/sources.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import msgspec

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.base.near import perhaps

FILE = "sources.yaml"

Seconds = Annotated[float, msgspec.Meta(ge=0)]
Megabytes = Annotated[float, msgspec.Meta(gt=0)]


class Patience(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long a download is tried.

    Attributes:
        attempts: how often a file is asked for before giving up.
        first_pause: seconds before the second attempt; each further pause is twice as long.
        longest_pause: seconds that a pause has at most, also where a server asks for more.
        silence: seconds without a byte after which a connection is given up.
        longest: seconds that one file may take in all.
    """

    attempts: Annotated[int, msgspec.Meta(ge=1)] = 6
    first_pause: Seconds = 1.0
    longest_pause: Seconds = 60.0
    silence: Seconds = 60.0
    longest: Seconds = 7200.0


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One official file on the network.

    Attributes:
        url: its address; ``{year}`` stands for this year or, where there is no such file yet, the one before.
        megabytes: what it may have at most as it is sent.
        unpacked_megabytes: what it may have at most when unpacked, if it is gzipped.
        sha256: what its SHA-256 must be, in hex, or None.
        checksum_url: address of a text that holds its MD5 or SHA-256, or None.
    """

    url: str
    megabytes: Megabytes
    unpacked_megabytes: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    sha256: str | None = None
    checksum_url: str | None = None


class FigureLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How large a source of figure records on the network may be, and how long it is tried.

    Attributes:
        megabytes: size of an archive, as it is sent.
        folders: folders of a Git repository that are checked out; empty for all.
        between: seconds between two requests to an API.
        patience: how long each request is tried.
    """

    megabytes: Megabytes = 20_000.0
    folders: tuple[str, ...] = ("_figures", "_data")
    between: Annotated[float, msgspec.Meta(ge=0)] = 0.5
    patience: Patience = Patience()


class Sources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All official files that can be fetched.

    Attributes:
        files: by the name under which they are kept (:attr:`figkg.reference.snapshots.Snapshot.files`).
        patience: how long each is tried.
        largest_loss: share of its rows that a new table may lack before it is refused.
        figures: limits for sources of figure records, which `figkg build` names itself.
        organisms: NCBI Gene's tables of other organisms than human, by what people call the organism.
        orthologues: which genes of theirs are orthologues of human ones; fetched with any of them.
    """

    files: Mapping[str, Source]
    patience: Patience = Patience()
    largest_loss: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.05
    figures: FigureLimits = FigureLimits()
    organisms: Mapping[str, Source] = {}
    orthologues: Source | None = None

    def organism_files(self, organisms: Iterable[str]) -> dict[str, str]:
        """Names of the official files of organisms, as they are called where they come from, plain.

        Args:
            organisms: what mappings/sources.yaml calls them.

        Raises:
            MappingError: it has no such organism, or not where orthologues are.
        """
        wanted = list(organisms)
        for one in wanted:
            if one not in self.organisms:
                raise MappingError(FILE, None, f"organisms: no {one!r}; {perhaps(one, self.organisms)}")
        if wanted and self.orthologues is None:
            raise MappingError(FILE, None, "orthologues: not stated, and organisms are of no use without them")
        return {one: file_name(self.organisms[one]).removesuffix(".gz") for one in wanted}


def file_name(source: Source) -> str:
    """The name of an official file where it comes from.

    >>> file_name(Source(url="https://example.org/GENE_INFO/Mus_musculus.gene_info.gz", megabytes=1))
    'Mus_musculus.gene_info.gz'
    """
    return unquote(urlsplit(source.url).path).rpartition("/")[2]


def read_sources(mappings: Path) -> Sources:
    """Read ``sources.yaml`` of a mappings folder.

    Raises:
        MappingError: it is missing, or not of the form that :class:`Sources` describes.
    """
    sources = read_yaml(mappings / FILE, Sources)
    organisms = {f"organisms: {name}": source for name, source in sources.organisms.items()}
    others = organisms if sources.orthologues is None else organisms | {"orthologues": sources.orthologues}
    for name, source in ({f"files: {name}": source for name, source in sources.files.items()} | others).items():
        if not source.url.startswith(("https://", "http://")):
            raise MappingError(FILE, None, f"{name}: url {source.url!r} is not http or https")
    for name in (*sources.files, *map(file_name, others.values())):
        if not name or Path(name).is_absolute() or ".." in Path(name).parts:
            raise MappingError(FILE, None, f"files: {name}: not a file name inside a folder")
    return sources
