"""Queries: the named queries in figkg's store, beside rdflib in memory and Virtuoso over the same quads.

    python benchmarks/store_queries.py --large output --small output
    python benchmarks/store_queries.py --records 15000 --small-records 300

rdflib gets a graph that it can hold. Virtuoso is left out where it is not installed (Debian: virtuoso-opensource-7).
Each query is asked in turns. Its parameters are what the graph has most of; where it asks for two entities, two that it
finds something for. Ends with 1 when numbers of rows differ for a reason that is not known.
"""

from __future__ import annotations

import signal
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import pyoxigraph
import virtuoso
from compare import Report, parser
from large_graph import build
from queries import busiest
from rdflib import Dataset

from figkg.base.resources import ontologies_folder, read_prefixes
from figkg.build.output import OutputFolder
from figkg.graph.named_queries import read_named_queries, with_prefixes
from figkg.graph.parameters import replace_values
from figkg.graph.query import iterate, open_store, run_query, serialize

Ask = Callable[[str], int]
PREFIXES = read_prefixes()
LIMIT = 1.0
KNOWN = {("rdflib", "newest-edges"): "rdflib orders no xsd:gYear"}
PAIRS = {
    "common-regulators": "?e wp:source ?s ; wp:target ?one . ?f wp:source ?s ; wp:target ?other",
    "shared-targets": "?e wp:source ?one ; wp:target ?t . ?f wp:source ?other ; wp:target ?t",
    "two-step-paths": "?e wp:source ?one ; wp:target ?t . ?f wp:source ?t ; wp:target ?other",
}
"""What two entities must have in common for a query to find something."""


def in_store(store: pyoxigraph.Store) -> Ask:
    """Rows of an answer of figkg's store, serialized as its endpoint would."""

    def ask(query: str) -> int:
        answer = serialize(run_query(store, query, {}), "tsv", {})
        return answer.count("\n") - 1

    return ask


def in_memory(dataset: Dataset, seconds: int) -> Ask:
    """Rows of an answer of rdflib."""

    def stop(*_: object) -> None:
        raise virtuoso.UnansweredError(f"no answer in {seconds} s")

    def ask(query: str) -> int:
        signal.signal(signal.SIGALRM, stop)
        signal.alarm(seconds)
        try:
            return len(list(dataset.query(query)))
        except virtuoso.UnansweredError:
            raise
        except Exception as error:
            raise virtuoso.UnansweredError(f"{type(error).__name__}: {error}"[:100]) from error
        finally:
            signal.alarm(0)

    return ask


def texts(store: pyoxigraph.Store) -> Iterator[tuple[str, str]]:
    """Names and texts of the queries that ask nobody else."""
    values = busiest(store, PREFIXES)
    pairs = {name: pair(store, pattern) for name, pattern in PAIRS.items()}
    for query in read_named_queries(ontologies_folder() / "queries"):
        if not query.endpoint:
            own = values | pairs.get(query.name, {})
            chosen = {name: own[name] for name in query.parameters if name in own}
            yield query.name, with_prefixes(replace_values(query.text, chosen), PREFIXES)


def pair(store: pyoxigraph.Store, pattern: str) -> dict[str, str]:
    """Two entities that fit a pattern, as SPARQL."""
    query = f"SELECT ?one ?other {{ {pattern} FILTER (?one != ?other) }} LIMIT 1"
    found = next(iterate(store, query, PREFIXES), {"one": "urn:none", "other": "urn:none"})
    one, other = f"<{found['one']}>", f"<{found['other']}>"
    return {"one": one, "other": other, "from": one, "to": other}


def compare(queries: Mapping[str, str], own: Ask, peer: Ask, rounds: int) -> list[dict[str, Any]]:
    """Least seconds and rows of each query by both."""
    found = []
    for name, text in queries.items():
        one: dict[str, Any] = {"query": name, "own": [], "peer": [], "why": ""}
        for number in range(rounds):
            for side, ask in (("own", own), ("peer", peer))[:: -1 if number % 2 else 1]:
                if side == "peer" and one["why"]:
                    continue
                began = perf_counter()
                try:
                    one[f"{side} rows"] = ask(text)
                    one[side].append(perf_counter() - began)
                except virtuoso.UnansweredError as error:
                    one["why"] = str(error)
        found.append(one)
        print(f"  {name}", file=sys.stderr, flush=True)
    return found


def tell(report: Report, title: str, peer: str, found: list[dict[str, Any]], least: float | None = None) -> int:
    """Add table and bars of a peer; returns how many queries have other numbers of rows for no known reason."""
    rows, ratios, different, unknown = [], [], 0, 0
    for one in found:
        own = min(one["own"])
        if one["why"]:
            rows.append([one["query"], one["own rows"], f"{own * 1000:.1f}", "–", "–", one["why"]])
            continue
        ratios.append(min(one["peer"]) / own)
        known = KNOWN.get((peer, one["query"]), "")
        note = "" if one["own rows"] == one["peer rows"] else f"{one['peer rows']:,} rows; {known or 'why?'}"
        different += bool(note)
        unknown += bool(note) and not known
        rows.append(
            [one["query"], one["own rows"], f"{own * 1000:.1f}", f"{min(one['peer']) * 1000:.1f}", ratios[-1], note]
        )
    report.table(title, ["query", "rows", "figkg ms", f"{peer} ms", f"{peer} / figkg", "remark"], rows)
    slower = sum(ratio < 1 for ratio in ratios)
    report.note(
        f"{peer} answers {len(ratios)} of {len(found)} queries, {slower} of them faster; "
        f"least ratio {min(ratios):.2f}, median {statistics.median(ratios):.2f}; other numbers of rows: {different}."
    )
    if least is not None:
        report.bar(f"time of {peer} / time of figkg, median of queries", statistics.median(ratios), least=least)
    report.runs[title] = found
    return unknown


def main() -> None:
    """Measure and report."""
    options = parser(__doc__, rounds=3)
    options.add_argument("--large", type=Path, help="output folder of a large build; made when not given")
    options.add_argument("--small", type=Path, help="output folder of a small build, for rdflib; made when not given")
    options.add_argument("--records", type=int, default=15_000, help="records of the large one (%(default)s)")
    options.add_argument("--small-records", type=int, default=300, help="records of the small one (%(default)s)")
    options.add_argument("--patience", type=int, default=20, help="seconds for an answer (%(default)s)")
    options.add_argument("--work", type=Path, help="folder for graphs and stores")
    arguments = options.parse_args()
    report = Report(
        "Queries: rdflib and Virtuoso",
        "The named queries that ask no remote endpoint, over the union of all graphs; least wall time of "
        f"{arguments.rounds} rounds in turns. figkg's answers are serialized in its process, Virtuoso's come by HTTP.",
    )
    with tempfile.TemporaryDirectory(dir=arguments.work) as scratch:
        work = Path(scratch).resolve()
        small = OutputFolder(arguments.small or build(arguments.small_records, work))
        store = open_store(small.store)
        dataset = Dataset(default_union=True)
        for file in sorted(small.store.resolve().parent.glob("*.nq")):
            dataset.parse(str(file), format="nquads")
        found = compare(dict(texts(store)), in_store(store), in_memory(dataset, arguments.patience), arguments.rounds)
        different = tell(report, f"rdflib in memory, {len(store):,} quads", "rdflib", found, least=1)
        del dataset
        large = OutputFolder(arguments.large or build(arguments.records, work))
        store = open_store(large.store)
        queries, own = dict(texts(store)), in_store(store)
        if virtuoso.installed():
            folder = large.store.resolve().parent
            with virtuoso.running(work / "virtuoso", folder) as server:
                seconds = server.load(folder)
                found = compare(queries, own, lambda query: server.rows(query, arguments.patience), arguments.rounds)
            different += tell(report, f"Virtuoso, {len(store):,} quads", "Virtuoso", found)
            report.note(
                f"Virtuoso's bulk loader took {seconds:.0f} s. It keeps columns and counts whole ones faster than "
                "Oxigraph, which must look at every quad; where a query begins at a few nodes, Oxigraph is ahead."
            )
        else:
            report.note("Virtuoso is not installed.")
            found = compare(queries, own, own, arguments.rounds)
    report.bar("slowest query of figkg on the large graph, s", max(min(one["own"]) for one in found), most=LIMIT)
    report.write(arguments.json)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
