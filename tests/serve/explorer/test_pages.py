"""Pages over HTTP: what they show, for whom, and what happens to addresses that lead nowhere."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import deque
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import networkx
import pytest
import rdflib
import requests

from figkg.base.kinds import Kinds
from figkg.build.output import OutputFolder
from figkg.serve.limits import Limits
from tests.helpers.stores import fill_store
from tests.helpers.waiting import PATIENCE
from tests.serve.explorer.conftest import HOSTILE, explorer, white_image

pytestmark = pytest.mark.slow

FIGURE = "PMC6676106__CAS-110-2421-g006"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Links(HTMLParser):
    """The addresses that a page leads to, and its text outside of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.names.add(values.get("id") or "")
        self._in_script = tag == "script"
        self.addresses += [address for name in ("href", "src") if (address := values.get(name))]

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_script else data


def get(site: str, path: str, **headers: str) -> requests.Response:
    return requests.get(site + path, headers=HTML | headers, timeout=PATIENCE)


def rows(page: str) -> list[tuple[str, str, str]]:
    """Cause, sign and effect of each row of the table of edges."""
    body = page.partition('<table class="edges">')[2].partition("</table>")[0]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("<tr>")[2:]]
    return [tuple(re.sub(r"<[^>]+>", "", cell).strip() for cell in row[:3]) for row in cells]  # type: ignore[misc]


def test_the_first_page_leads_on(site: str) -> None:
    page = get(site, "/")
    assert page.status_code == 200
    assert {"/statistics", "/query", "/vocab"} <= set(Links(page.text).addresses)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ncbigene:4790", "/entity/ncbigene:4790"),
        ("PMC6676106__F6", f"/figure/{FIGURE}"),
        ("ncbigene:3491", "/entity/ncbigene:3491"),
    ],
)
def test_a_search_with_one_hit_leads_to_its_page(site: str, text: str, address: str) -> None:
    answer = requests.get(f"{site}/search", params={"q": text}, headers=HTML, timeout=PATIENCE)
    assert answer.url == site + address


def test_a_search_lists_its_hits_or_says_what_to_try(site: str) -> None:
    found = get(site, "/search?q=leukemia")
    assert "/entity/mesh:D015464" in Links(found.text).addresses
    assert "Nothing in this graph is called so" in get(site, "/search?q=qqqqqq").text
    assert get(site, "/search").status_code == 200


def test_suggestions(site: str) -> None:
    (first, *_) = get(site, "/suggest?q=NF-kB").json()
    assert first == {
        "label": "NFkappaB",
        "kind": "family",
        "word": "family",
        "matched": first["matched"],
        "name": "fplx:NFkappaB",
        "address": "/entity/fplx:NFkappaB",
        "organism": "",
    }
    assert get(site, "/suggest?q=").json() == []


def test_a_gene_with_its_edges(site: str) -> None:
    page = get(site, "/entity/ncbigene:3491").text
    assert ("CCN1", "→ activates", "NFkappaB") in rows(page)
    assert ("CCN1", "⊣ inhibits", "BCL2") in rows(page)
    assert "HGNC:2654" in page
    assert "CYR61" in page


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?sign=inhibits", lambda row: row[1] == "⊣ inhibits"),
        ("?direction=out", lambda row: row[0] == "NFkappaB"),
        ("?direction=in", lambda row: row[2] == "NFkappaB"),
        ("?disputed=1", lambda row: "GSK3B" in row),
    ],
)
def test_filters_leave_out_the_rest(site: str, query: str, kept: object) -> None:
    assert callable(kept)
    everything, some = (
        rows(get(site, "/entity/fplx:NFkappaB").text),
        rows(get(site, f"/entity/fplx:NFkappaB{query}").text),
    )
    assert some
    assert sorted(some) == sorted(row for row in everything if kept(row))


def test_the_table_is_sorted_and_its_heads_turn_it_round(site: str) -> None:
    page = get(site, "/entity/fplx:NFkappaB?sort=subject&order=ascending").text
    causes = [row[0].casefold() for row in rows(page)]
    assert causes == sorted(causes)
    assert 'aria-sort="ascending"' in page
    assert "/entity/fplx:NFkappaB?sort=subject#table-title" in Links(page).addresses


@pytest.mark.parametrize("query", ["sign=up", "belief=2", "since=x", "page=0"])
def test_a_filter_that_is_none_is_refused_in_words(site: str, query: str) -> None:
    answer = get(site, f"/entity/fplx:NFkappaB?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in Links(answer.text).text


def test_a_disease_shows_what_its_figures_state(site: str) -> None:
    page = get(site, "/entity/mesh:D015464").text
    assert "Edges that figures of this disease state" in page
    assert ("CCN1", "→ activates", "NFkappaB") in rows(page)


def test_a_disease_has_all_edges_that_its_figures_state(site: str) -> None:
    query = "SELECT (COUNT(*) AS ?count) { ?edge rdf:type fkg:Edge ; fkg:inContextOf mesh:D007938 }"
    found = requests.get(f"{site}/sparql", params={"query": query}, timeout=PATIENCE)
    stated = int(found.json()["results"]["bindings"][0]["count"]["value"])
    page = get(site, "/entity/mesh:D007938").text
    assert f"{stated} of {stated} edges" in page
    assert len(rows(page)) == stated > 10


@pytest.mark.parametrize("name", ["NFKB1", "nfkb1", "hgnc:7794", "p50"])
def test_any_name_is_an_address(site: str, name: str) -> None:
    assert get(site, f"/entity/{name}").url == f"{site}/entity/ncbigene:4790"


def test_an_address_that_leads_nowhere_offers_what_is_near_and_a_search(site: str) -> None:
    page = get(site, "/entity/NFKB11")
    assert page.status_code == 404
    assert "/entity/ncbigene:4790" in Links(page.text).addresses
    assert 'name="q" value="NFKB11"' in page.text


def test_a_search_says_what_a_name_means_before_what_has_its_words(site: str) -> None:
    page = Links(get(site, "/search?q=leukemia").text)
    assert page.text.index("It means") < page.text.index("Also with these words")
    assert page.addresses.index("/entity/mesh:D007938") < page.addresses.index("/entity/mesh:D015464")


def test_paths_are_found_by_any_name(site: str) -> None:
    page = get(site, "/paths?from=cyr61&to=bcl2").text
    assert "CCN1 → BCL2" in page
    assert "CCN1 ⊣ BCL2" in page or "CCN1 → NFkappaB → BCL2" in page
    assert "<svg" in page
    none = get(site, "/paths?from=bcl2&to=cyr61").text
    assert "Nothing found" in none
    assert "The other way round there is one" in none
    unknown = get(site, "/paths?from=NFKB11&to=BCL2")
    assert unknown.status_code == 404
    assert "NFKB11" in unknown.text
    assert get(site, "/paths?from=A&to=B&longest=99").status_code == 400
    assert get(site, "/paths").status_code == 200


def test_a_pasted_list_is_connected_and_its_sets_are_tested(site: str) -> None:
    page = get(site, "/list?" + urlencode({"names": "cyr61\nBCL2, xyzzyx", "bridges": "3"})).text
    text = " ".join(Links(page).text.split())
    assert "2 names of 3 found: CCN1, BCL2" in text
    assert "1 name left open" in text
    assert "xyzzyx means nothing here" in text
    assert "among them" in text
    assert f"/figure/{FIGURE}" in Links(page).addresses
    assert "<svg" in page


def test_a_named_query_is_filled_by_any_name_or_says_what_is_near(site: str) -> None:
    page = get(site, "/query/inhibitors-of-gene?gene=nfkb1")
    assert page.status_code == 200
    assert 'name="gene" value="nfkb1"' in page.text
    assert "NFKBIA" in page.text
    unknown = get(site, "/query/inhibitors-of-gene?gene=nfkb11")
    assert unknown.status_code == 400
    assert "NFKB1 (ncbigene:4790)" in unknown.text
    stranger = get(site, "/query/inhibitors-of-gene?gen=nfkb1")
    assert stranger.status_code == 400
    assert "inhibitors-of-gene has no parameter &#39;gen&#39;; gene?" in stranger.text
    nothing = get(site, "/query/evidence-of-edge?from=BCL2&to=CYR61").text
    assert "Nothing found" in nothing
    assert "the other way round" in nothing


@pytest.mark.parametrize(
    ("path", "said", "link"),
    [
        ("/figure/PMC667610", "The graph has no figure PMC667610.", "/figure/PMC6676106__CAS-110-2421-g006"),
        ("/entity/fplx:NFkapaB", "The graph has no entity fplx:NFkapaB.", "/entity/fplx:NFkappaB"),
        ("/entity/nbcigene:4790", "The prefix nbcigene: is not known; ncbigene:?", ""),
    ],
)
def test_a_mistyped_address_is_answered_with_what_is_near(site: str, path: str, said: str, link: str) -> None:
    page = get(site, path)
    assert page.status_code == 404
    assert said in page.text
    assert link in page.text


def test_the_picture_has_signs_kinds_and_a_legend(site: str) -> None:
    picture = get(site, "/entity/fplx:NFkappaB/network.svg?sign=inhibits")
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert picture.headers["Content-Disposition"] == 'attachment; filename="figkg-fplx-NFkappaB.svg"'
    assert "activates" not in re.findall(r'<g class="edge (\w+)" data-edge', picture.text)
    assert '<g class="key">' in picture.text
    some = get(site, "/entity/fplx:NFkappaB?drawn=5").text
    assert some.count("data-edge=") == 5
    assert re.search(r"drawn=2\d", some)


def test_a_figure_names_its_paper_and_each_sentence_once(site: str) -> None:
    page = get(site, f"/figure/{FIGURE}").text
    assert "<cite>Cyr61 as a source of imatinib tolerance in chronic myeloid leukemia.</cite>" in page
    assert "Cancer Sci. 2019" in page
    said = Links(page).text.count("Increased Cyr61 from the leukemic marrow")
    assert said in (2, 3)  # caption, statements, perhaps a candidate
    assert "data-edge=" in page


def test_the_first_page_shows_how_to_read_an_edge_of_this_graph(site: str) -> None:
    get(site, "/statistics")
    page = get(site, "/").text
    assert "Built on" in page
    assert '<mark class="trigger">' in page
    for address in Links(page).addresses:
        if address.startswith(("/search?", "/paths?", "/list?")):
            assert get(site, address.replace("&amp;", "&")).status_code == 200


def test_downloads_have_the_edges_of_the_table(site: str) -> None:
    everything = rows(get(site, "/entity/fplx:NFkappaB?sign=inhibits").text)
    table = get(site, "/entity/fplx:NFkappaB/edges.csv?sign=inhibits")
    assert table.headers["Content-Disposition"] == 'attachment; filename="fplx-NFkappaB-edges.csv"'
    assert sorted(
        (row["subject_label"], row["object_label"]) for row in csv.DictReader(table.text.splitlines())
    ) == sorted((cause, effect) for cause, _, effect in everything)
    network = networkx.read_graphml(io.BytesIO(get(site, "/entity/fplx:NFkappaB/edges.graphml?sign=inhibits").content))
    assert network.number_of_edges() == len(everything)
    drawn = get(site, "/entity/fplx:NFkappaB/network.json?sign=inhibits").json()
    assert len([one for one in drawn if "source" in one["data"]]) == len(everything)


def edge_of(site: str, cause: str, effect: str) -> str:
    """Path of the page of an edge."""
    page = get(site, f"/entity/{cause}?direction=out").text
    body = next(
        row for row in page.partition('<table class="edges">')[2].split("<tr>")[2:] if f"/entity/{effect}" in row
    )
    found = re.search(r"/edge/[0-9a-f]{24}", body)
    assert found is not None
    return found[0]


def test_an_edge_shows_its_sentences_with_their_sources(site: str) -> None:
    page = get(site, edge_of(site, "ncbigene:3491", "fplx:NFkappaB"))
    links = Links(page.text)
    assert "Increased Cyr61 from the leukemic marrow stimulates" in links.text
    assert '<mark class="subject">Cyr61</mark>' in page.text
    assert '<mark class="trigger">stimulates</mark>' in page.text
    assert "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6676106/" in links.addresses
    assert f"https://pfocr.wikipathways.org/figures/{FIGURE}.html" in links.addresses


def test_a_figure_shows_entities_doubts_and_statements(site: str) -> None:
    page = get(site, f"/figure/{FIGURE}")
    assert {"/entity/ncbigene:3491", "/entity/mesh:D015464"} <= set(Links(page.text).addresses)
    assert re.search(r"\d statements in", page.text)
    assert "read by curator" in page.text
    alias = get(site, "/figure/PMC6676106__F6")
    assert alias.url == page.url
    hostile = get(site, f"/figure/{HOSTILE}")
    assert "UnknownNumber" in hostile.text


def drawn_statement(page: str) -> str:
    """Key of the statement that is marked in the image of a page with both its labels."""
    found = re.search(r'id="image-([0-9a-f]{24})"><title>CCN1 activates BCL2<', page)
    assert found is not None
    return found[1]


def test_an_image_that_is_there_shows_what_is_drawn_in_it(site: str) -> None:
    page = get(site, f"/figure/{FIGURE}").text
    key = drawn_statement(page)
    assert 'viewBox="0 0 300 120" width="300">' in page
    assert f'<image href="/image/{FIGURE}" width="300" height="120"/>' in page
    assert '<rect class="subject" x="10" y="20" width="70" height="20"/>' in page
    assert '<rect class="object" x="160" y="20" width="60" height="20"/>' in page
    assert '<path class="stem" d="M 80 30 L 160 30" marker-end="url(#end-activates)"/>' in page
    assert page.count('class="place activates"') + page.count('class="place inhibits"') == 3
    assert "3 drawn statements" in page
    links = Links(page)
    assert key in links.names
    assert {f"#{key}", f"#image-{key}"} <= set(links.addresses)


def test_an_image_is_given_as_it_is_and_only_of_figures_of_the_graph(site: str, images: Path) -> None:
    for name in (FIGURE, "PMC6676106__F6"):
        answer = get(site, f"/image/{name}")
        assert answer.content == (images / f"{FIGURE}.png").read_bytes()
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    for name in (HOSTILE, "PMC0__none", "..%2F..%2Fetc%2Fpasswd"):
        assert get(site, f"/image/{name}").status_code == 404


def test_without_an_image_places_are_told_in_words(
    explored: OutputFolder, prefixes: dict[str, str], kinds: Kinds, tmp_path: Path
) -> None:
    words = "panel A; Cyr61 from 10,20 to 80,40; Bcl-2 from 160,20 to 220,40; the line from 80,30 to 160,30"
    with explorer(explored, prefixes, kinds, Limits(seconds=PATIENCE)) as site:
        page = get(site, f"/figure/{FIGURE}").text
        assert words in Links(page).text
        assert "/image/" not in page
        assert "it is shown there and not here" in page
        assert get(site, f"/image/{FIGURE}").status_code == 404
        edge = re.search(r'(/edge/[0-9a-f]{24})" aria-label="all evidence that CCN1 activates BCL2"', page)
        assert edge is not None
        assert words in Links(get(site, edge[1]).text).text


def test_an_image_of_another_size_is_shown_without_marks(
    explored: OutputFolder, prefixes: dict[str, str], kinds: Kinds, tmp_path: Path
) -> None:
    (tmp_path / f"{FIGURE}.png").write_bytes(white_image(100, 100))
    with explorer(explored, prefixes, kinds, Limits(seconds=PATIENCE), tmp_path) as site:
        page = get(site, f"/figure/{FIGURE}").text
    assert "/image/" in page
    assert page.count('<rect class="subject"') == 1
    assert '<rect class="object" x="160"' not in page
    assert "1 statement was read in an image of another size" in page


def test_statistics_are_the_same_as_json(site: str) -> None:
    page, numbers = get(site, "/statistics").text, get(site, "/statistics.json").json()
    assert numbers["figures"] == 55
    assert f"<dd>{sum(numbers['edges'].values()):,}</dd>" in page


def test_the_first_page_has_the_numbers_of_the_statistics(site: str) -> None:
    numbers = get(site, "/statistics.json").json()
    page = get(site, "/").text
    assert f"in {numbers['figures']} figures of {numbers['papers']} papers" in page
    assert f"<dt>genes</dt><dd>{numbers['entities']['gene']:,}</dd>" in page
    assert f"<dt>families</dt><dd>{numbers['entities']['family']:,}</dd>" in page
    assert f"<dt>activating edges</dt><dd>{numbers['edges']['activates']:,}</dd>" in page


def test_nodes_have_the_shape_and_colour_of_their_kind(site: str, kinds: Kinds) -> None:
    elements = get(site, "/entity/fplx:NFkappaB/network.json").json()
    nodes = [one["data"] for one in elements if "source" not in one["data"]]
    assert len({node["kind"] for node in nodes}) >= 2
    for node in nodes:
        assert (node["shape"], node["colour"]) == (kinds[node["kind"]].shape, kinds[node["kind"]].colour)
    page = get(site, "/entity/fplx:NFkappaB").text
    shown = {node["kind"] for node in nodes}
    legend = page.partition('<g class="key">')[2]
    assert {kind.name for kind in kinds if f">{kind.one}</text>" in legend} == shown
    assert all(f'fill="{kinds[name].colour}"' in legend for name in shown)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_query_is_answered_on_its_page(site: str, method: str) -> None:
    query = {"query": "SELECT ?label ?gene { VALUES ?gene { ncbigene:3491 } ?gene rdfs:label ?label }"}
    answer = requests.request(
        method,
        f"{site}/query",
        params=query if method == "GET" else None,
        data=query if method == "POST" else None,
        headers=HTML,
        timeout=PATIENCE,
    )
    assert answer.status_code == 200
    assert '<td>CCN1</td><td><a href="/entity/ncbigene:3491"' in answer.text


def test_numbers_stay_in_one_line_and_long_texts_have_room(site: str) -> None:
    text = f'SELECT ?a ?b ?c {{ BIND (0.5 AS ?a) BIND ("{"word " * 20}" AS ?b) BIND ("word" AS ?c) }}'
    answer = requests.get(f"{site}/query", params={"query": text}, headers=HTML, timeout=PATIENCE)
    assert '<td class="count">0.5</td><td class="long">word word' in answer.text
    assert "<td>word</td>" in answer.text


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("SELECT", 400, "not valid SPARQL"),
        ("SELECT * { SERVICE <http://x/> { ?a ?b ?c } }", 403, "SERVICE is not allowed here"),
    ],
)
def test_a_query_without_an_answer_says_why_on_its_page(site: str, query: str, status: int, reason: str) -> None:
    answer = get(site, f"/query?{urlencode({'query': query})}")
    assert answer.status_code == status
    assert reason in answer.text


def test_a_query_that_was_stopped_is_still_on_its_page(
    explored: OutputFolder, prefixes: dict[str, str], kinds: Kinds
) -> None:
    with explorer(explored, prefixes, kinds, Limits(seconds=0.5)) as hasty:
        answer = get(hasty, f"/query?{urlencode({'query': 'SELECT * { ?a (<urn:x>|!<urn:y>)* ?b }'})}")
    assert answer.status_code == 504
    assert "stopped after 0.5 s" in answer.text
    assert "urn:x" in answer.text


def test_named_queries_are_preloaded(site: str) -> None:
    page = get(site, "/query/inhibitors-of-gene").text
    assert "PREFIX fkg:" in page
    assert page.count('href="/query/') == 38
    assert get(site, "/query/no-such").status_code == 404


IRIS = {
    "entity": ("/entity/ncbigene:3491", "https://identifiers.org/ncbigene/3491"),
    "figure": (f"/figure/{FIGURE}", f"https://pfocr.wikipathways.org/figures/{FIGURE}.html"),
    "graph": (f"/graph/{FIGURE}", f"https://pfocr.wikipathways.org/figures/{FIGURE}.html"),
    "caption": (f"/caption/{FIGURE}", f"https://w3id.org/figkg/caption/{FIGURE}"),
    "dataset": ("/", "https://w3id.org/figkg/"),
    "vocabulary": ("/vocab", "https://w3id.org/figkg/vocab#activates"),
    "anything": (
        "/resource?iri=https%3A%2F%2Fidentifiers.org%2Fpmc%2FPMC6676106",
        "https://identifiers.org/pmc/PMC6676106",
    ),
}
FORMS = {
    "text/turtle": ("turtle", ".ttl"),
    "application/ld+json": ("json-ld", ".jsonld"),
    "application/rdf+xml": ("xml", ".rdf"),
    "application/n-triples": ("nt", ".nt"),
}


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize("kind", IRIS)
def test_each_iri_comes_as_triples(site: str, kind: str, accept: str) -> None:
    path, iri = IRIS[kind]
    form, ending = FORMS[accept]
    asked = requests.get(site + path, headers={"Accept": accept}, timeout=PATIENCE)
    assert asked.headers["Content-Type"].partition(";")[0] == accept
    graph = rdflib.Graph().parse(data=asked.text, format=form)
    assert (rdflib.URIRef(iri), None, None) in graph
    if "?" not in path and path != "/":
        assert len(rdflib.Graph().parse(data=get(site, path + ending).text, format=form)) == len(graph)


@pytest.mark.parametrize("kind", ["edge", "assertion", "evidence"])
def test_edges_and_statements_come_as_triples_and_lead_people_to_their_words(site: str, kind: str) -> None:
    edge = edge_of(site, "ncbigene:3491", "fplx:NFkappaB")
    graph = rdflib.Graph().parse(data=get(site, f"{edge}.ttl").text, format="turtle")
    iri = rdflib.URIRef(f"https://w3id.org/figkg{edge}")
    (assertion,) = graph.objects(iri, rdflib.URIRef("https://w3id.org/figkg/vocab#supportedBy"))
    key = str(assertion).rpartition("/")[2]
    path = edge if kind == "edge" else f"/{kind}/{key}"
    triples = requests.get(site + path, headers={"Accept": "text/turtle"}, timeout=PATIENCE).text
    assert (rdflib.URIRef(f"https://w3id.org/figkg{path}"), None, None) in rdflib.Graph().parse(
        data=triples, format="turtle"
    )
    page = get(site, path)
    assert "stimulates" in page.text
    if kind != "edge":
        assert page.url == f"{site}/figure/{FIGURE}#{key}"
        assert key in Links(page.text).names


def own_iris(site: str) -> dict[str, str]:
    """One IRI of each kind of the graph's own things, by the kind: what follows the base, without names and numbers."""
    lines = "".join(requests.get(f"{site}/{name}.nq", timeout=PATIENCE).text for name in ("figkg", "run"))
    found = {}
    for iri in re.findall(r"<(https://w3id\.org/figkg/[^>#]*)", lines):
        parts = iri.removeprefix("https://w3id.org/figkg/").split("/")
        found["/".join(parts[: 2 if parts[0] in ("dataset", "name") else 1]) + f" of {len(parts)}"] = iri
    for name in ("edges", "entities", "dataset", "run"):
        found[f"graph of {name}"] = f"https://w3id.org/figkg/graph/{name}"
    return found | {"version of the vocabulary": "https://w3id.org/figkg/vocab/0.1.0"}


def test_every_iri_of_the_graphs_own_namespace_answers_people_and_programs(site: str) -> None:
    iris = own_iris(site)
    assert len(iris) >= 25
    for kind, iri in iris.items():
        path = iri.removeprefix("https://w3id.org/figkg")
        page = get(site, path)
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8"), kind
        for accept in ("text/turtle", "application/ld+json"):
            answer = requests.get(site + path, headers={"Accept": accept}, timeout=PATIENCE)
            assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, accept), kind
            if accept == "text/turtle" and path != "/sparql":
                told = {str(one) for one in rdflib.Graph().parse(data=answer.text, format="turtle").all_nodes()}
                assert iri in told or (path.startswith("/graph/PMC") and told), kind


def test_a_file_of_the_release_is_described_and_given(site: str) -> None:
    iri = next(iri for iri in own_iris(site).values() if iri.endswith(("figkg.nq", "run.nq")))
    given = requests.get(
        site + iri.removeprefix("https://w3id.org/figkg"), headers={"Accept": "application/n-quads"}, timeout=PATIENCE
    )
    assert given.content == requests.get(f"{site}/{iri.rpartition('/')[2]}", timeout=PATIENCE).content
    none = requests.get(f"{site}/release/1/figkg.nq", headers={"Accept": "application/n-quads"}, timeout=PATIENCE)
    assert none.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/vocab/9.9",
        "/release/1/figkg.nq",
        "/name/gene/none",
        "/dataset/none",
        "/entity/ncbigene:1",
        "/entity/nothing",
        "/entity/%3Cscript%3E",
        "/edge/000000000000000000000000",
        "/edge/%22%3E%3Cscript%3E",
        "/figure/PMC0__none",
        "/assertion/0",
        "/graph/none",
        "/grounding/none",
        "/resource?iri=urn:nothing",
        "/nowhere",
        "/assets/0/nothing.js",
    ],
)
def test_what_is_not_there_is_not_there(site: str, path: str) -> None:
    answer = get(site, path)
    assert answer.status_code == 404
    assert "<h1>Not here</h1>" in answer.text
    assert "<script>" not in answer.text
    assert (
        "<" not in requests.get(site + path, headers={"Accept": "text/plain"}, timeout=PATIENCE).text
        or "script" in path
    )


def test_what_is_no_iri_and_no_form_that_is_offered(site: str) -> None:
    assert get(site, "/resource?iri=%3Cx%20y").status_code == 400
    assert get(site, "/resource").status_code == 400
    assert get(site, "/entity/ncbigene:3491", Accept="image/png").status_code == 406
    refused = requests.post(f"{site}/entity/ncbigene:3491", timeout=PATIENCE)
    assert (refused.status_code, set(refused.headers["Allow"].split(", "))) == (405, {"GET", "HEAD"})


def test_a_slash_at_the_end_leads_to_the_same(site: str) -> None:
    assert get(site, "/query/?query=ASK+%7B%7D").url == f"{site}/query?query=ASK+%7B%7D"
    asked = requests.post(f"{site}/sparql/", data={"query": "ASK { }"}, timeout=PATIENCE)
    assert asked.json()["boolean"] is True
    assert get(site, "//example.org/").url == f"{site}/example.org"


def test_who_opens_the_endpoint_in_a_browser_gets_the_page_to_ask_on(site: str) -> None:
    assert get(site, "/sparql").url == f"{site}/query"
    described = requests.get(f"{site}/sparql", timeout=PATIENCE)
    assert described.headers["Content-Type"].startswith("text/turtle")


def test_every_answer_allows_nothing_foreign(site: str) -> None:
    for path in ("/", "/entity/fplx:NFkappaB", "/query", "/search?q=x", "/nowhere", f"/figure/{HOSTILE}"):
        headers = get(site, path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_names_a_foreign_script_style_or_image(site: str) -> None:
    for path in ("/", "/entity/fplx:NFkappaB", "/query", "/statistics", f"/figure/{FIGURE}"):
        page = get(site, path).text
        sources = re.findall(r'<(?:script|img|link)[^>]+(?:src|href)="([^"]+)"', page)
        assert sources
        assert all(source.startswith("/") for source in sources)


def test_every_link_leads_somewhere(site: str) -> None:
    """Walk from the first page along all links of ours, up to a number of pages."""
    waiting, known = deque(["/"]), {"/"}
    visited = 0
    while waiting and visited < 250:
        path = waiting.popleft()
        answer = get(site, path)
        assert answer.status_code == 200, path
        visited += 1
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        links = Links(answer.text)
        for address in links.addresses:
            place, _, anchor = address.partition("#")
            assert place or anchor in links.names, f"{path} has no {anchor}"
            if place.startswith("/") and place not in known and "?" not in place.replace("?sort=", ""):
                known.add(place)
                waiting.append(place)
    assert visited == 250


def test_pages_follow_a_new_build(site: str, explored: OutputFolder) -> None:
    one, two = explored.current.name, explored.path / "builds" / "two"
    shutil.rmtree(two, ignore_errors=True)
    two.mkdir()
    (two / "figkg.nq").write_text(
        '<https://identifiers.org/ncbigene/1> <http://www.w3.org/2000/01/rdf-schema#label> "A1BG" <urn:g> .\n'
        "<https://identifiers.org/ncbigene/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <https://w3id.org/figkg/vocab#Gene> <urn:g> .\n"
    )
    fill_store(two / "store", two / "figkg.nq")

    def use(name: str) -> None:
        link = explored.path / "current.new"
        link.symlink_to(Path("builds") / name)
        link.replace(explored.path / "current")

    use("two")
    try:
        assert "A1BG" in get(site, "/entity/ncbigene:1").text
        assert get(site, "/suggest?q=a1b").json()[0]["label"] == "A1BG"
        assert get(site, "/entity/ncbigene:3491").status_code == 404
        assert get(site, "/statistics").status_code == 200
    finally:
        use(one)
    assert get(site, "/entity/ncbigene:3491").status_code == 200
