"""Pinned versions: the same in constraints.txt and in requirements.txt, which has hashes, and within pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[1]
LOCKED = (PROJECT / "requirements.txt").read_text()
_PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
_BLOCK = re.compile(r"^[\w.-]+==.*(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+$", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    """Versions by normal name."""
    return {canonicalize_name(name): version for name, version in _PIN.findall(text)}


def test_every_pinned_package_has_its_hashes_and_no_other_version() -> None:
    assert pins(LOCKED) == pins((PROJECT / "constraints.txt").read_text())
    assert len(_BLOCK.findall(LOCKED)) == len(pins(LOCKED)) > 100


def test_no_index_is_named() -> None:
    assert "://" not in LOCKED
    assert not re.search(r"^--", LOCKED, re.MULTILINE)


def test_what_is_pinned_is_what_the_project_asks_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    stated = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    wanted = [one for one in map(Requirement, stated) if one.name != "figkg"]
    pinned = pins(LOCKED)
    missing = [str(one) for one in wanted if pinned.get(canonicalize_name(one.name), "") not in one.specifier]
    assert missing == []
