"""What records say on a terminal or in a spreadsheet: read by people, obeyed by nothing."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from rich.text import Text

from figkg.base.errors import SourceError
from figkg.cli import command, terminal
from figkg.cli.console import open_console
from figkg.cli.pages import print_table
from figkg.graph.query import ResultTable
from tests.helpers.builds import command as figkg
from tests.helpers.waiting import PATIENCE

HOSTILE = "TNF\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def on_screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    one = Screen()
    monkeypatch.setattr(sys, "stdout", one)
    monkeypatch.setenv("TERM", "xterm")
    return one


def test_cells_and_texts_bring_no_control_characters_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_screen(monkeypatch)
    console = open_console()
    print_table(ResultTable(("what",), ((HOSTILE,),)), console)
    console.print(Text("caption: ", style="bold") + Text(HOSTILE), HOSTILE, soft_wrap=True)
    shown = screen.getvalue()
    assert "TNF␛]0;owned" in shown
    assert not any(sign in shown for sign in ("\x1b]", "\x1b[2J", "\x07", "\x9b", "\u202e"))
    assert "\x1b[1m" in shown  # what figkg itself has to say in bold


def test_data_are_as_they_are_in_a_file_and_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_screen(monkeypatch)
    terminal.write_out(HOSTILE)
    assert screen.getvalue().startswith("TNF␛]0;owned␇␛[2J")
    file = io.StringIO()
    monkeypatch.setattr(sys, "stdout", file)
    terminal.write_out(HOSTILE)
    assert file.getvalue() == HOSTILE


def test_an_error_is_one_line_whatever_it_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise SourceError(f"a\nb{HOSTILE}.md", "no such file")

    monkeypatch.setattr(command, "app", fail)
    with pytest.raises(SystemExit):
        command.run()
    said = capsys.readouterr().err
    assert said.startswith("figkg: cannot read a bTNF␛]0;owned␇␛[2J")
    assert said.count("\n") == 1


@pytest.mark.slow
def test_a_terminal_without_letters_of_others_prints() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "COLUMNS": "120"}
    ran = subprocess.run(figkg("ground", "NF-κB"), capture_output=True, env=environment, timeout=PATIENCE)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"NF-\\u03baB" in ran.stdout


@pytest.mark.slow
def test_a_full_disk_behind_standard_output_ends_in_one_line() -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(figkg("ground", "TNF"), stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE)
    assert (ran.returncode, ran.stderr) == (1, b"figkg: No space left on device\n")
