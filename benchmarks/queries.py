"""Time every named query on a large graph; each must answer in under a second.

    python benchmarks/generate_records.py 20000 records.jsonl && figkg build records.jsonl --out large
    python benchmarks/queries.py large

Parameters are set to what the graph has most of, so that no query is fast because it finds nothing. Federated queries
are left out: their time is that of the remote endpoint.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

import pyoxigraph

from figkg.base.resources import ontologies_folder, read_prefixes
from figkg.build.output import OutputFolder
from figkg.graph.named_queries import read_named_queries
from figkg.graph.parameters import replace_values
from figkg.graph.query import iterate, open_store, run_query, tabulate

LIMIT = 1.0
ROUNDS = 3
BUSIEST = """SELECT ?one ?other (COUNT(?edge) AS ?edges) WHERE {
  ?edge rdf:type fkg:Edge ; wp:source ?one ; wp:target ?other . ?one rdf:type fkg:Gene } GROUP BY ?one ?other
  ORDER BY DESC(?edges) LIMIT 1"""


def main() -> None:
    """Time and print; ends with 1 when a query takes too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="output folder of a large build")
    arguments = parser.parse_args()
    prefixes = read_prefixes()
    store = open_store(OutputFolder(arguments.out).store)
    print(f"{len(store):,} quads")
    values = busiest(store, prefixes)
    slow = 0
    for query in read_named_queries(ontologies_folder() / "queries"):
        if query.endpoint:
            continue
        text = replace_values(query.text, {name: values[name] for name in query.parameters if name in values})
        seconds, rows = min(timed(store, text, prefixes) for _ in range(ROUNDS))
        slow += seconds > LIMIT
        print(f"{'SLOW' if seconds > LIMIT else 'ok  '}  {seconds * 1000:8.1f} ms  {rows:5} rows  {query.name}")
    sys.exit(1 if slow else 0)


def timed(store: pyoxigraph.Store, text: str, prefixes: dict[str, str]) -> tuple[float, int]:
    """Seconds and rows of one run."""
    began = perf_counter()
    results = run_query(store, text, prefixes)
    assert isinstance(results, pyoxigraph.QuerySolutions)
    rows = len(tabulate(results, prefixes).rows)
    return perf_counter() - began, rows


def busiest(store: pyoxigraph.Store, prefixes: dict[str, str]) -> dict[str, str]:
    """Values of parameters that many edges have, as SPARQL."""
    (most,) = iterate(store, BUSIEST, prefixes)
    (figure,) = iterate(
        store,
        "SELECT ?id { ?figure rdf:type fkg:PathwayFigure ; dcterms:identifier ?id } LIMIT 1",
        prefixes,
    )
    (target,) = iterate(
        store,
        "SELECT ?gene (COUNT(?edge) AS ?n) { ?edge wp:target ?gene . ?gene rdf:type fkg:Gene } "
        "GROUP BY ?gene ORDER BY DESC(?n) LIMIT 1",
        prefixes,
    )
    (disease,) = iterate(
        store,
        "SELECT ?disease (COUNT(?edge) AS ?n) { ?edge rdf:type fkg:Edge ; fkg:inContextOf ?disease } "
        "GROUP BY ?disease ORDER BY DESC(?n) LIMIT 1",
        prefixes,
    )
    return {
        "gene": f"<{target['gene']}>",
        "one": f"<{most['one']}>",
        "other": f"<{most['other']}>",
        "from": f"<{most['one']}>",
        "to": f"<{most['other']}>",
        "figid": str(pyoxigraph.Literal(figure["id"])),
        "disease": f"<{disease['disease']}>",
    }


if __name__ == "__main__":
    main()
