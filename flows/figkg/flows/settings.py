"""Settings under which figkg starts Prefect: local, silent, inside the output folder.

They are defaults: a variable that the user has set stays as it is, so a run can be pointed at a real
server with ``PREFECT_API_URL``. Set before Prefect is imported, since it reads them then.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import requests

from figkg.base.errors import OutputError, ServiceError

_PATIENCE = 120.0
"""Seconds that a server may take to start."""

_SERVICES = (
    *("EVENT_PERSISTER", "TRIGGERS", "SCHEDULER", "LATE_RUNS"),
    *("CANCELLATION_CLEANUP", "PAUSE_EXPIRATIONS", "FOREMAN", "REPOSSESSOR"),
)
"""What a server does between runs, which costs the only run of a server time."""

_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    **{f"PREFECT_SERVER_SERVICES_{one}_ENABLED": "false" for one in _SERVICES},
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",  # it tells of its own queues when a run is interrupted
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_COLORS": "false",
}


SHOW_LOGS = {
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
}
"""Defaults where runs are looked at on the page of a server."""


def apply_prefect_defaults(output: Path, more: Mapping[str, str] = MappingProxyType({})) -> None:
    """Set the defaults in the environment of this process and its children.

    Args:
        output: the output folder; Prefect's home becomes ``.prefect`` in it.
        more: other defaults, which come before the usual ones.

    Raises:
        OutputError: the folder cannot be written.
    """
    for name, value in {**_DEFAULTS, **more}.items():
        os.environ.setdefault(name, value)
    logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # it warns of its own queue at the end of each run
    home = Path(os.environ.setdefault("PREFECT_HOME", str((output / ".prefect").resolve())))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(home), f"cannot be written: {error.strerror}") from error


_ALL_SERVICES = {f"PREFECT_SERVER_SERVICES_{one}_ENABLED": "true" for one in _SERVICES}


@contextmanager
def own_server(
    port: int, more: Mapping[str, str] = MappingProxyType(_ALL_SERVICES), meanwhile: Callable[[], object] = lambda: None
) -> Iterator[str]:
    """Start a Prefect server on this machine, with its page; ends it afterwards.

    Args:
        port: port to listen on.
        more: other settings than those of this process.
        meanwhile: what is done while it starts.

    Raises:
        ServiceError: it does not start.
    """
    url = f"http://127.0.0.1:{port}/api"
    command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-m", "figkg.base.lifetime", *command],  # it ends with this process, also when that is killed
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **more},
    )
    try:
        meanwhile()
        end = time.monotonic() + _PATIENCE
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > end:
                raise ServiceError(url, f"the Prefect server does not start; is port {port} in use?")
            time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


@contextmanager
def reachable_server(meanwhile: Callable[[], object] = lambda: None) -> Iterator[None]:
    """A Prefect server that other processes reach too: the one that ``PREFECT_API_URL`` names, or one for this run.

    Prefect would start one by itself, but only when it is needed; imports can be done while it starts.

    Args:
        meanwhile: what is done while it starts, not before ``PREFECT_API_URL`` is set.
    """
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    try:
        with own_server(port, {}, meanwhile):
            yield
    finally:
        del os.environ["PREFECT_API_URL"]


def _answers(url: str) -> bool:
    try:
        return bool(requests.get(f"{url}/health", timeout=2).ok)
    except requests.RequestException:
        return False
