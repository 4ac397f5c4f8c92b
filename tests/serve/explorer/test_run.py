"""`figkg serve` as a person runs it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import requests

from figkg.build.output import OutputFolder
from figkg.serve.explorer import assets
from figkg.serve.limits import Limits
from figkg.serve.run import run_server
from tests.helpers.waiting import PATIENCE

pytestmark = pytest.mark.slow


def serve(out: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).with_name("figkg")), "serve", "--out", str(out), *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


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


def test_an_address_in_use_is_said_in_words(explored: OutputFolder) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = serve(explored.path, "--port", str(taken.getsockname()[1]))
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "cannot be listened on: Address already in use; choose another --port" in " ".join(said.split())
    assert "Traceback" not in said


def test_a_part_that_is_not_installed_is_named(explored: OutputFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> object:
        return None if name == "dash_cytoscape" else find_spec(name)

    monkeypatch.setattr(assets, "find_spec", find)
    with pytest.raises(
        assets.MissingAssetError, match=r"dash_cytoscape is not installed.*pip install .*'dash<5,>=4.0'"
    ):
        run_server(explored.path, "127.0.0.1", 0, 2, Limits(), lambda _: None, allow_service=False)
