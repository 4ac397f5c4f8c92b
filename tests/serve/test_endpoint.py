"""The SPARQL endpoint: conformant, read-only, and hard to bring down. A real server and real clients."""

from __future__ import annotations

import csv
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pyoxigraph
import pytest
import rdflib
import requests
from msgspec.structs import replace
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from figkg.base.kinds import Kinds
from figkg.build.output import OutputFolder
from figkg.serve.answer_files import AnswerFiles
from figkg.serve.limits import Limits
from figkg.serve.protocol import Question
from figkg.serve.workers import QueryFailedError, QueryWorkers
from tests.helpers.remote import serve_sparql
from tests.helpers.serving import endpoint_alone, serving
from tests.helpers.stores import fill_store
from tests.helpers.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.slow

COUNT = "SELECT (COUNT(*) AS ?n) { ?s fkg:activates ?o }"
GENE = "SELECT ?l { ncbigene:3491 rdfs:label ?l }"
ENDLESS = "SELECT * { ?a (<urn:x>|!<urn:y>)* ?b }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a ?d LIMIT 1"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
PATIENT = Limits(
    seconds=PATIENCE, waiting_seconds=PATIENCE, long_seconds=PATIENCE, result_megabytes=10_000, html_rows=10
)
"""Limits that strike nobody: a test lowers the one that it is about."""


@pytest.fixture(scope="module")
def folder(release: Path, store: pyoxigraph.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder of its own, whose build in use can be changed."""
    del store  # filled by now
    out = tmp_path_factory.mktemp("served")
    (out / "builds").mkdir()
    shutil.copytree(release, out / "builds" / "one", ignore=shutil.ignore_patterns("work"))
    (out / "current").symlink_to(Path("builds") / "one")
    return out


@contextmanager
def endpoint(folder: Path, workers: QueryWorkers) -> Iterator[str]:
    """Run an endpoint; yields its address."""
    with serving(endpoint_alone(OutputFolder(folder), workers)) as one:
        yield f"{one}/sparql"


@pytest.fixture(scope="module")
def address(folder: Path, prefixes: dict[str, str], kinds: Kinds) -> Iterator[str]:
    """An endpoint whose only limit is the size of an answer."""
    with (
        QueryWorkers(3, replace(PATIENT, result_megabytes=5), prefixes, kinds) as workers,
        endpoint(folder, workers) as one,
    ):
        yield one


@pytest.fixture(scope="module")
def hasty(folder: Path, prefixes: dict[str, str], kinds: Kinds) -> Iterator[str]:
    """An endpoint whose only limit is the time that a query may take."""
    with QueryWorkers(3, replace(PATIENT, seconds=0.5), prefixes, kinds) as workers, endpoint(folder, workers) as one:
        yield one


def ask(address: str, query: str, accept: str = "", **more: str) -> requests.Response:
    return requests.post(address, data={"query": query, **more}, headers={"Accept": accept}, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("query", [GENE, "ASK { ncbigene:3491 fkg:activates ?x }"])
def test_rows_and_a_yes_come_in_every_form(address: str, query: str, accept: str, media_type: str) -> None:
    answer = ask(address, query, accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert "CCN1" in answer.text or "true" in answer.text or "yes" in answer.text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_triples_come_in_every_form(address: str, accept: str, form: str) -> None:
    answer = ask(address, "CONSTRUCT { ?s fkg:activates ?o } WHERE { ?s fkg:activates ?o }", accept)
    graph = rdflib.Graph().parse(data=answer.text, format=form)
    assert len(graph) == int(next(csv.DictReader(ask(address, COUNT, "text/csv").text.splitlines()))["n"])


def test_a_query_comes_by_get_form_and_body(address: str) -> None:
    wanted = ask(address, GENE).text
    assert requests.get(address, params={"query": GENE}, timeout=PATIENCE).text == wanted
    body = requests.post(address, data=GENE, headers={"Content-Type": "application/sparql-query"}, timeout=PATIENCE)
    assert body.text == wanted


def test_several_accept_headers_are_one_list(address: str) -> None:
    place = urlsplit(address)
    connection = HTTPConnection(place.netloc, timeout=PATIENCE)
    connection.putrequest("GET", f"{place.path}?{urlencode({'query': 'ASK { }'})}")
    connection.putheader("Accept", "image/png")
    connection.putheader("Accept", "text/csv;q=0.5, application/sparql-results+xml")
    connection.endheaders()
    assert connection.getresponse().getheader("Content-Type") == "application/sparql-results+xml"
    connection.close()


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "application/rdf+xml"])
def test_xml_is_well_formed_whatever_a_text_holds(address: str, accept: str) -> None:
    value = r"a\u0001\u001B\u0085\uFFFE\r\t\n<&>\U0001F9EC"
    form = f'SELECT ("{value}" AS ?x)' if "sparql" in accept else f'CONSTRUCT {{ <urn:s> <urn:p> "{value}" }}'
    answer = ask(address, f"{form} WHERE {{ }}", accept)
    texts = [node.text for node in ElementTree.fromstring(answer.content).iter() if (node.text or "").startswith("a")]
    assert texts == ["a\ufffd\ufffd\x85\ufffd\r\t\n<&>\U0001f9ec"]


def test_relative_iris_are_resolved_against_the_endpoint(address: str) -> None:
    assert ask(address, "SELECT (<x> AS ?x) { }", "text/csv").text.split() == [
        "x",
        address.removesuffix("sparql") + "x",
    ]


def test_a_query_names_the_graphs_that_it_is_about(address: str) -> None:
    def count(clause: str, **more: str) -> int:
        query = f"SELECT (COUNT(*) AS ?n) {clause} {{ ?s fkg:activates ?o }}"
        return int(ask(address, query, "text/csv", **more).text.split()[1])

    assert count("") == count("FROM graph:edges") > 0
    assert count("FROM graph:entities") == count("FROM <urn:none>") == count("FROM NAMED graph:edges") == 0
    assert count("FROM graph:edges", **{"default-graph-uri": "urn:none"}) == 0
    assert count("FROM graph:edges", **{"default-graph-uri": "", "named-graph-uri": ""}) == count("")


def test_graphs_can_be_chosen(address: str) -> None:
    graph = "https://w3id.org/figkg/graph/entities"
    rows = "SELECT (COUNT(*) AS ?n) { ?s fkg:activates ?o }"
    one = ask(address, rows, "text/csv", **{"default-graph-uri": graph}).text.split()
    assert one == ["n", "0"]
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert ask(address, named, "text/csv", **{"named-graph-uri": graph}).text.split() == ["g", graph]


@pytest.mark.parametrize(
    ("query", "accept", "status", "reason"),
    [
        ("SELECT", "", 400, "not valid SPARQL"),
        ("DROP ALL", "", 400, "not valid SPARQL"),
        (GENE, "image/png", 406, "answers come as"),
        (
            "CONSTRUCT { <urn:s> <urn:1> 1 } { }",
            "application/rdf+xml",
            406,
            "RDF/XML cannot write the property <urn:1>",
        ),
        ("LOAD <http://127.0.0.1:1/>", "", 400, "not valid SPARQL"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", "", 403, "SERVICE is not allowed here"),
        ("SELECT * { ?a ?b ?c.SERVICE<http://127.0.0.1:1/>{ } }", "", 403, "SERVICE is not allowed here"),
        ("PREFIX : <http://127.0.0.1:1/> SELECT * {SERVICE:x{ } }", "", 403, "SERVICE is not allowed here"),
        ("SELECT * { # x\rSERVICE <http://127.0.0.1:1/> { } }", "", 403, "SERVICE is not allowed here"),
        ("SELECT (<urn:f>(1) AS ?x) { }", "", 400, "The custom function <urn:f> is not supported"),
        ("SELECT * { ?service ?b", "", 400, "not valid SPARQL"),
    ],
)
def test_what_has_no_answer_says_why(address: str, query: str, accept: str, status: int, reason: str) -> None:
    answer = ask(address, query, accept)
    assert answer.status_code == status
    assert reason in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("query", [ENDLESS, PRODUCT])
def test_a_query_without_an_end_is_stopped(hasty: str, query: str) -> None:
    answer = ask(hasty, query)
    assert (answer.status_code, answer.text) == (504, "stopped after 0.5 s; narrow the query, or add a LIMIT\n")


def test_a_query_that_needs_too_much_memory_is_stopped(folder: Path, prefixes: dict[str, str], kinds: Kinds) -> None:
    with (
        QueryWorkers(2, replace(PATIENT, megabytes=1000), prefixes, kinds) as workers,
        endpoint(folder, workers) as one,
    ):
        answer = ask(one, SORTED)
        assert (answer.status_code, answer.text) == (507, "stopped: it needs more than 1,000 MB\n")
        assert ask(one, GENE, "text/csv").text.split() == ["l", "CCN1"]


def nested(signs: str, last: str = "") -> str:
    return f"SELECT * {{ FILTER({signs}1{last}) }}"


@pytest.mark.parametrize("query", [nested("(" * 20_000, ")" * 20_000), nested("!" * 200_000)], ids=["brackets", "nots"])
def test_what_is_nested_beyond_the_parsers_stack_is_no_query(address: str, query: str) -> None:
    answer = ask(address, query)
    assert (answer.status_code, answer.text) == (400, "not to be understood: it is nested too deeply\n")
    assert ask(address, GENE).status_code == 200


def test_the_folder_for_answers_comes_back_when_something_cleans_up(
    folder: Path, prefixes: dict[str, str], kinds: Kinds
) -> None:
    store = OutputFolder(folder).store
    with QueryWorkers(1, PATIENT, prefixes, kinds) as workers:
        workers.ask(store, Question(GENE)).path.unlink()
        workers.folder.rmdir()
        assert "CCN1" in workers.ask(store, Question(GENE, accept="text/csv")).path.read_text()
        last = workers.folder
    assert not last.exists()


def test_a_full_disk_for_answers_is_said(
    folder: Path, prefixes: dict[str, str], kinds: Kinds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = OutputFolder(folder).store
    (tmp_path / "full").symlink_to("/dev/full")  # an answer that fails is removed: the link, not the device
    with QueryWorkers(1, PATIENT, prefixes, kinds) as workers:
        monkeypatch.setattr(AnswerFiles, "new", lambda _: tmp_path / "full")
        with pytest.raises(QueryFailedError) as caught:
            workers.ask(store, Question("SELECT * { ?a ?b ?c }", accept="text/csv"))
        assert (caught.value.status, caught.value.reason) == (507, "no place for the answer: No space left on device")


def test_a_large_answer_is_refused_rather_than_cut(address: str) -> None:
    answer = ask(address, "SELECT * { ?a ?b ?c . ?a ?d ?e } LIMIT 200000", "text/csv")
    assert (answer.status_code, answer.text) == (507, "the answer is larger than 5 MB; add a LIMIT\n")


def test_nothing_is_left_of_answers_that_are_refused_stopped_or_not_read(
    folder: Path, prefixes: dict[str, str], kinds: Kinds
) -> None:
    many = "SELECT * { ?a ?b ?c } LIMIT 5000"
    small, short = replace(PATIENT, result_megabytes=2), replace(PATIENT, seconds=0.5)
    with QueryWorkers(2, small, prefixes, kinds) as workers, endpoint(folder, workers) as one:
        statuses = [ask(one, query, "text/csv").status_code for query in (LARGE, "SELECT", many, GENE)]
        with requests.post(one, data={"query": many}, stream=True, timeout=PATIENCE) as hung_up:
            next(hung_up.iter_content(10))
        assert statuses == [507, 400, 200, 200]
        wait_for(lambda: not list(workers.folder.iterdir()), "the answer that nobody reads is removed")
    with QueryWorkers(2, short, prefixes, kinds) as workers, endpoint(folder, workers) as one:
        assert ask(one, LARGE, "text/csv").status_code == 504
        assert list(workers.folder.iterdir()) == []


def test_where_it_is_allowed_another_endpoint_is_asked(folder: Path, prefixes: dict[str, str], kinds: Kinds) -> None:
    allowed = replace(PATIENT, services=True)
    with (
        QueryWorkers(2, allowed, prefixes, kinds) as workers,
        endpoint(folder, workers) as one,
        serve_sparql("<urn:a> <urn:b> <urn:c> .", prefixes) as other,
    ):
        assert ask(one, f"SELECT ?c {{ SERVICE <{other}> {{ ?a ?b ?c }} }}", "text/csv").text.split() == ["c", "urn:c"]
        silent = ask(one, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
    assert silent.status_code == 502
    assert "the remote endpoint gives no answer" in silent.text


def test_updates_are_refused(address: str) -> None:
    for data, kind in (
        ("DROP ALL", "application/sparql-update"),
        ("update=DROP+ALL", "application/x-www-form-urlencoded"),
    ):
        answer = requests.post(address, data=data, headers={"Content-Type": kind}, timeout=PATIENCE)
        assert (answer.status_code, answer.text) == (403, "this endpoint is read-only\n")
    for method in ("PUT", "DELETE", "PATCH"):
        answer = requests.request(method, address, data="x", timeout=PATIENCE)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_process_that_left_the_network_reaches_nobody() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        code = (
            "import socket\nfrom figkg.serve.answers import leave_the_network\nleft = leave_the_network()\n"
            f"reached = socket.socket().connect_ex(('127.0.0.1', {listener.getsockname()[1]})) == 0\n"
            "print(left != reached)"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True"


def test_a_query_of_a_megabyte_and_more_is_refused(address: str) -> None:
    assert ask(address, "#" * 1_000_001).status_code == 413
    assert ask(address, "#" * 9_000_000).status_code == 413
    assert ask(address, GENE + "#" * 900_000).status_code == 200


def test_an_html_page_has_a_limit_and_no_foreign_markup(address: str) -> None:
    answer = ask(address, 'SELECT ?s ("<script>alert(1)</script>" AS ?x) { ?s rdf:type fkg:Gene }', "text/html")
    assert answer.text.count("<tr>") == 1 + 10 + 1
    assert "more than 10 rows; ask for CSV to get all" in answer.text
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_html_page_has_a_size_and_its_cells_a_length(folder: Path, prefixes: dict[str, str], kinds: Kinds) -> None:
    query = f'SELECT ?x {{ ?s ?p ?o BIND("{"y" * 5_000}" AS ?x) }} LIMIT 100'
    small = replace(PATIENT, html_rows=1_000, html_megabytes=0.05)
    with QueryWorkers(1, small, prefixes, kinds) as workers, endpoint(folder, workers) as one:
        text = ask(one, query, "text/html").text
    assert 40_000 < len(text) < 51_000
    assert f"{'y' * 2_000} … (5,000 characters; ask for CSV to get all)</td>" in text
    assert "y" * 2_001 not in text
    assert "more than 50,000 characters; ask for CSV to get all" in text


def test_browsers_may_ask_from_other_sites(address: str) -> None:
    before = requests.options(address, headers={"Origin": "https://example.org"}, timeout=PATIENCE)
    assert (before.status_code, before.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert ask(address, GENE).headers["Access-Control-Allow-Origin"] == "*"


def fetch(address: str, query: str, **headers: str) -> requests.Response:
    return requests.get(address, params={"query": query}, headers=headers, timeout=PATIENCE)


def test_an_answer_is_not_sent_again_to_who_has_it(address: str) -> None:
    first = fetch(address, GENE, Accept="text/csv")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["Vary"] == "Accept, Accept-Encoding"
    again = fetch(address, GENE, Accept="text/csv", **{"If-None-Match": f'W/"x", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    others = [fetch(address, GENE, Accept="application/json"), fetch(address, COUNT, Accept="text/csv")]
    assert tag not in {one.headers["ETag"] for one in others}


@pytest.mark.parametrize(
    ("query", "accept"),
    [("SELECT (NOW() AS ?x) { }", ""), ("SELECT (rand() AS ?x) { }", ""), (GENE, "text/html"), ("SELECT", "")],
)
def test_what_another_time_is_another_answer_is_not_to_be_kept(address: str, query: str, accept: str) -> None:
    assert "ETag" not in fetch(address, query, Accept=accept).headers


def test_answers_are_compressed_for_who_takes_it(address: str) -> None:
    query = "SELECT * { ?s a fkg:Gene ; ?p ?o }"
    small, large = (
        fetch(address, query, Accept="text/csv", **{"Accept-Encoding": one}) for one in ("gzip", "identity")
    )
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in large.headers
    assert small.content == large.content


def test_the_dataset_is_described_and_can_be_downloaded(address: str, folder: Path) -> None:
    void, dcat = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    site, dataset = address.removesuffix("/sparql"), rdflib.URIRef("https://w3id.org/figkg/")
    described = requests.get(f"{site}/.well-known/void", timeout=PATIENCE)
    graph = rdflib.Graph().parse(data=described.text, format="turtle")
    assert str(graph.value(dataset, void.sparqlEndpoint)) == address
    dump = str(graph.value(dataset, void.dataDump))
    assert dump in {str(one) for one in graph.objects(None, dcat.downloadURL)}
    got = requests.get(dump, timeout=PATIENCE)
    assert got.headers["Content-Type"] == "application/n-quads"
    assert got.content == (folder / "current" / "figkg.nq").read_bytes()
    part = requests.get(dump, headers={"Range": "bytes=10-19"}, timeout=PATIENCE)
    assert (part.status_code, part.content) == (206, got.content[10:20])
    service = rdflib.Graph().parse(data=requests.get(address, timeout=PATIENCE).text, format="turtle")
    assert service.value(dataset, void.triples) == graph.value(dataset, void.triples)


@pytest.mark.parametrize(
    ("accept", "form"), [("", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")]
)
def test_the_service_describes_itself(address: str, accept: str, form: str) -> None:
    answer = requests.get(address, headers={"Accept": accept}, timeout=PATIENCE)
    graph = rdflib.Graph().parse(data=answer.text, format=form)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (rdflib.URIRef(address), rdflib.RDF.type, sd.Service) in graph
    assert (rdflib.URIRef(address), sd.supportedLanguage, sd.SPARQL11Query) in graph


def test_rdflib_sparqlwrapper_and_curl_are_served(address: str) -> None:
    remote = rdflib.Graph(SPARQLStore(address))
    label = remote.value(rdflib.URIRef("https://identifiers.org/ncbigene/3491"), rdflib.RDFS.label)
    assert str(label) == "CCN1"
    wrapper = SPARQLWrapper(address)
    wrapper.setQuery(GENE.replace("ncbigene:3491", "<https://identifiers.org/ncbigene/3491>"))
    wrapper.setReturnFormat(JSON)
    found: Any = wrapper.queryAndConvert()
    assert found["results"]["bindings"][0]["l"]["value"] == "CCN1"
    ran = subprocess.run(
        ["curl", "-s", address, "-H", "Accept: text/csv", "--data-urlencode", f"query={GENE}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["l", "CCN1"]


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("form", ["", XML, RDFXML, JSONLD, N3, TURTLE, JSON])
def test_sparqlwrapper_gets_triples_in_each_of_its_forms(address: str, method: str, form: str) -> None:
    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(method)
    wrapper.setQuery("PREFIX f: <https://w3id.org/figkg/vocab#> CONSTRUCT { ?s f:activates ?o } { ?s f:activates ?o }")
    if form:
        wrapper.setReturnFormat(form)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says of JSON that it may be another one
        found: Any = wrapper.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == int(ask(address, COUNT, "text/csv").text.split()[1])


@pytest.mark.parametrize("form", [XML, JSON, CSV, TSV, TURTLE])
@pytest.mark.parametrize("query", ["SELECT ?l { VALUES ?l { 'CCN1' } }", "ASK { }"])
def test_sparqlwrapper_gets_rows_in_each_of_its_forms(address: str, query: str, form: str) -> None:
    wrapper = SPARQLWrapper(address, returnFormat=form)
    wrapper.setQuery(query)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: Any = wrapper.queryAndConvert()
    text = found.toxml() if hasattr(found, "toxml") else str(found)
    assert "CCN1" in text or "true" in text.lower()


@contextmanager
def running(workers: QueryWorkers, store: Path, count: int) -> Iterator[list[Future[int]]]:
    """Run queries without an end; yields the statuses that they will end with, and ends them afterwards."""

    def ask_long() -> int:
        try:
            workers.ask(store, Question(PRODUCT))
        except QueryFailedError as error:
            return error.status
        return 200

    with ThreadPoolExecutor(count) as pool:
        statuses = [pool.submit(ask_long) for _ in range(count)]
        try:
            wait_for(lambda: len(workers._busy) == count, "all of them run")
            yield statuses
        finally:
            for worker in list(workers._busy):
                worker.stop_early()


def test_simple_questions_are_answered_while_long_ones_run(
    folder: Path, prefixes: dict[str, str], kinds: Kinds
) -> None:
    with QueryWorkers(3, PATIENT, prefixes, kinds) as workers, endpoint(folder, workers) as one:
        with running(workers, OutputFolder(folder).store, 2) as long:
            for _ in range(20):
                assert ask(one, GENE, "text/csv").text.split() == ["l", "CCN1"]
            assert not any(status.done() for status in long)
        assert [status.result() for status in long] == [503, 503]


def test_a_long_question_is_stopped_for_a_simple_one_and_its_process_takes_no_other(
    folder: Path, prefixes: dict[str, str], kinds: Kinds
) -> None:
    store = OutputFolder(folder).store
    with QueryWorkers(2, replace(PATIENT, long_seconds=0.0), prefixes, kinds) as workers:
        for _ in range(3):
            with running(workers, store, 2) as long:
                for _ in range(10):
                    workers.ask(store, Question(GENE)).path.unlink()
                (stopped,) = wait_for(lambda: [one for one in long if one.done()], "one is stopped")
                assert stopped.result() == 503


def test_a_question_that_finds_all_processes_busy_is_told_so(
    folder: Path, prefixes: dict[str, str], kinds: Kinds
) -> None:
    store = OutputFolder(folder).store
    with (
        QueryWorkers(2, replace(PATIENT, waiting_seconds=0.1), prefixes, kinds) as workers,
        running(workers, store, 2) as long,
    ):
        with pytest.raises(QueryFailedError, match="all processes are busy; ask again later") as caught:
            workers.ask(store, Question(GENE))
        assert caught.value.status == 503
        assert not any(status.done() for status in long)


def test_more_long_questions_than_processes_are_all_ended(hasty: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda query: ask(hasty, query).status_code, [ENDLESS, PRODUCT, SORTED, GENE] * 2))
    assert set(answers) <= {200, 503, 504, 507}
    wait_for(lambda: ask(hasty, GENE).status_code == 200, "it answers again")


def test_a_new_build_is_served_without_a_restart(address: str, folder: Path) -> None:
    before = fetch(address, GENE, Accept="text/csv").headers["ETag"]
    two = folder / "builds" / "two"
    two.mkdir()
    line = '<https://identifiers.org/ncbigene/3491> <http://www.w3.org/2000/01/rdf-schema#label> "NEW" <urn:g> .\n'
    (two / "figkg.nq").write_text(line)
    fill_store(two / "store", two / "figkg.nq")
    link = folder / "current.new"
    link.symlink_to(Path("builds") / "two")
    link.replace(folder / "current")
    try:
        assert ask(address, GENE, "text/csv").text.split() == ["l", "NEW"]
        assert fetch(address, GENE, Accept="text/csv", **{"If-None-Match": before}).text.split() == ["l", "NEW"]
    finally:
        link.symlink_to(Path("builds") / "one")
        link.replace(folder / "current")
    assert ask(address, GENE, "text/csv").text.split() == ["l", "CCN1"]


def test_a_folder_without_a_graph_says_so(prefixes: dict[str, str], kinds: Kinds, tmp_path: Path) -> None:
    with (
        QueryWorkers(2, Limits(), prefixes, kinds) as workers,
        serving(endpoint_alone(OutputFolder(tmp_path), workers)) as host,
    ):
        answer = ask(f"{host}/sparql", GENE)
    assert answer.status_code == 503
    assert "no graph here yet" in answer.text
