"""QLever (https://github.com/ad-freiburg/qlever) builds its index from files: the folder that its script needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from figkg.base.errors import OutputError, reason_of

QLEVERFILE = """[data]
NAME        = figkg
DESCRIPTION = Signed edges of pathway figures
FORMAT      = nq

[index]
INPUT_FILES   = {files}
CAT_INPUT_FILES = cat {files}

[server]
PORT         = 7019
ACCESS_TOKEN = ${{FIGKG_STORE_TOKEN}}

[runtime]
SYSTEM = docker
IMAGE  = docker.io/adfreiburg/qlever:latest
"""


def write_qlever_folder(files: Sequence[Path], folder: Path) -> None:
    """Write a Qleverfile beside links to the release; `qlever index && qlever start` there does the rest.

    Raises:
        OutputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            link = folder / file.name
            link.unlink(missing_ok=True)
            link.symlink_to(file.resolve())
        names = " ".join(file.name for file in files)
        (folder / "Qleverfile").write_text(QLEVERFILE.format(files=names), encoding="utf-8")
    except OSError as error:
        raise OutputError(str(folder), reason_of(error)) from error
