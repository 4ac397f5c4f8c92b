"""QLever (https://github.com/ad-freiburg/qlever) builds its index from files: the folder that its script needs."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from figkg.base.errors import OutputError, reason_of

QLEVERFILE = """[data]
NAME        = figkg
DESCRIPTION = Signed edges of pathway figures
FORMAT      = nq

[index]
INPUT_FILES     = {files}
CAT_INPUT_FILES = cat ${{INPUT_FILES}}

[server]
PORT         = 7019
ACCESS_TOKEN = {token}

[runtime]
SYSTEM = docker
IMAGE  = docker.io/adfreiburg/qlever:latest
"""


_OF_A_LOAD = re.compile(r"(?:figkg|run)\.[0-9a-f]{8}\.nq|\.Qleverfile\.[0-9a-f]{8}\.draft")
"""Names that nothing but a load gives."""


def write_qlever_folder(files: Sequence[Path], folder: Path, token: str) -> None:
    """Write a Qleverfile beside the release; `qlever index && qlever start` there does the rest.

    The files are there themselves (as hard links, or copied to another disk), since a container sees this folder alone.
    Those of each release have names of their own, which the Qleverfile names; it is replaced in one step, and then the
    files of the release before go. Whatever ends the process, it names a whole release.

    Args:
        files: N-Quads files.
        folder: the folder, which is created if it is not there.
        token: what the server asks of those who want to change it.

    Raises:
        OutputError: the folder cannot be written.
    """
    release = uuid4().hex[:8]
    named = [f"{file.stem}.{release}{file.suffix}" for file in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, name in zip(files, named, strict=True):
            _place(file.resolve(), folder / name)
        text = QLEVERFILE.format(files=" ".join(named), token=token.replace("$", "$$"))
        draft = folder / f".Qleverfile.{release}.draft"
        _write_private(draft, text)
        draft.replace(folder / "Qleverfile")
        for path in folder.iterdir():
            if path.name not in named and _OF_A_LOAD.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(str(folder), reason_of(error)) from error


def _place(file: Path, target: Path) -> None:
    """Put a file under another name, without a second copy where the disk is the same."""
    try:
        target.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, target)


def _write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
