"""`figkg serve` as a person runs it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests

from figkg.build.output import OutputFolder
from figkg.serve.explorer import assets
from tests.helpers.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.slow


def serve(out: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).with_name("figkg")), "serve", "--out", str(out), *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ | environment
    )


def test_it_says_where_it_is_and_ends_quietly(explored: OutputFolder) -> None:
    process = serve(explored.path, "--port", "0", "--workers", "2")
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"explore the graph at (http://127\.0\.0\.1:\d+),", line)
        assert found is not None, line
        assert "Pathway figures" in requests.get(found[1], headers={"Accept": "text/html"}, timeout=PATIENCE).text
        query = {"query": "ASK { ?a fkg:activates ?b }"}
        assert requests.get(f"{found[1]}/sparql", params=query, timeout=PATIENCE).json()["boolean"] is True
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""
    finally:
        process.kill()


ENDLESS = "SELECT * { ?a (<urn:x>|!<urn:y>)* ?b . ?c ?d ?e . ?f ?g ?h }"


@pytest.mark.parametrize(
    ("how", "status"),
    [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGKILL, -signal.SIGKILL)],
    ids=lambda one: getattr(one, "name", ""),
)
def test_ended_it_leaves_no_query_behind_nor_waits_for_who_does_not_read(
    how: signal.Signals, status: int, explored: OutputFolder, tmp_path: Path
) -> None:
    arguments = ("--port", "0", "--workers", "2", "--timeout", str(PATIENCE))
    process = serve(explored.path, *arguments, TMPDIR=str(tmp_path))
    assert process.stderr is not None
    try:
        found = re.search(r"at http://127\.0\.0\.1:(\d+),", process.stderr.readline())
        assert found is not None
        with socket.create_connection(("127.0.0.1", int(found[1])), PATIENCE) as asks:
            query = urlencode({"query": ENDLESS})
            asks.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            answers = wait_for(lambda: workers_with_answers(process.pid, tmp_path), "the query runs")
            process.send_signal(how)
            assert process.wait(PATIENCE) == status
            wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in answers), "no process is left")
        if how != signal.SIGKILL:
            assert list(tmp_path.glob("figkg-answers-*")) == []
    finally:
        process.kill()


def workers_with_answers(parent: int, place: Path) -> list[int]:
    """Processes below another one, once one of them was given a file to answer into."""
    below = descendants(parent)
    return below if list(place.glob("figkg-answers-*/*")) else []


def descendants(parent: int) -> list[int]:
    own = [int(number) for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return [one for child in own for one in (child, *descendants(child))]


def test_the_address_of_ipv6_is_written_as_addresses_are(explored: OutputFolder) -> None:
    process = serve(explored.path, "--host", "::1", "--port", "0", "--workers", "2")
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert "explore the graph at http://[::1]:" in line or "cannot be listened on" in line  # where there is no IPv6
    finally:
        process.kill()


def test_an_address_in_use_is_said_in_words(explored: OutputFolder) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = serve(explored.path, "--port", str(taken.getsockname()[1]))
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "cannot be listened on: Address already in use; choose another --port" in " ".join(said.split())
    assert "Traceback" not in said


def test_a_part_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(assets.MissingAssetError, match="oxigraph is not installed; the pages need it: pip install"):
        assets.load_assets()
