"""Settings under which figkg starts Prefect: local, silent, inside the output folder.

They are defaults: a variable that the user has set stays as it is, so a run can be pointed at a real
server with ``PREFECT_API_URL``. Set before Prefect is imported, since it reads them then.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
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
PASSWORD_VARIABLE = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105 (its name)
"""Of Prefect: ``user:password`` without which a server answers nobody."""
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
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # runs that are over are forgotten after a while
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(90 * 24 * 3600),
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
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if home == (output / ".prefect").resolve():
            home.chmod(0o700)  # its database has the parameters of runs: addresses, places on this machine
    except OSError as error:
        raise OutputError(str(home), f"cannot be written: {reason_of(error)}") from error


_ALL_SERVICES = {f"PREFECT_SERVER_SERVICES_{one}_ENABLED": "true" for one in _SERVICES}


@contextmanager
def own_server(
    port: int,
    more: Mapping[str, str] = MappingProxyType(_ALL_SERVICES),
    meanwhile: Callable[[], object] = lambda: None,
    gone: Callable[[str], object] = lambda _reason: None,
) -> Iterator[str]:
    """Start a Prefect server on this machine, with its page; ends it afterwards.

    It listens on this machine alone and answers nobody without its password, which is new each time, nor pages of
    others in a browser: whoever may speak to it can have programs run.

    Args:
        port: port to listen on.
        more: other settings than those of this process.
        meanwhile: what is done while it starts; Prefect must not be imported before.
        gone: is told, in a thread of its own, where the server ends by itself.

    Raises:
        ServiceError: it does not start, or ended by itself, for a reason that is told.
    """
    url = f"http://127.0.0.1:{port}/api"
    if not _is_free(port):
        raise ServiceError(url, f"port {port} is in use; choose another one")
    command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    log = Path(os.environ["PREFECT_HOME"]) / SERVER_LOG
    with _guarded(port):
        with log.open("wb") as said:
            server = subprocess.Popen(
                # it ends with this process, also when that is killed
                # -P: nothing in the working folder stands for figkg
                [sys.executable, "-P", "-m", "figkg.base.lifetime", *command],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=subprocess.STDOUT,
                env={**os.environ, **more},
            )
        watch = _Watch(server, log, gone)
        try:
            meanwhile()
            _await(url, server, log)
            watch.begin()
            yield url
        except BaseException as error:
            if watch.reason:
                raise ServiceError(url, watch.reason) from error
            raise
        finally:
            watch.end()
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
    if watch.reason:
        raise ServiceError(url, watch.reason)


class _Watch:
    """Notices when a server ends by itself."""

    def __init__(self, server: subprocess.Popen[bytes], log: Path, gone: Callable[[str], object]) -> None:
        self.reason = ""
        self._server = server
        self._log = log
        self._gone = gone
        self._ended = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._wait, name="watch of the Prefect server", daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _wait(self) -> None:
        status = self._server.wait()
        if not self._ended.is_set():
            self.reason = f"the Prefect server ended by itself, with status {status} (what it said: {self._log})"
            self._gone(self.reason)


@contextmanager
def _guarded(port: int) -> Iterator[None]:
    """Have the servers and clients of this process use a password, and servers answer no page of others.

    The password is in a file that the user alone may read; one that the user has set is kept.
    """
    password = os.environ.get(PASSWORD_VARIABLE) or f"figkg:{secrets.token_urlsafe(24)}"
    guard = {
        PASSWORD_VARIABLE: password,
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
    }
    before = {name: os.environ.get(name) for name in guard}
    os.environ.update(guard)
    kept = password_file()
    kept.unlink(missing_ok=True)
    with open(kept, "x", opener=lambda path, flags: os.open(path, flags, 0o600), encoding="utf-8") as file:
        file.write(f"{password}\n")
    try:
        yield
    finally:
        kept.unlink(missing_ok=True)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def password_file() -> Path:
    """Where the password of a server is that this process started, for who looks at its page: in Prefect's home."""
    return Path(os.environ["PREFECT_HOME"]) / "password"


def _await(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers.

    Raises:
        ServiceError: it ended, or it is silent for too long.
    """
    patience = float(os.environ.get(PATIENCE_VARIABLE, _PATIENCE))
    end = time.monotonic() + patience
    while not (answers(url) and _is_own(url)):
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


def _is_own(url: str) -> bool:
    """Whether a server wants the password that this process has: then it is no other one that took the port."""
    user, _, word = os.environ[PASSWORD_VARIABLE].partition(":")
    try:
        with open_session() as session:
            session.trust_env = False  # nor is a password of ~/.netrc sent
            refused = session.get(f"{url}/admin/version", timeout=5).status_code == requests.codes.unauthorized
            return refused and session.get(f"{url}/admin/version", auth=(user, word), timeout=5).ok
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
