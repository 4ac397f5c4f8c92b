"""The W3C's test suites of SPARQL 1.0 and 1.1 queries, their results and the protocol, against figkg's own endpoint.

    git clone https://github.com/w3c/rdf-tests
    python benchmarks/conformance.py rdf-tests

Each test's data become a build of their own, which one running server is switched to; questions go over HTTP. Where a
test does not say which graphs it is about, it names them as the protocol has it. Prints passed tests by suite, and
those that fail; exit code 1 when one fails that conformance_exceptions.tsv does not explain, or one passes that it
lists.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import rdflib
import requests
import uvicorn
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from starlette.applications import Starlette

from figkg.base.kinds import read_kinds
from figkg.base.resources import mappings_folder, read_prefixes
from figkg.graph.folder import GraphFolder
from figkg.serve.endpoint import SparqlEndpoint
from figkg.serve.limits import Limits
from figkg.serve.workers import QueryWorkers

HERE = Path(__file__).parent
SUITES = (
    *("sparql10/manifest-syntax.ttl", "sparql10/manifest-evaluation.ttl"),
    *(
        "sparql11/manifest-sparql11-query.ttl",
        "sparql11/manifest-sparql11-results.ttl",
        "sparql11/protocol/manifest.ttl",
    ),
)
ADDRESS = "https://w3c.github.io/rdf-tests/sparql/"
"""Where the suites stand, for relative IRIs."""

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
FORMS = {
    ".srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
}
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
PATIENCE = 60

Rows = list[dict[str, Any]]


class TestFailedError(Exception):
    """What a test found instead of what it expects."""


class Site:
    """The server, and the data that it is switched to."""

    def __init__(self, folder: Path, address: str, suites: Path) -> None:
        self.folder, self.address, self.suites = folder, address, suites
        self._builds: dict[tuple[tuple[str, str], ...], Path] = {}

    def use(self, data: dict[str, Path]) -> None:
        """Serve these files, each as the graph of its IRI."""
        key = tuple(sorted((iri, str(path)) for iri, path in data.items()))
        if key not in self._builds:
            build = self.folder / "builds" / str(len(self._builds))
            build.mkdir(parents=True)
            store = ox.Store(str(build / "store"))
            for iri, path in data.items():
                form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
                store.load(path=str(path), format=form, base_iri=self.iri(path), to_graph=ox.NamedNode(iri))
            store.flush()
            del store
            self._builds[key] = build
        link = self.folder / "current.new"
        link.symlink_to(self._builds[key])
        link.replace(self.folder / "current")

    def iri(self, path: Path) -> str:
        """The IRI of a file."""
        return ADDRESS + path.relative_to(self.suites).as_posix()

    def path(self, iri: str) -> Path:
        """The file of an IRI."""
        return self.suites / iri.removeprefix(ADDRESS)


def tests_of(site: Site, manifest: Path) -> Iterator[tuple[rdflib.Graph, Any]]:
    """The tests of a manifest and those that it includes, each with its graph."""
    graph = rdflib.Graph().parse(manifest, publicID=site.iri(manifest), format="turtle")
    root = rdflib.URIRef(site.iri(manifest))
    for included in graph.objects(root, MF.include):
        for one in Collection(graph, included):
            yield from tests_of(site, site.path(str(one)))
    for entries in graph.objects(root, MF.entries):
        for test in Collection(graph, entries):
            yield graph, test


def run(site: Site, graph: rdflib.Graph, test: Any) -> None:
    """Run a test.

    Raises:
        TestFailedError: it does not pass.
        NotImplementedError: it is none of a query.
    """
    kind = str(graph.value(test, RDF.type)).removeprefix(str(MF))
    if kind == "ProtocolTest":
        protocol(site, graph, test)
        return
    action = graph.value(test, MF.action)
    if "SyntaxTest" in kind and "Update" not in kind:
        site.use({})
        path = site.path(str(action))
        status = ask(site, path.read_text(encoding="utf-8", errors="strict"), path, "*/*").status_code
        expected = 400 if kind.startswith("Negative") else 200
        if status != expected:
            raise TestFailedError(f"{status}, expected {expected}")
    elif kind in ("QueryEvaluationTest", "CSVResultFormatTest"):
        evaluation(site, graph, test, action)
    else:
        raise NotImplementedError(kind)


def evaluation(site: Site, graph: rdflib.Graph, test: Any, action: Any) -> None:
    path = site.path(str(graph.value(action, QT.query)))
    text = path.read_text(encoding="utf-8")
    default = {str(one): site.path(str(one)) for one in graph.objects(action, QT.data)}
    named: dict[str, Path] = {}
    for one in graph.objects(action, QT.graphData):
        file = graph.value(one, UT.graph) or graph.value(one, QT.graph) or one
        label = graph.value(one, RDFS.label)
        named[str(label or file)] = site.path(str(file))
    asked = {site.iri(path.parent / one): path.parent / one for one in FROM.findall(text)}
    site.use(default | named | asked)
    chosen = [*(("default-graph-uri", one) for one in default), *(("named-graph-uri", one) for one in named)]
    if asked:  # the query says it itself
        chosen = []
    result = site.path(str(graph.value(test, MF.result)))
    accept = "text/csv" if result.suffix == ".csv" else FORMS.get(result.suffix, FORMS[".srj"])[0]
    answer = ask(site, text, path, f"{accept}, application/n-triples", chosen)
    if answer.status_code != 200:
        raise TestFailedError(f"{answer.status_code}: {answer.text[:200]}")
    if answer.headers["Content-Type"] == "application/n-triples":
        compare_graphs(answer.content, result)
    elif result.suffix == ".csv":
        if csv_rows(answer.text) != csv_rows(result.read_text(encoding="utf-8")):
            raise TestFailedError(f"other rows: {answer.text[:300]!r}")
    else:
        form = FORMS.get(result.suffix, FORMS[".srj"])[1]
        found = rows(ox.parse_query_results(answer.content, format=form))
        expected = expected_rows(result, site.iri(result))
        ordered = re.search(r"ORDER\s+BY", text, re.IGNORECASE) is not None
        reduced = "REDUCED" in text.upper()
        compare_rows(found, expected, ordered=ordered, reduced=reduced)


def ask(site: Site, text: str, path: Path, accept: str, chosen: Any = ()) -> requests.Response:
    query = f"BASE <{site.iri(path)}>\n{text}"
    headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
    return requests.post(site.address, params=list(chosen), data=query.encode(), headers=headers, timeout=PATIENCE)


def rows(results: Any) -> Rows | bool:
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = [one.value for one in results.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in results]


def expected_rows(path: Path, base: str) -> Rows | bool:
    """The rows of a file of results, also of those that are written as RDF."""
    if path.suffix in FORMS:
        return rows(ox.parse_query_results(path.read_bytes(), format=FORMS[path.suffix][1]))
    graph = rdflib.Graph().parse(path, format="turtle" if path.suffix == ".ttl" else "xml", publicID=base)
    told = next(graph.objects(None, RS.boolean), None)
    if told is not None:
        return str(told) in ("true", "1")
    solutions = list(graph.objects(None, RS.solution))
    solutions.sort(key=lambda one: int(str(graph.value(one, RS["index"]) or 0)))
    return [
        {
            str(graph.value(binding, RS.variable)): term(graph.value(binding, RS.value))
            for binding in graph.objects(one, RS.binding)
        }
        for one in solutions
    ]


def term(value: Any) -> Any:
    if isinstance(value, rdflib.URIRef):
        return ox.NamedNode(str(value))
    if isinstance(value, rdflib.BNode):
        return ox.BlankNode(str(value))
    if value.language:
        return ox.Literal(str(value), language=value.language.lower())
    return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype)) if value.datatype else None)


def compare_rows(found: Rows | bool, expected: Rows | bool, *, ordered: bool, reduced: bool) -> None:
    if isinstance(found, bool) or isinstance(expected, bool):
        if found is not expected:
            raise TestFailedError(f"{found}, expected {expected}")
        return
    if reduced:
        found, expected = distinct(found), distinct(expected)
    if canonical(found) != canonical(expected):
        if canonical(by_value(found)) == canonical(by_value(expected)):
            raise TestFailedError("equal but for the spelling of numbers and dates")
        raise TestFailedError(f"{len(found)} rows {shown(found)}, expected {len(expected)} {shown(expected)}")
    if ordered and [shown([row]) for row in found] != [shown([row]) for row in expected]:
        raise TestFailedError(f"another order: {shown(found)}, expected {shown(expected)}")


def distinct(some: Rows) -> Rows:
    return list({shown([row]): row for row in some}.values())


def by_value(some: Rows) -> Rows:
    """Rows with their literals as a store gives them back."""
    store, node = ox.Store(), ox.NamedNode("urn:x")

    def stored(value: Any) -> Any:
        if not isinstance(value, ox.Literal):
            return value
        store.clear()
        store.add(ox.Quad(node, node, value))
        return next(iter(store)).object

    return [{name: stored(value) for name, value in row.items()} for row in some]


def shown(some: Rows) -> str:
    """Rows as text, blank nodes without their names."""
    cells = ([f"{name}={value}" for name, value in sorted(row.items())] for row in some[:12])
    return re.sub(r"_:\w+", "_:", "; ".join(",".join(row) for row in cells))


def canonical(some: Rows) -> str:
    """Rows as a graph with canonical blank nodes, so that equal ones are equal texts."""
    dataset = ox.Dataset()
    for row in some:
        node = ox.BlankNode()
        dataset.add(ox.Quad(node, ox.NamedNode("urn:is"), ox.Literal("row")))
        for name, value in row.items():
            dataset.add(ox.Quad(node, ox.NamedNode(f"urn:{name}"), value))
    return canonical_dataset(dataset)


def canonical_dataset(dataset: ox.Dataset) -> str:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, dataset)))


def compare_graphs(content: bytes, path: Path) -> None:
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    found = canonical_dataset(ox.Dataset(ox.parse(content, format=ox.RdfFormat.N_TRIPLES)))
    expected = canonical_dataset(ox.Dataset(ox.parse(path=str(path), format=form, base_iri="http://x/")))
    if found != expected:
        raise TestFailedError(f"other triples: {found[:300]}, expected {expected[:300]}")


def csv_rows(text: str) -> Counter[str]:
    """Rows with their columns in order of the names: ``SELECT *`` has none."""
    found = csv.DictReader(text.splitlines())
    return Counter(re.sub(r"'_:\w+'", "'_:'", str(sorted(row.items()))) for row in found)


def protocol(site: Site, graph: rdflib.Graph, test: Any) -> None:
    """Requests as they stand in the manifest."""
    data = {
        str(graph.value(one, RDFS.label)): site.path(str(graph.value(one, UT.graph)))
        for one in graph.objects(test, UT.graphData)
    }
    site.use(data)
    action = graph.value(test, MF.action)
    for request in Collection(graph, graph.value(action, HT.requests)):
        path = str(graph.value(request, HT.absolutePath)).removeprefix("/sparql/").removeprefix("/sparql")
        headers = {
            str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
            for one in Collection(graph, graph.value(request, HT.headers) or RDF.nil)
        }
        body = graph.value(request, HT.body)
        content = None
        if body is not None:
            content = str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))
        method = str(graph.value(request, HT.methodName))
        prepared = requests.Request(method, site.address + path, headers=headers, data=content).prepare()
        if "content-type" not in headers and "Content-Type" in prepared.headers:
            del prepared.headers["Content-Type"]
        with requests.Session() as session:
            answer = session.send(prepared, timeout=PATIENCE)
        check_answer(graph, graph.value(request, HT.resp), answer)


def check_answer(graph: rdflib.Graph, expected: Any, answer: requests.Response) -> None:
    wanted = {str(one).rpartition("StatusCode")[2][0] for one in graph.objects(expected, MF.expectedStatus)}
    if wanted and str(answer.status_code)[0] not in wanted:
        raise TestFailedError(f"{answer.status_code}: {answer.text[:100]}, expected {sorted(wanted)}")
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    form = str(graph.value(expected, MF.expectedFormat))
    if form == "RDF" and kind not in ("text/turtle", "application/n-triples", "application/rdf+xml"):
        raise TestFailedError(f"comes as {kind}")
    if form in ("boolean", "tabular") and kind not in ("application/sparql-results+json", "text/csv"):
        raise TestFailedError(f"comes as {kind}")
    told = graph.value(expected, MF.expectedBoolean)
    if told is not None and json.loads(answer.text)["boolean"] is not (str(told) == "true"):
        raise TestFailedError(f"{answer.text}, expected {told}")


@contextmanager
def serving(suites: Path) -> Iterator[Site]:
    """Figkg's endpoint over an empty output folder."""
    with tempfile.TemporaryDirectory(prefix="figkg-conformance-") as name, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        limits = Limits(seconds=PATIENCE / 2, megabytes=2000)
        with QueryWorkers(2, limits, read_prefixes(), read_kinds(mappings_folder())) as workers:
            application = Starlette(routes=SparqlEndpoint(GraphFolder(Path(name)), workers).routes)
            server = uvicorn.Server(uvicorn.Config(application, log_level="error"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.05)
            yield Site(Path(name), f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", suites)
            server.should_exit = True
            thread.join(10)


def main() -> int:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", type=Path, help="a copy of https://github.com/w3c/rdf-tests")
    parser.add_argument("--only", default="", help="tests whose name has these letters")
    options = parser.parse_args()
    with (HERE / "conformance_exceptions.tsv").open(encoding="utf-8") as file:
        explained = {row["test"]: row["why"] for row in csv.DictReader(file, delimiter="\t")}
    passed: Counter[str] = Counter()
    all_tests: Counter[str] = Counter()
    failed: dict[str, str] = {}
    suites = options.suites.resolve() / "sparql"
    with serving(suites) as site:
        for manifest in SUITES:
            for graph, test in tests_of(site, suites / manifest):
                name = "/".join(urlsplit(str(test)).path.split("/")[-2:-1]) + "/" + str(test).rpartition("#")[2]
                if options.only not in name or name.startswith(("protocol/update", "protocol/bad_update")):
                    continue
                try:
                    run(site, graph, test)
                except NotImplementedError:
                    continue
                except Exception as error:  # a fault of the harness is a failure, too
                    failed[name] = f"{type(error).__name__}: {error}"
                else:
                    passed[manifest] += 1
                all_tests[manifest] += 1
    for manifest, count in all_tests.items():
        print(f"{manifest}: {passed[manifest]} of {count}")
    for name, reason in failed.items():
        print(f"{name}\t{explained.get(name, 'NOT EXPLAINED')}\t{reason}")
    stale = sorted(name for name in explained.keys() - failed.keys() if options.only in name)
    unexplained = failed.keys() - explained.keys()
    print(f"{len(failed)} fail, {len(unexplained)} of them unexplained; explained but passed: {stale or 'none'}")
    return int(bool(stale or unexplained))


if __name__ == "__main__":
    sys.exit(main())
