"""The server for hours: forty clients, half of them hostile, beside builds in a loop that change one figure each.

    python benchmarks/soak.py --minutes 120

Prints what was answered, what was wrong, and memory, descriptors, processes and files at the beginning and the end.
Ends with 1 where an answer was wrong, a build failed, or the server ended. The figures of a run are in RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import requests

PROJECT = Path(__file__).parents[1]
RECORD = """---
figid: PMC1__soak
pmcid: PMC1
figtitle: Round {round}
caption: BCL2 activates NFKB1.
genes:
- {{word: BCL2, symbol: BCL2, source: hgnc_symbol, hgnc_symbol: BCL2, entrez: '596'}}
---
"""
ROUND = "SELECT ?title { <https://pfocr.wikipathways.org/figures/PMC1__soak.html> rdfs:label ?title }"
FIXED = [
    "SELECT ?l { ncbigene:3491 rdfs:label ?l }",
    "SELECT ?b { ncbigene:3491 fkg:activates ?b } ORDER BY ?b",
    "ASK { ncbigene:3491 fkg:activates fplx:NFkappaB }",
]
PAGES = ["/", "/entity/ncbigene:3491", "/figure/PMC6676106__CAS-110-2421-g006", "/health", "/metrics"]
ENDLESS = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a (<urn:x>|!<urn:y>)* ?b }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 1",
]
MALFORMED = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"\x00\xff\x16\x03\x01 not HTTP\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    b"GET /%ff%fe?q=" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /sparql?query=SELECT%20%7B HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
]
REFUSALS = frozenset({429, 503, 504})
"""What a client that asks for nothing unusual may be told instead of an answer."""


@dataclass
class Soak:
    """What is going on, and what was seen.

    Attributes:
        port: of the server.
        end: when all is over, by the monotonic clock.
        built: the round whose graph is published.
        building: the round that is published next, or the same.
        right: answers to FIXED as they were before anything happened.
        answered: answers by kind of client and what they got.
        wrong: what should not have been.
    """

    port: int
    end: float
    built: int = 0
    building: int = 0
    right: list[object] = field(default_factory=list)
    answered: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end

    def address(self, path: str) -> str:
        """Of a page of the server."""
        return f"http://127.0.0.1:{self.port}{path}"

    def line(self) -> socket.socket:
        """A connection to the server."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, query: str, seconds: float = 60) -> requests.Response:
        """An answer of the endpoint."""
        accepted = {"Accept": "application/sparql-results+json"}
        return requests.post(self.address("/sparql"), data={"query": query}, headers=accepted, timeout=seconds)


def ask_rightly(soak: Soak, draw: random.Random) -> str:
    """A question whose answer is known."""
    if draw.random() < 0.5:
        before = soak.built
        answer = soak.ask(ROUND)
        after = max(soak.built, soak.building)
        if answer.status_code == 200:
            titles = [row["title"]["value"] for row in answer.json()["results"]["bindings"]]
            if titles not in [[f"Round {one}"] for one in range(before, after + 1)]:
                soak.wrong.append(f"{titles} between the rounds {before} and {after}")
    else:
        number = draw.randrange(len(FIXED))
        answer = soak.ask(FIXED[number])
        if answer.status_code == 200 and answer.json() != soak.right[number]:
            soak.wrong.append(f"{FIXED[number]}: {answer.text[:200]}")
    return _status(soak, answer)


def look(soak: Soak, draw: random.Random) -> str:
    """A page."""
    answer = requests.get(soak.address(draw.choice(PAGES)), timeout=60)
    return _status(soak, answer)


def _status(soak: Soak, answer: requests.Response) -> str:
    if answer.status_code != 200 and answer.status_code not in REFUSALS:
        soak.wrong.append(f"{answer.status_code} for {answer.url}: {answer.text[:200]}")
    return str(answer.status_code)


def ask_without_end(soak: Soak, draw: random.Random) -> str:
    """A question that takes for ever."""
    return str(soak.ask(draw.choice(ENDLESS), 120).status_code)


def send_half(soak: Soak, draw: random.Random) -> str:
    """Half a request, and then nothing until the server has enough of it."""
    with soak.line() as line:
        line.sendall(
            draw.choice([b"", b"GET / HT", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nquery="])
        )
        line.settimeout(60)
        return "closed" if line.recv(1000) == b"" else "told and closed"


def read_slowly(soak: Soak, _draw: random.Random) -> str:
    """A large answer a byte at a time."""
    form = urlencode({"query": "SELECT * { ?a ?b ?c } LIMIT 20000"}).encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: {len(form)}\r\n"
    began = time.monotonic()
    with soak.line() as line:
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + form)
        while soak.goes_on and time.monotonic() - began < 60:
            if not line.recv(1):
                return "closed"
            time.sleep(0.05)
    return "given up"


def hang_up(soak: Soak, _draw: random.Random) -> str:
    """A question whose answer is not waited for."""
    form = urlencode({"query": "SELECT * { ?a ?b ?c } LIMIT 20000"}).encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: {len(form)}\r\n"
    with soak.line() as line:
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + form)
        time.sleep(0.1)
    return "hung up"


def send_nonsense(soak: Soak, draw: random.Random) -> str:
    """What is no request."""
    with soak.line() as line:
        line.sendall(draw.choice(MALFORMED))
        told = line.recv(100)
    return told.split(b" ")[1].decode() if told.startswith(b"HTTP/") else "closed"


KINDS: dict[str, tuple[int, float, Callable[[Soak, random.Random], str]]] = {
    "right": (12, 0.2, ask_rightly),
    "pages": (8, 0.2, look),
    "endless": (4, 20.0, ask_without_end),
    "half": (4, 0.2, send_half),
    "slow": (4, 0.2, read_slowly),
    "hang up": (4, 3.0, hang_up),
    "nonsense": (4, 0.2, send_nonsense),
}
"""Of forty clients, how many do what, and how many seconds they wait before they do it again."""


def client(soak: Soak, kind: str, number: int) -> None:
    """One client, again and again until the end."""
    _, pause, work = KINDS[kind]
    draw = random.Random(number)
    while soak.goes_on:
        try:
            soak.answered[kind, work(soak, draw)] += 1
        except (OSError, requests.RequestException) as error:
            soak.answered[kind, type(error).__name__] += 1
        time.sleep(draw.uniform(0.5, 1.5) * pause)


def figkg(*arguments: str) -> list[str]:
    """A command of figkg."""
    return [sys.executable, "-m", "figkg.cli", *arguments]


def build(place: Path, round_: int, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Build with another title of one figure."""
    (place / "records" / "PMC1__soak.md").write_text(RECORD.format(round=round_), encoding="utf-8")
    command = figkg("build", str(place / "records"), "--out", str(place / "out"), "--workers", "1", "--reader", "fast")
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def build_on(soak: Soak, place: Path, environment: dict[str, str]) -> None:
    """Builds in a loop."""
    while soak.goes_on:
        soak.building = soak.built + 1
        done = build(place, soak.building, environment)
        soak.answered["builds", "published" if done.returncode == 0 else "failed"] += 1
        if done.returncode:
            soak.wrong.append(f"build: {done.stderr[-300:]}")
        else:
            soak.built = soak.building


@dataclass(frozen=True)
class Sample:
    """What a server holds at a moment: megabytes, open descriptors, processes, and files that it and builds made."""

    memory: float
    descriptors: int
    processes: int
    files: int


def sample(server: int, place: Path) -> Sample:
    """Look at a server and its children."""
    memory, descriptors, processes, waiting = 0.0, 0, 0, [server]
    while waiting:
        one = waiting.pop()
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{one}/status").read_text(encoding="utf-8").splitlines()
            memory += next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
            descriptors += len(os.listdir(f"/proc/{one}/fd"))
            processes += 1
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text(encoding="utf-8").split()]
    files = sum(len(names) for folder in ("out", "tmp") for _, _, names in os.walk(place / folder))
    return Sample(memory, descriptors, processes, files)


def report(soak: Soak, samples: list[Sample], minutes: float) -> str:
    """What was seen, as Markdown."""
    fifth = max(1, len(samples) // 5)
    lines = [f"{minutes:g} minutes, {sum(count for count, _, _ in KINDS.values())} clients, {soak.built} builds", ""]
    lines += ["| | first fifth, median | last fifth, median | most |", "|---|---|---|---|"]
    for name in ("memory", "descriptors", "processes", "files"):
        values = [getattr(one, name) for one in samples]
        first, last = statistics.median(values[:fifth]), statistics.median(values[-fifth:])
        lines.append(
            f"| {name}{' (MB)' if name == 'memory' else ''} | {first:,.0f} | {last:,.0f} | {max(values):,.0f} |"
        )
    lines += ["", "| clients | what they got |", "|---|---|"]
    for kind in (*KINDS, "builds"):
        got = ", ".join(f"{what}: {count:,}" for (one, what), count in sorted(soak.answered.items()) if one == kind)
        lines.append(f"| {kind} | {got} |")
    return "\n".join([*lines, "", f"wrong: {len(soak.wrong)}", *soak.wrong[:20]])


def main() -> int:
    """Run, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=120.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as scratch:
        place = Path(scratch)
        shutil.copytree(PROJECT / "tests" / "records", place / "records")
        (place / "tmp").mkdir()
        environment = os.environ | {"TMPDIR": str(place / "tmp")}
        if (first := build(place, 0, environment)).returncode:
            sys.exit(first.stderr)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        options = ("--port", str(port), "--timeout", "10", "--memory", "1000")
        with (
            (place / "log").open("w") as log,
            subprocess.Popen(
                figkg("serve", "--out", str(place / "out"), *options), env=environment, stdout=log, stderr=log
            ) as server,
        ):
            try:
                return run(server, Soak(port, time.monotonic() + arguments.minutes * 60), place, environment)
            finally:
                server.terminate()
                server.wait(60)
                left = [path.name for path in (place / "tmp").iterdir()]
                print(f"left among temporary files: {left or 'nothing'}; log: {(place / 'log').stat().st_size:,} bytes")


def run(server: subprocess.Popen[bytes], soak: Soak, place: Path, environment: dict[str, str]) -> int:
    """Let clients and builds loose on a server."""
    minutes = (soak.end - time.monotonic()) / 60
    for _ in range(600):
        with suppress(requests.RequestException):
            if requests.get(soak.address("/health"), timeout=10).ok:
                break
        time.sleep(0.1)
    soak.right = [soak.ask(one).json() for one in FIXED]
    threads = [threading.Thread(target=build_on, args=(soak, place, environment))]
    for kind, (count, _, _) in KINDS.items():
        threads += [threading.Thread(target=client, args=(soak, kind, number)) for number in range(count)]
    for one in threads:
        one.start()
    samples: list[Sample] = []
    while soak.goes_on:
        time.sleep(5)
        samples.append(sample(server.pid, place))
    for one in threads:
        one.join(180)
    if server.poll() is not None:
        soak.wrong.append(f"the server ended with {server.returncode}")
    print(report(soak, samples, minutes))
    return 1 if soak.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
