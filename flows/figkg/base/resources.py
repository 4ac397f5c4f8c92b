"""Where the data that comes with figkg lies: beside the code in a checkout, inside the package in a wheel."""

from __future__ import annotations

import os
from pathlib import Path

from figkg.base.adoption import settle
from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError, reason_of
from figkg.base.iris import PREFIXES_FILE, refuse_other_bases
from figkg.base.overlay import laid_over

MAPPINGS_VARIABLE = "FIGKG_MAPPINGS"
"""Environment variable that names a folder of tables, laid over those that come with figkg."""


def mappings_folder() -> Path:
    """The folder of reference snapshots, curated mappings and configuration.

    Files of the folder that ``FIGKG_MAPPINGS`` names stand before the installed ones. A refresh that was cut off while
    it put its tables in place is finished first.

    Raises:
        MappingError: the folder that ``FIGKG_MAPPINGS`` names does not exist, or cannot be laid over the others; or a
            refresh cannot be finished.
    """
    own, installed = own_mappings_folder(), installed_mappings_folder()
    for folder in {installed, own}:
        try:
            settle(folder)
        except OSError as error:
            reason = f"a refresh was cut off here and cannot be finished ({reason_of(error)})"
            remedy = "run a command of figkg as a user who may write here"
            raise MappingError(str(folder), None, f"{reason}; {remedy}") from error
    return installed if own == installed else laid_over(installed, own)


def own_mappings_folder() -> Path:
    """The folder in which somebody changes tables: that of ``FIGKG_MAPPINGS``, or the installed one.

    Raises:
        MappingError: the folder that ``FIGKG_MAPPINGS`` names does not exist.
    """
    chosen = os.environ.get(MAPPINGS_VARIABLE)
    if chosen and not Path(chosen).is_dir():
        raise MappingError(chosen, None, f"no such folder (named by {MAPPINGS_VARIABLE})")
    return Path(chosen) if chosen else installed_mappings_folder()


def installed_mappings_folder() -> Path:
    """The folder of all tables that come with figkg."""
    return _data_folder("mappings")


def ontologies_folder() -> Path:
    """The folder of the vocabulary, the shapes and the named queries."""
    return _data_folder("ontologies")


def deployments_file() -> Path:
    """The deployments that come with figkg, in the form of prefect.yaml."""
    return _data_folder("prefect.yaml")


def read_prefixes(mappings: Path | None = None) -> dict[str, str]:
    """The prefix map: prefix to IRI.

    Args:
        mappings: the mappings folder; without it that of :func:`mappings_folder`.

    Raises:
        MappingError: it is missing or not of its form, or has another IRI for a thing of the graph's own.
    """
    path = (mappings or mappings_folder()) / PREFIXES_FILE
    prefixes = read_yaml(path, dict[str, str])
    refuse_other_bases(prefixes, path)
    return prefixes


def _data_folder(name: str) -> Path:
    """A folder or file of the data."""
    package = Path(__file__).parent.parent
    project = package.parent.parent
    return project / name if (project / "pyproject.toml").exists() else package / "data" / name
