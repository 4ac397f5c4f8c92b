"""A build under Prefect, and what becomes of it where there is no server, or one that goes away."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.builds import build_plainly, command
from tests.helpers.commands import messages
from tests.helpers.prefect_server import clean_environment
from tests.helpers.servers import free_port
from tests.helpers.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.slow

NOWHERE = "http://127.0.0.1:9"


def run(out: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("build", *arguments, "--out", str(out)),
        capture_output=True,
        text=True,
        env=clean_environment(**environment),
        timeout=PATIENCE,
    )


def task_names(out: Path) -> list[str]:
    with sqlite3.connect(out / ".prefect" / "prefect.db") as database:
        return [name for (name,) in database.execute("SELECT name FROM task_run ORDER BY start_time")]


def test_a_single_build_needs_no_server_and_leaves_nothing_of_prefect(shipped: Path, tmp_path: Path) -> None:
    ran = run(tmp_path / "out", str(shipped), PREFECT_HOME=str(tmp_path / "home"))
    assert (ran.returncode, messages(ran.stderr)) == (0, [])
    assert not (tmp_path / "home").exists()
    assert not (tmp_path / "out" / ".prefect").exists()


def test_with_prefect_its_page_shows_what_happens_and_the_bytes_are_the_same(shipped: Path, tmp_path: Path) -> None:
    ran = run(tmp_path / "out", str(shipped), "--prefect")
    assert (ran.returncode, messages(ran.stderr)) == (0, [])
    assert task_names(tmp_path / "out") == [
        *("fetch", "extract", "ground, relate, emit 1 of 1", "emit edges", "validate", "load", "publish"),
    ]
    plain = build_plainly([str(shipped)], tmp_path / "plain")
    assert (tmp_path / "out" / "figkg.nq").read_bytes() == (plain / "figkg.nq").read_bytes()


@pytest.mark.parametrize("variables", [("HTTP_PROXY", "http_proxy"), ("ALL_PROXY",)], ids=lambda names: names[0])
def test_behind_a_proxy_this_machine_is_asked_directly(
    variables: tuple[str, ...], shipped: Path, tmp_path: Path
) -> None:
    ran = run(tmp_path / "out", str(shipped), "--prefect", **dict.fromkeys(variables, NOWHERE))
    assert (ran.returncode, messages(ran.stderr)) == (0, [])
    assert "publish" in task_names(tmp_path / "out")


@pytest.mark.parametrize("name", ["flows", "figkg"])
def test_a_folder_may_have_packages_of_the_same_name(name: str, shipped: Path, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise RuntimeError('this is not it')")
    figkg = Path(sys.executable).with_name("figkg")
    ran = subprocess.run(
        [str(figkg), "build", str(shipped), "--prefect"],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (ran.returncode, messages(ran.stderr)) == (0, [])
    assert "publish" in task_names(tmp_path / "output")


def test_a_server_that_cannot_start_is_told_of_with_its_last_words_and_gone_without(
    shipped: Path, tmp_path: Path
) -> None:
    home = tmp_path / "out" / ".prefect"
    home.mkdir(parents=True)
    (home / "prefect.db").write_bytes(b"no database at all, and longer than the head of one would be" * 10)
    ran = run(tmp_path / "out", str(shipped), "--prefect")
    assert ran.returncode == 0, ran.stderr
    (line,) = messages(ran.stderr)
    assert "/api: the Prefect server ended at once: " in line
    assert "file is not a database" in line
    assert line.endswith("; going on without Prefect")
    assert (tmp_path / "out" / "figkg.nq").exists()


def test_a_server_that_is_silent_is_waited_for_as_long_as_one_wishes(shipped: Path, tmp_path: Path) -> None:
    ran = run(tmp_path / "out", str(shipped), "--prefect", FIGKG_PREFECT_PATIENCE="0")
    assert ran.returncode == 0, ran.stderr
    (line,) = messages(ran.stderr)
    assert "does not answer within 0 s; FIGKG_PREFECT_PATIENCE may be more" in line


def test_a_server_that_is_named_and_not_there_ends_the_build_in_one_line(shipped: Path, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}/api"
    ran = run(tmp_path / "out", str(shipped), PREFECT_API_URL=url)
    assert ran.returncode == 1
    assert ran.stderr == f"figkg: {url}: no Prefect server answers there, where PREFECT_API_URL says that one is\n"


def test_a_server_that_is_killed_costs_no_graph(shipped: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = command("build", str(shipped), "--prefect", "--out", str(out))
    running = subprocess.Popen(
        arguments, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )

    def has_begun() -> bool:
        assert running.poll() is None
        return bool(list(out.glob("builds/*/work/partitions/*")))

    wait_for(has_begun, "the build has begun")
    for child in children(running.pid):
        if "prefect server" in child[1]:
            os.kill(child[0], signal.SIGKILL)
    _, told = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, told
    (line,) = messages(told)
    assert "the Prefect server ended by itself, with status -9 (what it said: " in line
    assert line.endswith("; the graph is in place")
    assert (out / "figkg.nq").exists()


def test_a_worker_that_is_killed_ends_the_build_in_one_line(shipped: Path, tmp_path: Path) -> None:
    for number in range(3):  # three folders of records make three partitions
        (tmp_path / str(number)).symlink_to(shipped)
    out = tmp_path / "out"
    arguments = command("build", *(str(tmp_path / str(number)) for number in range(3)), "--out", str(out))
    running = subprocess.Popen(
        [*arguments, "--workers", "2"],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def workers() -> list[int]:
        assert running.poll() is None
        return [pid for pid, line in descendants(running.pid) if is_worker(pid, line)]

    os.kill(wait_for(workers, "a process reads figures")[0], signal.SIGKILL)
    _, told = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    (line,) = messages(told)
    assert "a process that read figures was ended from outside; is memory short?" in line
    assert not list(out.glob("builds/*"))


def children(parent: int) -> list[tuple[int, str]]:
    """Processes that another one started, with their command lines."""
    found = []
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        line = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        found.append((int(number), line))
    return found


def descendants(parent: int) -> list[tuple[int, str]]:
    try:
        own = children(parent)
    except OSError:
        return []
    return [one for child in own for one in (child, *descendants(child[0]))]


def is_worker(pid: int, line: str) -> bool:
    """Whether a process is one of the pool that has begun to read, by the file of results that it holds open."""
    if "forkserver" not in line:
        return False
    try:
        return any(
            ".outcomes" in str(one.readlink())
            or ".nq" in str(one.readlink())
            or "work/partition" in str(one.readlink())
            for one in Path(f"/proc/{pid}/fd").iterdir()
        )
    except OSError:
        return False
