"""What messages and pages say of installing works as it stands: figkg is on no index, where its name is anybody's."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from figkg.base.extras import how_to_install

PROJECT = Path(__file__).parents[2]
EXTRAS: dict[str, list[str]] = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"][
    "optional-dependencies"
]
PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *(PROJECT / "docs").rglob("*.md")]
CODE = list((PROJECT / "flows").rglob("*.py"))
_INSTALL = re.compile(r"pip install [^\n`]*")


@pytest.mark.parametrize("extra", sorted(EXTRAS.keys() - {"dev"}))
def test_the_command_that_is_printed_installs_what_the_extra_has(extra: str) -> None:
    pip, install, *named = shlex.split(how_to_install(extra))
    assert (pip, install) == ("pip", "install")
    stated = [Requirement(one) for one in EXTRAS[extra]]
    assert {str(Requirement(one)) for one in named} == {str(one) for one in stated}


def test_a_folder_that_is_not_installed_is_named_as_pip_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("figkg.base.extras.requires", lambda _: None)
    assert how_to_install("web") == "pip install -e '.[web]'"


def test_nobody_is_told_to_install_figkg_from_an_index() -> None:
    said = [command for path in (*PAGES, *CODE) for command in _INSTALL.findall(path.read_text(encoding="utf-8"))]
    assert len(said) > 5
    assert [command for command in said if re.search(r"[ '\"]figkg\b", command)] == []
