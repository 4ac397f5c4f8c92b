"""Questions: those of tests/graph/questions, put to figkg's endpoint, to Oxigraph's server and to Virtuoso.

    python benchmarks/questions.py output

Each must give the rows that the embedded store gives. Virtuoso is left out where it is not installed. Ends with 1 when
rows differ.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
import requests
import virtuoso
from compare import HERE

from figkg.base.resources import read_prefixes
from figkg.build.output import OutputFolder
from figkg.graph.named_queries import read_named_queries, with_prefixes
from figkg.graph.query import open_store, run_query

START = 120.0
JSON = "application/sparql-results+json"
Rows = list[tuple[str, ...]]


def main() -> None:
    """Ask and compare; ends with 1 when rows differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="output folder of a build")
    folder = parser.parse_args().out
    out = OutputFolder(folder)
    prefixes = read_prefixes()
    questions = {
        one.name: with_prefixes(one.text, prefixes)
        for one in read_named_queries(HERE.parent / "tests" / "graph" / "questions")
    }
    store = open_store(out.store)
    right = {name: embedded(store, text) for name, text in questions.items()}
    del store
    files = out.store.resolve().parent
    found: dict[str, dict[str, Rows | str]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        with served(["-m", "figkg.cli", "serve", "--out", str(folder), "--port"], "/sparql") as address:
            found["figkg serve"] = {name: remote(address, text) for name, text in questions.items()}
        location = Path(scratch) / "oxigraph"
        program = Path(sys.executable).with_name("oxigraph")
        names = [str(one) for one in sorted(files.glob("*.nq"))]
        subprocess.run([program, "load", "--location", location, "--file", *names], check=True, capture_output=True)
        arguments = ["serve-read-only", "--location", str(location), "--union-default-graph", "--bind"]
        with served(arguments, "/query", program) as address:
            found["Oxigraph's server"] = {name: remote(address, text) for name, text in questions.items()}
        if virtuoso.installed():
            with virtuoso.running(Path(scratch) / "virtuoso", files) as server:
                server.load(files)
                found["Virtuoso"] = {name: remote(server.address, text) for name, text in questions.items()}
    sys.exit(tell(right, found))


def embedded(store: pyoxigraph.Store, text: str) -> Rows:
    """Rows of the embedded store."""
    results = run_query(store, text, {})
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return sorted(tuple(value(None if one is None else one.value) for one in solution) for solution in results)


def remote(address: str, text: str) -> Rows | str:
    """Rows of an endpoint, or why there are none."""
    answer = requests.post(address, data={"query": text}, headers={"Accept": JSON}, timeout=300)
    if not answer.ok:
        return " ".join(answer.text.split())[:200]
    content = answer.json(strict=False)
    names = content["head"]["vars"]
    return sorted(
        tuple(value(row[name]["value"] if name in row else None) for name in names)
        for row in content["results"]["bindings"]
    )


def value(text: str | None) -> str:
    """A value, whatever its spelling: numbers and truth are written in several ways.

    >>> value("0.50"), value("true"), value(None)
    ('0.5', '1', '')
    """
    if text is None:
        return ""
    text = {"true": "1", "false": "0"}.get(text, text)
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


@contextmanager
def served(arguments: list[str], path: str, program: Path | None = None) -> Iterator[str]:
    """A server that takes its port or address as its last argument; yields the address of its endpoint."""
    port = virtuoso.free_port()
    last = str(port) if program is None else f"127.0.0.1:{port}"
    command = [str(program or sys.executable), *arguments, last]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, end = f"http://127.0.0.1:{port}{path}", time.monotonic() + START
    try:
        while True:
            try:
                if requests.get(address, params={"query": "ASK {}"}, timeout=30).ok:
                    break
            except requests.RequestException:
                pass
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{command[0]} does not start")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def tell(right: dict[str, Rows], found: dict[str, dict[str, Rows | str]]) -> int:
    """Print what every store answered; returns 1 when one differs."""
    different = 0
    for name, rows in right.items():
        answers = []
        for store, by_name in found.items():
            got = by_name[name]
            same = got == rows
            different += not same
            what = "same" if same else got if isinstance(got, str) else f"{len(got)} rows, others"
            answers.append(f"{store}: {what}")
            if not same and not isinstance(got, str):
                lacking, more = [one for one in rows if one not in got], [one for one in got if one not in rows]
                answers.append(f"lacking {lacking[:2]}, more {more[:2]}")
        print(f"{name}: {len(rows)} rows; {'; '.join(answers)}")
    print(f"{len(right)} questions, {len(found)} stores, {different} answers differ")
    return 1 if different else 0


if __name__ == "__main__":
    main()
