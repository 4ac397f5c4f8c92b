"""The tutorial: its commands print what it says.

``FIGKG_RENEW=1 python -m pytest tests/test_tutorial.py`` renews the page.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.resources import mappings_folder
from tests.helpers.builds import command as program
from tests.helpers.commands import Ran, run_here
from tests.helpers.sessions import arguments, plain, renewed, sessions, written

PAGE = Path(__file__).parent.parent / "docs" / "tutorial.md"
Run = Callable[[str], str]


@pytest.fixture
def run(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line of the page where the graph of the shipped records is ``output``."""
    (tmp_path / "output").symlink_to(output)
    corrected = tmp_path / "my-mappings"
    corrected.mkdir()
    (row,) = re.findall(r"^```tsv\n(.*?)^```$", written(PAGE), re.MULTILINE | re.DOTALL)
    words = written(mappings_folder() / "words.sssom.tsv")
    (corrected / "words.sssom.tsv").write_text(words + row, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(command: str) -> str:
        setting, _, given = command.rpartition(" figkg ")
        ran: Ran | subprocess.CompletedProcess[str]
        if setting:  # tables of another folder are those of another process
            name, _, folder = setting.partition("=")
            environment = os.environ | {name: str(tmp_path / folder)}
            line = program(*arguments(f"figkg {given}"))
            ran = subprocess.run(line, capture_output=True, text=True, env=environment)
        else:
            ran = run_here(capfd, *arguments(command), environment={"COLUMNS": "100"})
        assert ran.returncode == 0, ran.stderr
        return "\n".join(line.rstrip() for line in (ran.stdout + ran.stderr).splitlines()) + "\n"

    return run


def test_the_commands_print_what_the_page_says(run: Run) -> None:
    if os.environ.get("FIGKG_RENEW"):
        PAGE.write_text(renewed(written(PAGE), run), encoding="utf-8")
    found = [said for session in sessions(written(PAGE)) for said in session]
    assert len(found) > 10
    for said in found:
        assert plain(run(said.command)) == plain(said.answer), said.command


def test_there_is_a_command_for_each_task() -> None:
    page = written(PAGE)
    for section in page.split("\n## ")[1:]:
        assert "```console" in section or "\n    figkg " in section, section.splitlines()[0]
