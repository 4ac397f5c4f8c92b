"""Deployments: read from prefect.yaml, due by the clock, one after the other, seen and told of on failure."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from figkg.base.errors import MappingError
from figkg.flows.build import GRAPH_BUILT
from figkg.flows.schedule import read_deployments
from tests.helpers.prefect_server import clean_environment
from tests.helpers.servers import free_port, oxigraph
from tests.helpers.waiting import PATIENCE, wait_for

PROJECT = Path(__file__).parent.parent.parent
SHIPPED = PROJECT / "prefect.yaml"
TEST = """
deployments:
  - name: each-minute
    entrypoint: flows/figkg/flows/build.py:build_graph
    parameters: {{sources: [{records}], out: {out}, workers: 1}}
    schedules: [{{cron: "* * * * *", timezone: UTC}}]
    concurrency_limit: {{limit: 1, collision_strategy: CANCEL_NEW}}
  - name: fails-each-minute
    entrypoint: flows/figkg/flows/refresh.py:refresh_snapshots
    parameters: {{official: {out}/nowhere, out: {out}}}
    schedules: [{{cron: "* * * * *"}}]
  - name: publish-after-build
    entrypoint: flows/figkg/flows/publish.py:publish_graph
    parameters: {{url: "{store}", profile: oxigraph, out: {out}}}
    triggers: {triggers}
"""


def test_the_shipped_deployments_are_a_nightly_build_a_weekly_refresh_and_a_load_after_each_build() -> None:
    deployments = {one.name: one for one in read_deployments(SHIPPED)}
    assert {name: [line.cron for line in one.schedules] for name, one in deployments.items()} == {
        "nightly-build": ["0 2 * * *"],
        "weekly-refresh": ["0 22 * * 6"],
        "publish-after-build": [],
    }
    (trigger,) = deployments["publish-after-build"].triggers
    assert trigger["expect"] == [GRAPH_BUILT]
    assert not trigger["enabled"]  # until somebody says which store
    assert deployments["nightly-build"].full_name == "build-graph/nightly-build"
    assert all(one.concurrency_limit == {"limit": 1} | (one.concurrency_limit or {}) for one in deployments.values())


BUILD = "flows/figkg/flows/build.py:build_graph"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such file"),
        ("deployments: 1", "array"),
        (
            "deployments: [{name: a, entrypoint: 'other.py:other'}]",
            "a: no flow other.py:other; there are",
        ),
        ("deployments: [", "while parsing"),
        (
            "deployments: [{name: a, entrypoint: '" + BUILD + "', schedules: [{cron: 1 o clock}]}]",
            "a: cron: .*Invalid cron string",
        ),
        (
            "deployments: [{name: a, entrypoint: '" + BUILD + "', parameters: {word: 1}}]",
            "no parameter",
        ),
        (
            "deployments: [{name: a, entrypoint: '" + BUILD + "', parameters: {sources: ['https://u:p@h/x.zip']}}]",
            "a: an address holds a password",
        ),
    ],
)
def test_a_mistake_in_the_file_ends_in_words(tmp_path: Path, content: str | None, reason: str) -> None:
    path = tmp_path / "prefect.yaml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(MappingError, match=reason):
        read_deployments(path)


@contextmanager
def webhook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that keeps the messages that it is sent; yields its address and them."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
            pass

        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", told
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Place:
    """A running `figkg schedule`.

    Attributes:
        api: of its Prefect server.
        out: output folder of the build that is due each minute.
        store: address of the triple store that is loaded after it.
        told: what came to the webhook.
        scheduler: its process.
        log: what it said.
    """

    api: str
    out: Path
    store: str
    told: list[dict[str, Any]]
    scheduler: subprocess.Popen[bytes]
    log: Path

    def server(self) -> list[int]:
        """The process of its Prefect server."""
        children = Path(f"/proc/{self.scheduler.pid}/task/{self.scheduler.pid}/children").read_text().split()
        return [int(one) for one in children if b"server\0start" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def ask(self, what: str, **filters: Any) -> list[dict[str, Any]]:
        answer: list[dict[str, Any]] = requests.post(
            f"{self.api}/{what}/filter", json=filters, auth=self.password, timeout=PATIENCE
        ).json()
        return answer

    @property
    def password(self) -> tuple[str, str]:
        """User and password of the server."""
        user, _, word = (self.out / ".prefect" / "password").read_text().strip().partition(":")
        return user, word

    def runs(self, flow: str, state: str) -> list[dict[str, Any]]:
        return self.ask(
            "flow_runs",
            flows={"name": {"any_": [flow]}},
            flow_runs={"state": {"type": {"any_": [state]}}},
            sort="START_TIME_ASC",
        )


def is_ready(scheduler: subprocess.Popen[bytes], log: Path) -> bool:
    assert scheduler.poll() is None, log.read_text()
    return "runs are at http://127.0.0.1" in log.read_text()


@pytest.fixture(scope="module")
def place(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("schedule")
    out, port = folder / "out", free_port()
    triggers = json.dumps([one | {"enabled": True} for one in read_deployments(SHIPPED)[-1].triggers])
    with oxigraph(folder / "server") as store, webhook() as (hook, told):
        (folder / "deployments.yaml").write_text(TEST.format(records=shipped, out=out, store=store, triggers=triggers))
        scheduler = subprocess.Popen(
            [
                *(sys.executable, "-m", "figkg.cli", "schedule", "--file", str(folder / "deployments.yaml")),
                *("--out", str(out), "--port", str(port)),
            ],
            env=clean_environment(FIGKG_WEBHOOK=hook),
            stderr=(folder / "log").open("wb"),
        )
        try:
            wait_for(lambda: is_ready(scheduler, folder / "log"), "the schedule runs")
            yield Place(f"http://127.0.0.1:{port}/api", out, store, told, scheduler, folder / "log")
        finally:
            if scheduler.poll() is None:
                scheduler.send_signal(signal.SIGINT)
                assert scheduler.wait(PATIENCE) == 0


@pytest.mark.slow
def test_nobody_else_is_let_in(place: Place) -> None:
    kept = place.out / ".prefect" / "password"
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    evil = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for auth in (None, ("figkg", "guessed")):
        answer = requests.post(f"{place.api}/deployments/filter", json={}, auth=auth, timeout=PATIENCE)
        assert answer.status_code == 401
    asked = requests.options(f"{place.api}/deployments/filter", headers=evil, timeout=PATIENCE)
    assert asked.status_code == 400
    assert "access-control-allow-origin" not in asked.headers
    wait_for(lambda: place.ask("deployments"), "the user is let in")


@pytest.mark.slow
def test_a_second_schedule_joins_no_server_of_others(place: Place, tmp_path: Path) -> None:
    ran = subprocess.run(
        [*(sys.executable, "-m", "figkg.cli", "schedule", "--out", str(tmp_path)), "--port", place.api[17:-4]],
        cwd=PROJECT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (ran.returncode, ran.stderr) == (
        1,
        f"figkg: {place.api}: port {place.api[17:-4]} is in use; choose another one\n",
    )


@pytest.mark.slow
def test_a_build_is_started_by_the_clock(place: Place) -> None:
    (run, *_) = wait_for(lambda: place.runs("build-graph", "COMPLETED"), "a build is done")
    assert run["auto_scheduled"]
    assert run["created_by"]["type"] == "SCHEDULE"
    assert (place.out / "figkg.nq").exists()


@pytest.mark.slow
def test_a_run_shows_what_it_came_to(place: Place) -> None:
    (run, *_) = wait_for(lambda: place.runs("build-graph", "COMPLETED"), "a build is done")
    artifacts = {one["key"]: one for one in place.ask("artifacts", artifacts={"flow_run_id": {"any_": [run["id"]]}})}
    summary = json.loads((place.out / "summary.json").read_text())
    assert f"| figures | {summary['figures']:,} |" in artifacts["figkg-summary"]["data"]
    doubts = {row["doubt"]: row["groundings"] for row in json.loads(artifacts["figkg-doubts"]["data"])}
    assert doubts == summary["doubts"]
    quality = {row["number"]: row["value"] for row in json.loads(artifacts["figkg-quality"]["data"])}
    assert 0.5 < float(quality["words identified"]) <= 1
    assert json.loads(artifacts["figkg-quarantine"]["data"]) == []
    assert "/report.html` on " in artifacts["figkg-report"]["data"]
    names = {one["name"].split(" ")[0] for one in place.ask("task_runs", flow_runs={"id": {"any_": [run["id"]]}})}
    assert {"fetch", "extract", "ground,", "emit", "validate", "load", "publish"} <= names


@pytest.mark.slow
def test_a_load_follows_a_build(place: Place) -> None:
    wait_for(lambda: place.runs("publish-graph", "COMPLETED"), "a load is done")
    answer = requests.get(
        f"{place.store}/query",
        params={"query": "ASK { GRAPH ?g { ?a <https://w3id.org/figkg/vocab#activates> ?b } }"},
        headers={"Accept": "application/sparql-results+json"},
        timeout=PATIENCE,
    )
    assert answer.json()["boolean"] is True


@pytest.mark.slow
def test_a_failure_is_told(place: Place) -> None:
    (run, *_) = wait_for(lambda: place.runs("refresh-snapshots", "FAILED"), "a refresh fails")
    told = wait_for(lambda: [one for one in place.told if one["id"] == run["id"]], "its failure is told")[0]
    assert told["flow"] == "refresh-snapshots"
    assert told["state"] == "Failed"
    assert told["text"].startswith("refresh-snapshots: Failed: ")
    assert "nowhere" in told["text"]


@pytest.mark.slow
def test_a_run_can_be_started_by_the_line_that_is_printed(place: Place) -> None:
    (line,) = [line for line in place.log.read_text().splitlines() if "to run one now: " in line]
    ran = subprocess.run(
        ["sh", "-c", line.partition("now: ")[2]],
        env=clean_environment(DO_NOT_TRACK="1"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "build-graph/each-minute" in ran.stdout


@pytest.mark.slow
def test_the_shipped_file_can_be_deployed_as_it_is(place: Place, tmp_path: Path) -> None:
    environment = clean_environment(
        PREFECT_API_URL=place.api, PREFECT_HOME=str(tmp_path), DO_NOT_TRACK="1", PREFECT_CLI_PROMPT="false"
    ) | {"PREFECT_API_AUTH_STRING": ":".join(place.password)}
    for command in (["work-pool", "create", "figkg", "--type", "process"], ["--no-prompt", "deploy", "--all"]):
        ran = subprocess.run(
            [sys.executable, "-m", "prefect", *command],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
    deployed = {one["name"]: one for one in place.ask("deployments") if one["work_pool_name"] == "figkg"}
    assert set(deployed) == {one.name for one in read_deployments(SHIPPED)}
    assert deployed["nightly-build"]["schedules"][0]["schedule"]["cron"] == "0 2 * * *"
    assert deployed["nightly-build"]["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    automations = place.ask("automations")
    actions = [action for one in automations for action in one["actions"]]
    assert deployed["publish-after-build"]["id"] in {one["deployment_id"] for one in actions}


@pytest.mark.slow
def test_a_schedule_whose_server_is_killed_tells_of_it_and_ends(place: Place) -> None:
    """The last test of this file: there is no schedule after it."""
    (server,) = place.server()
    os.kill(server, signal.SIGKILL)
    assert place.scheduler.wait(PATIENCE) == 1
    reason = "the Prefect server ended by itself, with status -9"
    assert any(line.startswith(f"figkg: {place.api}: {reason}") for line in place.log.read_text().splitlines())
    assert any(one["text"].startswith(f"figkg schedule: {reason}") for one in place.told)
