"""Real triple stores, started for the tests and stopped by them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.helpers.waiting import PATIENCE, wait_for

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
TransactionFile = {folder}/virtuoso.trx
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
xa_persistent_file = {folder}/virtuoso.pxa

[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
CheckpointInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5

[SPARQL]
ResultSetMaxRows = 100000
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether a server that was started is ready.

    Raises:
        AssertionError: it has ended instead.
    """
    assert server.poll() is None, f"the server of {url} has ended with {server.returncode}"
    try:
        return bool(requests.get(url, timeout=30).ok)
    except requests.RequestException:
        return False


@contextmanager
def oxigraph(folder: Path, *switches: str) -> Iterator[str]:
    """An empty Oxigraph server with more switches of its command; yields its address."""
    url = f"http://127.0.0.1:{free_port()}"
    folder.mkdir(parents=True, exist_ok=True)
    program = Path(sys.executable).with_name("oxigraph")
    arguments = ["serve", "--location", str(folder / "oxigraph"), "--bind", url.removeprefix("http://"), *switches]
    with _running([str(program), *arguments], f"{url}/query?query=ASK%20%7B%7D"):
        yield url


def has_virtuoso() -> bool:
    """Whether Virtuoso is installed."""
    return shutil.which("virtuoso-t") is not None


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """An empty Virtuoso; yields its address. The user is ``dba``, and so is the password."""
    http, sql = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, http=http, sql=sql))
    url = f"http://127.0.0.1:{http}"
    command = ["virtuoso-t", "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    with _running(command, f"{url}/sparql?query=ASK%20%7B%7D"):
        for statement in (
            "grant execute on DB.DBA.SPARQL_INSERT_DICT_CONTENT to SPARQL_UPDATE;",
            "DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('dba', 15);",
        ):
            subprocess.run(["isql-vt", str(sql), "dba", "dba", f"exec={statement}"], check=False, capture_output=True)
        yield url


@contextmanager
def _running(command: list[str], probe: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(probe, process), f"{command[0]} answers")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
