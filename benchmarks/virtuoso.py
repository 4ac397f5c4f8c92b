"""A Virtuoso for the comparison of queries: started in a folder, filled by its bulk loader, stopped at the end."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import requests

CONFIGURATION = """
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
DirsAllowed = {folder}, {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
CheckpointInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5

[SPARQL]
ResultSetMaxRows = 10000000
"""
START = 60.0


class UnansweredError(Exception):
    """A query that got no full answer."""


class Virtuoso:
    """A running server."""

    def __init__(self, http: int, sql: int) -> None:
        self.address = f"http://127.0.0.1:{http}/sparql"
        self._sql = str(sql)
        self._session = requests.Session()

    def execute(self, *statements: str) -> None:
        """Run statements of its SQL, which must not fail."""
        command = ["isql-vt", self._sql, "dba", "dba", "ERRORS=STDOUT", *(f"exec={one}" for one in statements)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        if "*** Error" in ran.stdout:
            raise SystemExit(ran.stdout[-2000:])

    def load(self, folder: Path) -> float:
        """Load all N-Quads files of a folder; returns the seconds that takes."""
        began = perf_counter()
        self.execute(f"ld_dir ('{folder}', '*.nq', 'urn:graph');", "rdf_loader_run ();", "checkpoint;")
        return perf_counter() - began

    def rows(self, query: str, seconds: float) -> int:
        """Number of rows of the answer.

        Raises:
            UnansweredError: it says that it cannot answer, or takes too long.
        """
        form = {"query": query, "format": "application/sparql-results+json", "timeout": str(int(seconds * 1000))}
        try:
            answer = self._session.post(self.address, data=form, timeout=seconds + 5)
        except requests.RequestException as error:
            raise UnansweredError(f"no answer in {seconds:.0f} s") from error
        if not answer.ok:
            raise UnansweredError(" ".join(answer.text.split())[:100])
        if "X-SQL-State" in answer.headers:
            raise UnansweredError(f"only a part of the answer in {seconds:.0f} s")
        return len(answer.json(strict=False)["results"]["bindings"])


def installed() -> bool:
    """Whether the server and its client are installed."""
    return all(map(shutil.which, ("virtuoso-t", "isql-vt")))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(folder: Path, data: Path) -> Iterator[Virtuoso]:
    """An empty server that may read the files of a folder."""
    http, sql = free_port(), free_port()
    folder.mkdir(parents=True)
    settings = folder / "virtuoso.ini"
    settings.write_text(CONFIGURATION.format(folder=folder, data=data, http=http, sql=sql))
    process = subprocess.Popen(
        ["virtuoso-t", "+configfile", str(settings), "+foreground"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server, end = Virtuoso(http, sql), time.monotonic() + START
        while True:
            try:
                server.rows("SELECT * { <urn:a> <urn:b> ?c }", 5)
                break
            except UnansweredError:
                if process.poll() is not None or time.monotonic() > end:
                    raise SystemExit("Virtuoso does not start") from None
                time.sleep(0.2)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
