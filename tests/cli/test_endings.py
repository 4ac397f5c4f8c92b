"""A command that is asked to end: from the first line of figkg on it ends at once or in order, and never in a trace."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.helpers.builds import command
from tests.helpers.interruption import interrupted
from tests.helpers.prefect_server import clean_environment
from tests.helpers.waiting import PATIENCE

ENDINGS = {
    signal.SIGINT: (130, "figkg: interrupted; the previous graph is untouched\n"),
    signal.SIGTERM: (143, "figkg: ended on request; the previous graph is untouched\n"),
}
TESTS = Path(__file__).parent.parent
DEPLOYMENTS, RECORDS = TESTS.parent / "prefect.yaml", TESTS / "records"
QUERY = "SELECT * { ?a ?b ?c }"
how = pytest.mark.parametrize("how", ENDINGS, ids=lambda how: how.name)


def run(environment: dict[str, str], *arguments: str, deaf: bool = False) -> subprocess.CompletedProcess[str]:
    def be_deaf() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE,
        preexec_fn=be_deaf if deaf else None,
    )


@how
@pytest.mark.parametrize(
    "module", ["figkg.cli.command", "typer", "rich", "figkg.base.errors", "figkg.cli.make", "figkg.cli.measure"]
)
def test_while_the_commands_are_imported(module: str, how: signal.Signals, tmp_path: Path) -> None:
    ran = run(interrupted(tmp_path, how, clean_environment(), importing=module), "--help")
    assert (ran.returncode, ran.stderr, ran.stdout) == (*ENDINGS[how], "")


@pytest.mark.slow
@how
@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        (("build", str(RECORDS)), ("msgspec", "figkg.build.run", "pyoxigraph", "lmdb")),
        (("refresh",), ("requests", "figkg.build.refresh")),
        (("schedule", "--file", str(DEPLOYMENTS)), ("figkg.flows.schedule", "prefect", "pydantic_core")),
        (("query", QUERY), ("pyoxigraph", "figkg.graph.query")),
        (("show", "NFKB1"), ("figkg.graph.folder",)),
        (("ground", "NFKB1"), ("lmdb",)),
        (("export", "graph.sif"), ("figkg.export",)),
        (("serve",), ("figkg.serve.run", "msgspec")),
        (("validate",), ("figkg.validate",)),
        (("evaluate", "nowhere"), ("figkg.evaluate",)),
    ],
    ids=lambda value: value[0],
)
def test_while_a_command_imports_what_it_needs(
    arguments: tuple[str, ...], modules: tuple[str, ...], how: signal.Signals, tmp_path: Path
) -> None:
    for module in modules:
        server = {"PREFECT_API_URL": "http://127.0.0.1:9/api"} if arguments[0] == "schedule" else {}
        environment = interrupted(tmp_path, how, clean_environment(**server), importing=module)
        out = () if arguments[0] in ("ground", "evaluate") else ("--out", str(tmp_path / "out"))
        ran = run(environment, *arguments, *out)
        assert (ran.returncode, ran.stderr, ran.stdout) == (*ENDINGS[how], ""), module


def test_what_is_deaf_to_interruption_stays_so(tmp_path: Path) -> None:
    environment = interrupted(tmp_path, signal.SIGINT, clean_environment(), importing="typer")
    ran = run(environment, "--version", deaf=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("figkg ")


@how
def test_a_running_query_is_ended_by_the_system_since_it_is_deaf_to_python(
    how: signal.Signals, release: Path, store: object, tmp_path: Path
) -> None:
    del store  # filled by now
    (tmp_path / "current").symlink_to(release)
    environment = interrupted(tmp_path / "hook", how, clean_environment(), importing="figkg.cli.pages")
    ran = run(environment, "query", QUERY, "--out", str(tmp_path))
    assert (ran.returncode, ran.stderr, ran.stdout) == (-how, "", "")


@how
def test_an_export_leaves_nothing_half_written(how: signal.Signals, release: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(release)
    target = tmp_path / "exported"
    environment = interrupted(tmp_path / "hook", how, clean_environment(), importing="zstandard")
    ran = run(environment, "export", str(target / "graph.nt.zst"), "--out", str(tmp_path))
    assert (ran.returncode, ran.stderr) == ENDINGS[how]
    assert os.listdir(target) == []
