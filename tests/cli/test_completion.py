"""What the shell offers when somebody presses Tab, asked as bash does."""

from __future__ import annotations

import pytest

from tests.helpers.commands import run_here


def offered(capture: pytest.CaptureFixture[str], line: str) -> list[str]:
    words = line.split(" ")
    environment = {
        "_FIGKG_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    ran = run_here(capture, environment=environment)
    assert ran.stderr == ""
    return ran.stdout.split()


def test_commands_and_options_are_offered(capfd: pytest.CaptureFixture[str]) -> None:
    assert {"serve", "schedule", "show"} <= set(offered(capfd, "figkg s"))
    assert offered(capfd, "figkg serve --acc") == ["--access-log"]


def test_named_queries_and_their_parameters_are_offered(capfd: pytest.CaptureFixture[str]) -> None:
    assert offered(capfd, "figkg query inhibitors-of") == ["inhibitors-of-gene"]
    assert offered(capfd, "figkg query inhibitors-of-gene ge") == ["gene="]


def test_the_shell_can_be_told_how_to_ask(capfd: pytest.CaptureFixture[str]) -> None:
    ran = run_here(capfd, "--show-completion", "bash")
    assert ran.returncode == 0
    assert "_FIGKG_COMPLETE=complete_bash" in ran.stdout
