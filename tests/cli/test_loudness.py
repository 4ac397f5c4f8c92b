"""How much commands tell: -q only errors, -v what each stage does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers.commands import Ran, messages, run_here

RECORD = Path(__file__).parent.parent / "records" / "_figures" / "PMC6676106__CAS-110-2421-g006.md"


def build(capfd: pytest.CaptureFixture[str], out: Path, *options: str, source: str = str(RECORD)) -> Ran:
    """How a build of one record ends."""
    return run_here(capfd, "build", source, "--out", str(out), "--reader", "fast", *options, environment={})


def stages(ran: Ran) -> list[str]:
    """What the lines on standard error are about, without times."""
    return [line.removeprefix("figkg: ").rpartition(";")[0] for line in messages(ran.stderr) if line.endswith(" s")]


def test_a_quiet_build_prints_nothing_and_makes_the_same_graph(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert build(capfd, tmp_path / "quiet", "-q") == (0, "", "")
    loud = build(capfd, tmp_path / "loud")
    assert "records read" in loud.stdout
    assert loud.stderr == ""
    graphs = [(tmp_path / name / "figkg.nq").read_bytes() for name in ("quiet", "loud")]
    assert graphs[0] == graphs[1]


def test_a_quiet_build_tells_errors(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = build(capfd, tmp_path, "--quiet", source=str(tmp_path / "none"))
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"figkg: cannot read {tmp_path / 'none'}: no such file or folder\n"


def test_a_verbose_build_tells_what_each_stage_did(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = build(capfd, tmp_path / "out", "-v")
    assert stages(ran) == [
        "fetch: 1 source at hand",
        "extract: 1 partition of records",
        "ground, relate, emit: 1 record read",
        "emit edges: edges, entities and dataset of 1 figure",
        "validate: derived.nq fits the shapes",
        *[line for line in stages(ran) if line.startswith("load: ")],
        "write for people: TriG, the ontology's page",
    ]
    assert "makes every graph anew" in ran.stderr.splitlines()[0]
    assert re.fullmatch(r"figkg: publish: .*/builds/\S+ is the build in use", ran.stderr.splitlines()[-1])
    again = build(capfd, tmp_path / "out", "--verbose")
    assert stages(again)[-1] == "compare: 1 record compared with the build before"
    assert again.stderr.splitlines()[-1].startswith("figkg: publish: nothing changed; ")


def test_quiet_and_verbose_contradict_each_other(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = build(capfd, tmp_path, "-q", "-v")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "one or the other" in ran.stderr


def test_export_and_validate_are_as_loud_as_they_are_told(capfd: pytest.CaptureFixture[str], output: Path) -> None:
    out, target = ("--out", str(output)), str(output.parent / "quiet.tsv")
    assert run_here(capfd, "export", target, "-q", *out, environment={}) == (0, "", "")
    told = run_here(capfd, "export", target, "-v", *out, environment={}).stderr.splitlines()
    assert told[0].startswith("figkg: edges: from ")
    assert re.fullmatch(rf"figkg: {re.escape(target)}: [\d,]+ bytes; [\d.]+ s", told[-1])
    assert run_here(capfd, "validate", "--sample", "1", "-q", *out, environment={}) == (0, "", "")


@pytest.mark.parametrize("command", ["build", "refresh", "load", "export", "validate", "relate"])
def test_the_help_of_long_commands_has_both(capfd: pytest.CaptureFixture[str], command: str) -> None:
    said = run_here(capfd, command, "--help", environment={"COLUMNS": "120"}).stdout
    assert "Print nothing but errors." in said
    assert "Tell what each stage does, on standard error." in said
