"""QLever (https://github.com/ad-freiburg/qlever) builds its index from files: the folder that its script needs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from figkg.base.adoption import adopting
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


def write_qlever_folder(files: Sequence[Path], folder: Path, token: str) -> None:
    """Write a Qleverfile beside the release; `qlever index && qlever start` there does the rest.

    The files are there themselves (as hard links, or copied to another disk), since a container sees this folder alone.

    Args:
        files: N-Quads files.
        folder: the folder, which is created if it is not there.
        token: what the server asks of those who want to change it.

    Raises:
        OutputError: the folder cannot be written.
    """
    names = " ".join(file.name for file in files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with adopting(folder) as new:
            for file in files:
                _place(file.resolve(), new / file.name)
            _write_private(new / "Qleverfile", QLEVERFILE.format(files=names, token=token.replace("$", "$$")))
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
