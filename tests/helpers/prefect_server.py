"""A Prefect server that many tests share: starting one for each takes longer than what they test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.helpers.servers import answers, free_port
from tests.helpers.waiting import PATIENCE, wait_for

_PATIENT = {
    "FIGKG_PREFECT_PATIENCE": str(PATIENCE),
    "PREFECT_API_REQUEST_TIMEOUT": str(PATIENCE),
    "PREFECT_SERVER_DATABASE_TIMEOUT": str(PATIENCE),
    "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT": str(PATIENCE),
}


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without settings of Prefect but patience, and with others."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")} | _PATIENT | more


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
        wait_for(lambda: answers(f"{url}/health", server), "the Prefect server answers")
        yield url
    finally:
        server.terminate()
        server.wait(PATIENCE)
