"""Memory at most of what reads from others, fed with what is made to fill it.

    python benchmarks/memory.py

Prints a table: the largest process of each command, and whether it ended as it should. Ends with 1 where a limit is
exceeded. The figures of a run are in RESULTS.md.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

PROJECT = Path(__file__).parents[1]
HEAD = "figid: PMC{number}__a\npmcid: PMC{number}\ncaption: TNF activates IL6.\n"
LIMITS = {"build": 800, "BioThings": 400, "vision": 600, "serve": 500}
"""Megabytes of the largest process, as docs/robustness.md promises."""


def figkg(*arguments: str) -> list[str]:
    """A command of figkg."""
    return [sys.executable, "-m", "figkg.cli", *arguments]


def peak(command: list[str]) -> tuple[int, float, str]:
    """Exit status of a command, megabytes of its largest process, and the last line that it said."""
    with tempfile.TemporaryFile("w+") as told:
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told)
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        return running.returncode, usage.ru_maxrss / 1024, (told.read().strip().splitlines() or [""])[-1]


class _Endless(BaseHTTPRequestHandler):
    """Answers everything with 400 MB of one JSON value."""

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.answer()

    def answer(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(b'{"hits": "')
            for _ in range(400):
                self.wfile.write(b"x" * 1_000_000)
            self.wfile.write(b'"}')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def endless() -> Iterator[str]:
    """A service without bounds."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def hostile_records(folder: Path) -> Path:
    """Records made to fill memory, and one that is none of them."""
    folder.mkdir()
    bombs = {
        1: "",
        2: "x: " + "word " * 10_000_000,
        3: "x: " + "[" * 1_000_000,
        4: "a0: &a0 [l, l]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 20)}]\n" for n in range(1, 40)),
        5: "genes:\n" + "- {word: TNF, symbol: TNF, source: hgnc_symbol, entrez: '7124'}\n" * 50_000,
    }
    for number, bomb in bombs.items():
        (folder / f"{number}.md").write_text(f"---\n{HEAD.format(number=number)}{bomb}\n---\n", encoding="utf-8")
    return folder


def resident(process: int) -> float:
    """Megabytes that a process has had at most."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def serve(place: Path) -> tuple[int, float, str]:
    """Eight large answers in HTML at once, and eight whose client takes none of them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    query = 'SELECT ?a ?x { ?a ?b ?c BIND(REPLACE("' + "x" * 5000 + '", "x", "xxxxxxxxxx") AS ?x) } LIMIT 5000'
    with subprocess.Popen(
        figkg("serve", "--out", str(place), "--port", str(port)), stdout=subprocess.DEVNULL
    ) as server:
        for _ in range(600):
            with suppress(requests.RequestException):
                if requests.get(f"{address}/health", timeout=5).ok:
                    break
            time.sleep(0.1)
        statuses: list[int] = []

        def ask(*, read: bool) -> None:
            with suppress(requests.RequestException):
                answer = requests.get(f"{address}/query", params={"query": query}, timeout=120, stream=not read)
                statuses.append(answer.status_code)
                time.sleep(0 if read else 10)

        askers = [threading.Thread(target=ask, kwargs={"read": number % 2 == 0}) for number in range(16)]
        for one in askers:
            one.start()
        for one in askers:
            one.join()
        most = resident(server.pid)
        server.terminate()
    return 0, most, f"answers: {sorted(statuses)}"


def main() -> int:
    """Measure and print."""
    found: list[tuple[str, str, tuple[int, float, str]]] = []
    with tempfile.TemporaryDirectory(prefix="memory-") as scratch, endless() as address:
        place = Path(scratch)
        records = hostile_records(place / "records")
        out, few = str(place / "out"), str(place / "records" / "1.md")
        common = ("--workers", "1", "--allow-loss", "--out")
        found.append(("build", "hostile records", peak(figkg("build", str(records), *common, out))))
        line = place / "line.jsonl"
        with line.open("wb") as file:  # in pieces: a child begins with the memory of this process
            file.writelines([b'{"figid": "', *[b"x" * 1_000_000] * 300, b'"}\n'])
        found.append(("build", "a JSON line of 300 MB", peak(figkg("build", str(line), few, *common, out))))
        source = f"biothings+{address}/x"
        found.append(("BioThings", "an answer of 400 MB", peak(figkg("build", source, "--out", str(place / "api")))))
        (place / "images").mkdir()
        (place / "images" / "PMC1__a.jpg").write_bytes(b"\xff\xd8\xff" + b"x" * 1000)
        asking = ("--vision", f"{address}/v1", "--model", "m", "--images", str(place / "images"))
        found.append(
            ("vision", "an answer of 400 MB", peak(figkg("build", few, *asking, *common, str(place / "seen"))))
        )
        shipped = place / "shipped"
        subprocess.run(
            figkg("build", str(PROJECT / "tests" / "records"), "--out", str(shipped), "--reader", "fast"),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found.append(("serve", "16 answers in HTML at once, 8 not taken; the main process", serve(shipped)))
        shutil.rmtree(shipped)
    print("| what | fed with | MB at most | limit | exit status, last line |\n|---|---|---|---|---|")
    for what, fed, (status, most, told) in found:
        print(f"| {what} | {fed} | {most:,.0f} | {LIMITS[what]:,} | {status} {told[:150].replace(scratch, '…')} |")
    return int(any(most > LIMITS[what] for what, _, (_, most, _) in found))


if __name__ == "__main__":
    sys.exit(main())
