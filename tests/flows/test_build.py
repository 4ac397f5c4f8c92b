"""The main flow under Prefect: whole, balanced, and harmless to what was there before."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from figkg.base.errors import ShapeError
from figkg.build.tools import Tools
from tests.helpers.builds import build_by_command as build
from tests.helpers.builds import command
from tests.helpers.prefect_server import clean_environment
from tests.helpers.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.slow

FIGURE = "PMC6676106__CAS-110-2421-g006"
EXPLICIT = "ASK { ncbigene:3491 fkg:activates fplx:NFkappaB, ncbigene:596 }"


def holds(out: Path, prefixes: dict[str, str], ask: str) -> bool:
    store = pyoxigraph.Store.read_only(str(out / "store"))
    return bool(store.query(ask, prefixes=prefixes, use_default_graph_as_union=True))


@pytest.fixture(scope="module")
def built(shipped: Path, broken: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the graph of the shipped and the broken records, made without any server."""
    out = tmp_path_factory.mktemp("built") / "out"
    ran = build(clean_environment(), out, shipped, broken, workers=2)
    assert ran.returncode == 0, ran.stderr
    assert "records read" in ran.stdout
    return out


def test_numbers_balance_and_quarantine_tells_why(built: Path, shipped: Path, broken: Path) -> None:
    summary = json.loads((built / "summary.json").read_text())
    good = len(list((shipped / "_figures").glob("*.md")))
    bad = len(list(broken.glob("*.md")))
    assert summary["read"] == good + bad
    assert summary["graph"] == good
    assert summary["quarantined"] == bad
    refused = [json.loads(line) for line in (built / "quarantine.jsonl").read_text().splitlines()]
    assert len(refused) == summary["quarantined"]
    assert all(set(one) == {"file", "field", "reason"} and one["reason"] for one in refused)


def test_the_example_figure_has_its_two_edges(built: Path, prefixes: dict[str, str]) -> None:
    assert holds(built, prefixes, EXPLICIT)


def test_the_run_is_recorded_with_its_mapping_releases(built: Path, prefixes: dict[str, str]) -> None:
    assert holds(
        built,
        prefixes,
        "ASK { <https://w3id.org/figkg/> prov:wasGeneratedBy ?run . "
        "?run prov:startedAtTime ?start ; prov:endedAtTime ?end ; "
        "prov:wasAssociatedWith/pav:version ?version ; prov:used/pav:version '2024-10-18' }",
    )


def test_the_built_graph_is_validated(built: Path) -> None:
    ran = subprocess.run(command("validate", "--out", str(built), "--sample", "2"), capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("No fault: the whole graph fits the shapes, and 2 figures")


def test_faults_of_a_graph_are_printed_with_their_figures(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "current", tmp_path / "current")
    graph = tmp_path / "current" / "figkg.nq"
    graph.write_text(graph.read_text().replace("vocab#word> ", "vocab#words> ", 1))
    ran = subprocess.run(command("validate", "--out", str(tmp_path), "--sample", "0"), capture_output=True, text=True)
    assert ran.returncode == 1
    assert "Grounding-word: a grounding has one word as it was read: 1 times not" in ran.stdout
    assert "1 fault" in ran.stdout


def test_a_fault_in_a_derived_graph_ends_the_run(built: Path, tools: Tools, tmp_path: Path) -> None:
    lines = (built / "current" / "figkg.nq").read_text().splitlines(keepends=True)
    derived = [line for line in lines if line.endswith("figkg/graph/edges> .\n")]
    (tmp_path / "derived.nq").write_text("".join(derived).replace('vocab#sign> "1"', 'vocab#sign> "2"', 1))
    with pytest.raises(
        ShapeError, match=r"^1 fault in the graph, for example edges: .* the sign of an edge is 1 or -1"
    ):
        tools.checker.require(tmp_path / "derived.nq")


def test_the_command_gives_the_same_bytes_as_the_function(built: Path, release: Path) -> None:
    flow, rooms = (
        re.sub(r"run/[0-9a-f]{24}", "run/…", (one / "figkg.nq").read_text(encoding="utf-8")).splitlines()
        for one in (built, release)
    )
    assert flow == rooms  # the command's run read broken records, too, which its own IRI tells


def test_the_real_example_gives_the_same_edges(real: Path, tmp_path: Path, prefixes: dict[str, str]) -> None:
    ran = build(clean_environment(), tmp_path / "out", real / "_figures" / f"{FIGURE}.md")
    assert ran.returncode == 0, ran.stderr
    assert holds(tmp_path / "out", prefixes, EXPLICIT)
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["read"] == 1


def test_all_real_records_build_and_balance(real: Path, tmp_path: Path) -> None:
    ran = build(clean_environment(), tmp_path / "out", real, workers=2)
    assert ran.returncode == 0, ran.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["read"] == len(list(real.rglob("*.md"))) == summary["graph"] + summary["quarantined"]
    assert summary["graph"] > 840
    assert summary["activating"] > 150
    assert summary["inhibiting"] > 50


def test_a_failing_run_leaves_the_previous_graph(
    built: Path, tmp_path: Path, prefixes: dict[str, str], orchestrated: dict[str, str]
) -> None:
    before = (built / "current").resolve()
    ran = build(orchestrated, built, tmp_path / "nowhere")
    assert ran.returncode == 1
    assert ran.stderr == f"figkg: cannot read {tmp_path / 'nowhere'}: no such file or folder\n"
    assert (built / "current").resolve() == before
    assert holds(built, prefixes, EXPLICIT)


def test_a_killed_run_leaves_the_previous_graph(
    built: Path, shipped: Path, prefixes: dict[str, str], orchestrated: dict[str, str]
) -> None:
    before = (built / "current").resolve()
    running = subprocess.Popen(
        command("build", str(shipped), "--out", str(built)), start_new_session=True, env=orchestrated
    )

    def has_begun() -> bool:
        assert running.poll() is None
        return not all((one / ".finished").exists() for one in (built / "builds").iterdir())

    wait_for(has_begun, "a build has begun")
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert (built / "current").resolve() == before
    assert holds(built, prefixes, EXPLICIT)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("only root can mount a small file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_ends_in_one_line(small_disk: Path, shipped: Path) -> None:
    ran = build(clean_environment(), small_disk / "out", shipped, workers=2)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"figkg: {small_disk / 'out'}: ")
    assert ran.stderr.endswith("the previous graph is untouched\n")
    assert ran.stderr.count("\n") == 1


def test_a_damaged_mapping_ends_in_one_line(shipped: Path, tmp_path: Path, orchestrated: dict[str, str]) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "kinds.yaml").write_text("kinds: 1\n")
    ran = build(orchestrated | {"FIGKG_MAPPINGS": str(tmp_path / "mappings")}, tmp_path / "out", shipped)
    assert ran.returncode == 1
    assert ran.stderr.startswith("figkg: mapping ")
    assert ran.stderr.count("\n") == 1


def test_the_same_bytes_in_any_order_and_with_any_number_of_workers(
    shipped: Path, release: Path, tmp_path: Path, orchestrated: dict[str, str]
) -> None:
    code = (
        "import sys; from pathlib import Path; from figkg.flows.settings import apply_prefect_defaults\n"
        "out, workers, *sources = sys.argv[1:]; apply_prefect_defaults(Path(out))\n"
        "from figkg.flows.build import build_graph\n"
        "build_graph(sources, out=out, workers=int(workers), partition_size=9)"
    )
    files = [str(path) for path in sorted((shipped / "_figures").glob("*.md"))]
    for workers, order in ((1, files), (3, files[::-1])):
        out = tmp_path / f"out-{workers}"
        arguments = [sys.executable, "-c", code, str(out), str(workers), *order]
        subprocess.run(arguments, check=True, env=orchestrated, timeout=PATIENCE)
    one, three = (tmp_path / f"out-{workers}" / "current" for workers in (1, 3))
    for name in ("figkg.nq", "figkg.trig", "ontology.html", "quarantine.jsonl"):
        assert (one / name).read_bytes() == (three / name).read_bytes(), name
    assert (one / "figkg.nq").read_bytes() == (release / "figkg.nq").read_bytes()
