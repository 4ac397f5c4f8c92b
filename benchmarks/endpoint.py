"""The SPARQL endpoint under load: many clients, mixed questions, hostile ones among them.

    figkg serve --out large --timeout 10 &
    python benchmarks/endpoint.py http://127.0.0.1:8765/sparql --pid PID_OF_SERVE

Prints answers by status, times of simple questions with and without a long one beside them, and the memory of all
processes.
Slow readers take their answers byte by byte.
"""

from __future__ import annotations

import argparse
import random
import socket
import statistics
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests

SIMPLE = [
    "SELECT ?l { ncbigene:3491 rdfs:label ?l }",
    "SELECT ?b { ncbigene:3491 fkg:activates ?b } LIMIT 20",
    "SELECT ?e ?n { ?e wp:source ncbigene:4790 ; fkg:belief ?n } LIMIT 20",
    "ASK { ?a fkg:inhibits ncbigene:4790 }",
]
COSTLY = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a (<urn:x>|!<urn:y>)* ?b }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 1",
    "#" * 1_000_000,
    "SELECT * { ?a ?b ?c } LIMIT 300000",
]


def ask(address: str, query: str) -> tuple[int, float]:
    """Status and seconds of one question."""
    began = time.perf_counter()
    try:
        answer = requests.post(address, data={"query": query}, timeout=120)
        return answer.status_code, time.perf_counter() - began
    except requests.RequestException:
        return 0, time.perf_counter() - began


def read_slowly(address: str, end: float) -> None:
    """Take an answer a byte at a time."""
    parts = urlsplit(address)
    form = urlencode({"query": "SELECT * { ?a ?b ?c } LIMIT 2000"}).encode()
    with socket.create_connection((str(parts.hostname), int(parts.port or 80))) as line:
        head = f"POST {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(form)}\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + form)
        line.settimeout(1)
        while time.monotonic() < end:
            try:
                if not line.recv(1):
                    return
            except TimeoutError:
                continue
            time.sleep(0.05)


def memory(pid: int) -> float:
    """Resident megabytes of a process and its children."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text(encoding="utf-8")
            total += next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text(encoding="utf-8").split()]
        except (OSError, StopIteration):
            continue
    return total


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--pid", type=int, help="process of the endpoint, for its memory")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=30.0)
    arguments = parser.parse_args()
    quiet(arguments.address, "nothing beside them", None)
    quiet(arguments.address, "a long question beside them", COSTLY[1])
    mixed(arguments)
    quiet(arguments.address, "afterwards", None)


def quiet(address: str, what: str, beside: str | None) -> None:
    """Times of simple questions from one client."""
    if beside is not None:
        threading.Thread(target=ask, args=(address, beside), daemon=True).start()
        time.sleep(0.5)
    times = sorted(ask(address, SIMPLE[index % len(SIMPLE)])[1] for index in range(100))
    print(f"simple questions, {what}: median {statistics.median(times) * 1000:.0f} ms, p95 {times[94] * 1000:.0f} ms")


def mixed(arguments: argparse.Namespace) -> None:
    """Many clients at once."""
    end = time.monotonic() + arguments.seconds
    statuses: Counter[tuple[str, int]] = Counter()
    times: list[float] = []
    highest = 0.0

    def client(number: int) -> None:
        draw = random.Random(number)
        while time.monotonic() < end:
            costly = draw.random() < 0.1
            status, seconds = ask(arguments.address, draw.choice(COSTLY if costly else SIMPLE))
            statuses["costly" if costly else "simple", status] += 1
            if not costly:
                times.append(seconds)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(arguments.clients)]
    threads += [threading.Thread(target=read_slowly, args=(arguments.address, end)) for _ in range(4)]
    for one in threads:
        one.start()
    while any(one.is_alive() for one in threads):
        highest = max(highest, memory(arguments.pid) if arguments.pid else 0.0)
        time.sleep(0.2)
    for (kind, status), count in sorted(statuses.items()):
        print(f"{kind} questions answered {status}: {count:,}")
    times.sort()
    print(
        f"{arguments.clients} clients, one question in ten costly: median {statistics.median(times) * 1000:.0f} ms, "
        f"p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms; memory at most {highest:,.0f} MB"
    )


if __name__ == "__main__":
    main()
