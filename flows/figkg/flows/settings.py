"""Settings under which figkg starts Prefect: local, silent, inside the output folder.

They are defaults: a variable that the user has set stays as it is, so a run can be pointed at a real
server with ``PREFECT_API_URL``. Set before Prefect is imported, since it reads them then.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import requests

from figkg.base.errors import OutputError, ServiceError, reason_of
from figkg.base.proxies import spare_loopback
from figkg.fetch.session import open_session

_PATIENCE = 120.0
"""Seconds that a server may take to start, unless a variable says otherwise."""
PATIENCE_VARIABLE = "FIGKG_PREFECT_PATIENCE"
_ERROR = re.compile(r"\(?[\w.]*(?:Error|Exception)\b")
SERVER_LOG = "server.log"
"""What a server said that this process started, in Prefect's home."""

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
    "PREFECT_CLIENT_MAX_RETRIES": "1",  # a server that went away costs seconds, not minutes, at each of the tasks
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",  # it tells of its own queues when a run is interrupted
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",  # it tells of every event that a server that went away did not take
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
    spare_loopback()
    for name, value in {**_DEFAULTS, **more}.items():
        os.environ.setdefault(name, value)
    logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # it warns of its own queue at the end of each run
    home = Path(os.environ.setdefault("PREFECT_HOME", str((output / ".prefect").resolve())))
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(home), f"cannot be written: {reason_of(error)}") from error


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
        ServiceError: it does not start, for a reason that is told.
    """
    url = f"http://127.0.0.1:{port}/api"
    if not _is_free(port):
        raise ServiceError(url, f"port {port} is in use; choose another one")
    command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    log = Path(os.environ["PREFECT_HOME"]) / SERVER_LOG
    with log.open("wb") as said:
        server = subprocess.Popen(
            # it ends with this process, also when that is killed; -P: nothing in the working folder stands for figkg
            [sys.executable, "-P", "-m", "figkg.base.lifetime", *command],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, **more},
        )
    try:
        meanwhile()
        _await(url, server, log)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers.

    Raises:
        ServiceError: it ended, or it is silent for too long.
    """
    patience = float(os.environ.get(PATIENCE_VARIABLE, _PATIENCE))
    end = time.monotonic() + patience
    while not answers(url):
        if server.poll() is not None:
            last = _last_words(log.read_text(encoding="utf-8", errors="replace")) or f"status {server.returncode}"
            raise ServiceError(url, f"the Prefect server ended at once: {last} (all of it: {log})")
        if time.monotonic() > end:
            reason = f"the Prefect server does not answer within {patience:.0f} s; {PATIENCE_VARIABLE} may be more"
            raise ServiceError(url, f"{reason} (what it said: {log})")
        time.sleep(0.05)


def _last_words(said: str) -> str:
    r"""The line that says why a program ended: the last that names an error, or the last one.

    >>> _last_words("Traceback …\nsqlite3.DatabaseError: file is not a database\nApplication startup failed.")
    'sqlite3.DatabaseError: file is not a database'
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    named = [line for line in lines if _ERROR.match(line)]
    return (named or lines or [""])[-1]


@contextmanager
def reachable_server(meanwhile: Callable[[], object] = lambda: None) -> Iterator[str]:
    """A Prefect server: the one that ``PREFECT_API_URL`` names, or one for this run; yields its address.

    Prefect would start one by itself, but only when it is needed; imports can be done while it starts.

    Args:
        meanwhile: what is done while it starts, not before ``PREFECT_API_URL`` is set.

    Raises:
        ServiceError: the one that is named does not answer, or none can be started.
    """
    named = os.environ.get("PREFECT_API_URL")
    if named:
        if not answers(named):
            raise ServiceError(named, "no Prefect server answers there, where PREFECT_API_URL says that one is")
        meanwhile()
        yield named
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    try:
        with own_server(port, {}, meanwhile) as url:
            yield url
    finally:
        del os.environ["PREFECT_API_URL"]


def answers(url: str) -> bool:
    """Whether a Prefect server answers at an address of its interface (``http://host:port/api``)."""
    try:
        with open_session() as session:
            return bool(session.get(f"{url}/health", timeout=2).ok)
    except requests.RequestException:
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
