"""The output folder: builds side by side, one of them current, switched in a single step.

A run that is killed leaves a build that no link names; the next run removes it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from figkg.base.errors import OutputError, reason_of
from figkg.base.files import locked, replace_file
from figkg.graph.folder import GraphFolder

CONTENTS = (
    *("figkg.nq", "figkg.trig", "run.nq", "store", "quarantine.jsonl", "ontology.html"),
    *("summary.json", "numbers.json", "report.html"),
)
"""What a finished build holds."""

FINISHED = ".finished"
"""Its presence tells a finished build; it holds the build's :class:`Seal`."""

KEPT_BUILDS = 2
"""The current build and the one before it, which readers may still have open."""


_BEGUN = ".begun"
_SIGNS = (_BEGUN, FINISHED, "work", "state.sqlite")
"""What tells that a folder is of a build; the last two, where an earlier version made it."""
_NAME = "%Y%m%dT%H%M%S.%fZ"


def _name_after(names: Iterable[str]) -> str:
    """A name for a build: the time, or where a clock was set back, the moment after the last build.

    Args:
        names: what is in the folder of builds; what no build is called by is passed over.
    """
    begun = [datetime.now(UTC).replace(tzinfo=None)]
    for name in names:
        with suppress(ValueError):
            begun.append(datetime.strptime(name, _NAME) + timedelta(microseconds=1))
    return max(begun).strftime(_NAME)


def _is_build(path: Path) -> bool:
    """Whether a folder was made by a build, finished or not: then it may be removed, whatever else is left.

    It is called like one and holds what only builds make, or nothing at all.
    """
    try:
        datetime.strptime(path.name, _NAME)
    except ValueError:
        return False
    if path.is_symlink() or not path.is_dir():
        return False
    return any((path / name).exists() for name in _SIGNS) or not any(path.iterdir())


def remove_build(build: Path) -> None:
    """Remove the folder of a build, or as much of it as can be removed.

    What tells that it is of a build goes last: where this ends half-way, a later build knows the rest and removes it.

    Args:
        build: the folder.
    """
    with suppress(OSError):  # the disk may be full
        (build / _BEGUN).touch()  # a build of an earlier version has none
    with suppress(OSError):
        for one in sorted(build.iterdir()):
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one, ignore_errors=True)
            elif one.name != _BEGUN:
                with suppress(OSError):
                    one.unlink()
        if {one.name for one in build.iterdir()} <= {_BEGUN}:
            shutil.rmtree(build, ignore_errors=True)


class Seal(Struct, frozen=True):
    """What the files of a finished build must be.

    Attributes:
        files: size in bytes and SHA-256 in hex of each file that the next build relies on, by name.
    """

    files: dict[str, tuple[int, str]]


def seal(build: Path, digests: Mapping[str, str]) -> None:
    """Finish a build: have its files written to the disk, and note what those are that the next build relies on.

    Args:
        build: folder of the build.
        digests: SHA-256 in hex of files, by name.

    Raises:
        OSError: something cannot be written.
    """
    for path in sorted(build.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    files = {name: ((build / name).stat().st_size, digest) for name, digest in digests.items()}
    replace_file(build / FINISHED, msgspec.json.encode(Seal(files)))


def damage(build: Path) -> str:
    """What of a finished build is not as it was written: the name of a file, or nothing.

    Args:
        build: folder of the build.

    Raises:
        OSError: it is not finished, or a file cannot be read.
        msgspec.DecodeError: it was finished by a version of figkg that noted nothing.
    """
    for name, (size, digest) in msgspec.json.decode((build / FINISHED).read_bytes(), type=Seal).files.items():
        if (build / name).stat().st_size != size or sha256_of(build / name) != digest:
            return name
    return ""


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class OutputFolder(GraphFolder):
    """An output folder, to be written.

    Args:
        path: the folder; it need not exist yet.
    """

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one build.

        Raises:
            OutputError: another build holds it, or it cannot be written.
        """
        with locked(self.path / ".lock", "another build is writing here; wait for it to end"):
            yield

    def begin(self) -> Path:
        """An empty folder for a new build; remains of killed runs are removed.

        Raises:
            OutputError: the output folder cannot be written, or holds something of the user's where a build would be.
        """
        builds = self.path / "builds"
        try:
            self._refuse_others()
            builds.mkdir(parents=True, exist_ok=True)
            self._remove_old()
            build = builds / _name_after(one.name for one in builds.iterdir())
            build.mkdir()
            (build / _BEGUN).touch()
        except OSError as error:
            raise OutputError(str(self.path), f"cannot be written: {reason_of(error)}") from error
        return build

    def uses(self, build: Path) -> bool:
        """Whether a build is the one in use."""
        return (self.path / "current").resolve() == build.resolve()

    def publish(self, build: Path) -> None:
        """Make a finished build the one in use, in one step."""
        self._link("current", Path("builds") / build.name)
        for name in CONTENTS:
            if (build / name).exists():
                self._link(name, Path("current") / name)
            elif (self.path / name).is_symlink():
                (self.path / name).unlink()
        self._remove_old()

    def _refuse_others(self) -> None:
        """See that nothing has the names of links to a build but such links, before any work is done.

        Raises:
            OutputError: something has.
        """
        for name, target in {"current": Path("builds"), **dict.fromkeys(CONTENTS, Path("current"))}.items():
            link = self.path / name
            own = link.is_symlink() and (Path(os.readlink(link)).parent == target or (link / FINISHED).exists())
            if os.path.lexists(link) and not own:
                reason = f"{name} in it is none of figkg's; name another folder with --out, or move it away"
                raise OutputError(str(self.path), reason)
        builds = self.path / "builds"
        if os.path.lexists(builds) and not builds.is_dir():
            raise OutputError(str(builds), "none of figkg's folders; name another one with --out, or move it away")

    def _link(self, name: str, target: Path) -> None:
        link = self.path / name
        if link.is_symlink() and os.readlink(link) == str(target):
            return
        draft = self.path / f".{name}.new"
        if draft.is_symlink():  # of a run that was killed
            draft.unlink()
        draft.symlink_to(target)
        draft.replace(link)

    def _remove_old(self) -> None:
        builds = sorted(one for one in (self.path / "builds").iterdir() if _is_build(one))
        link = self.path / "current"
        used = link.resolve().name if link.is_symlink() else ""
        finished = [build.name for build in builds if (build / FINISHED).exists()]
        keep = {used, *finished[-KEPT_BUILDS:]}
        for build in builds:
            if build.name not in keep:
                remove_build(build)
