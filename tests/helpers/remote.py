"""A stand-in of a remote SPARQL endpoint, on loopback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pyoxigraph

from tests.helpers.loopback import Answering, serving


@contextmanager
def serve_sparql(turtle: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Serve a graph; yields the address of the endpoint."""
    store = pyoxigraph.Store()
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    store.load((head + turtle).encode(), format=pyoxigraph.RdfFormat.TURTLE)

    class Handler(Answering):
        def respond(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            results = store.query(query)
            assert isinstance(results, pyoxigraph.QuerySolutions)
            content = results.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
            assert content is not None
            self.answer(200, content, {"Content-Type": "application/sparql-results+json"})

    with serving(Handler) as address:
        yield f"{address}/sparql"
