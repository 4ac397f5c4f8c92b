"""Requests at random: whatever is asked, the server answers, says why it does not, and is there afterwards."""

from __future__ import annotations

import http.client
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.waiting import PATIENCE

pytestmark = pytest.mark.slow

QUIET = settings(deadline=None, max_examples=1500, derandomize=True, suppress_health_check=list(HealthCheck))

MARKUP = "<img src=x onerror=alert(1)>"

NAMES = [
    *(
        "ncbigene:4790",
        "mesh:D015464",
        "fplx:NFkappaB",
        "ncbigene:0",
        "PMC999__hostile.004",
        "585b4383ff84e73b3b08",
    ),
    *("..", "../../etc/passwd", "%2e%2e%2f", "a.ttl", "a.jsonld", ".", "%00", "%ff", "%", "x" * 3_000, MARKUP, "é"),
]
PLACES = [
    *("/", "/search", "/suggest", "/sparql", "/statistics", "/statistics.json", "/query", "/resource", "/vocab"),
    *("/entity/{}", "/entity/{}/network.json", "/entity/{}/edges.csv", "/entity/{}/edges.graphml", "/edge/{}"),
    *("/figure/{}", "/query/{}", "/answer.{}", "/vocab.{}", "/assets/{}/{}", "/assertion/{}", "/evidence/{}"),
    *("/graph/{}", "/caption/{}", "/grounding/{}", "/run/{}", "/{}", "//{}", "/entity/{}/{}"),
]
QUERIES = [
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3",
    "DESCRIBE <http://x>",
    "INSERT DATA { <http://x> <http://x> <http://x> }",
    "SELECT * { SERVICE <http://x> { ?s ?p ?o } }",
    "SELECT (1/0 AS ?x) {}",
    "SELECT * { ?s ?p '" + MARKUP + "' }",
    "SELECT",
    "{" * 2_000,
]
PARAMETERS = [
    *("q", "query", "sign", "direction", "belief", "since", "until", "disease", "disputed", "explicit", "sort"),
    *("order", "page", "iri", "default-graph-uri", "named-graph-uri", "format", "update", "symbol", "other"),
]
MEDIA = [
    *("text/html", "text/turtle", "application/ld+json", "application/json", "text/csv", "*/*", "image/png", ""),
    *("application/x-www-form-urlencoded", "application/sparql-query", "multipart/form-data", "a;q=x", ";,;", "\xff"),
]

values = st.sampled_from([*QUERIES, *NAMES, "1", "-1", "1e9", "nan", "activates", "2020"]) | st.text(max_size=12)
pairs = st.lists(st.tuples(st.sampled_from(PARAMETERS), values), max_size=4)
segments = st.sampled_from(NAMES) | st.text(max_size=8)


@st.composite
def targets(draw: st.DrawFn) -> str:
    """The address of a request, percent-encoded or nearly so."""
    place = draw(st.sampled_from(PLACES))
    safe = draw(st.sampled_from(["", "/:%", "/:.%"]))
    filled = place.format(*(quote(draw(segments), safe=safe, errors="replace") for _ in range(place.count("{}"))))
    return filled + encoded(draw(pairs), "?")


def encoded(some: list[tuple[str, str]], start: str = "") -> str:
    text = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in some)
    return start + text if text else ""


@QUIET
@given(
    method=st.sampled_from(["GET"] * 12 + ["POST"] * 3 + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "FOO"]),
    target=targets(),
    accept=st.sampled_from(MEDIA),
    kind=st.sampled_from(MEDIA),
    body=st.binary(max_size=30) | pairs.map(encoded).map(str.encode) | st.sampled_from(QUERIES).map(str.encode),
    more=st.dictionaries(st.sampled_from(["Range", "If-None-Match", "Origin", "Cookie"]), st.sampled_from(NAMES)),
)
def test_whatever_is_asked_is_answered(
    site: str, method: str, target: str, accept: str, kind: str, body: bytes, more: dict[str, str]
) -> None:
    headers = {"Accept": accept, "Content-Type": kind} | {
        name: value.encode("utf-8").decode("latin-1")[:200] for name, value in more.items()
    }
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)
    connection.request(method, target, body if method in ("POST", "PUT", "PATCH") else None, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    told = (method, target, answer.status, content[:500])
    assert answer.status < 500 or answer.status in (503, 504), told
    assert b"Traceback" not in content, told
    kind_of_answer = answer.getheader("Content-Type", "")
    if kind_of_answer.startswith("text/html"):
        assert MARKUP.encode() not in content, told
        assert answer.getheader("Content-Security-Policy"), told
    if content:
        assert kind_of_answer, told
    assert not answer.getheader("Location", "/").startswith(("//", "http://x")), told


def test_the_server_is_there_afterwards(site: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)
    connection.request("GET", "/sparql?query=ASK%20%7B%7D", headers={"Accept": "text/csv"})
    assert connection.getresponse().status in (200, 406)
