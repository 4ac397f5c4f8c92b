"""A Prefect server that many tests share: starting one for each takes longer than what they test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.helpers.servers import free_port


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without settings of Prefect, and with others."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")} | more


@contextmanager
def prefect_server(home: Path) -> Iterator[str]:
    """A server on this machine; yields the address of its interface."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    settings = {
        "PREFECT_HOME": str(home),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment(**settings)
    )
    try:
        end = time.monotonic() + 120
        while not _answers(url):
            assert server.poll() is None
            assert time.monotonic() < end, "the Prefect server does not start"
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(20)


def _answers(url: str) -> bool:
    try:
        return bool(requests.get(f"{url}/health", timeout=2).ok)
    except requests.RequestException:
        return False
