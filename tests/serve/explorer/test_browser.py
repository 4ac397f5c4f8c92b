"""The explorer in a real browser: what people see, by mouse, keyboard and screen reader, at every size."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from figkg.base.kinds import Kinds
from figkg.build.output import OutputFolder
from figkg.graph import Graph, read_figure
from figkg.graph.query import open_store
from tests.helpers.waiting import PATIENCE
from tests.serve.explorer.conftest import HOSTILE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; Debian has it as the package chromium"),
]

_SIZES = """() => {
  const picture = document.querySelector(".network .frame > svg:not(.least)"), frame = picture.closest(".network");
  const { paddingLeft, paddingRight } = getComputedStyle(frame);
  const room = frame.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return [picture.getBoundingClientRect().width, picture.viewBox.baseVal.width, room];
}"""
"""How wide the network is drawn, how wide it is by itself, and how much room there is."""
MILLISECONDS = PATIENCE * 1000
FIGURE = "PMC6676106__CAS-110-2421-g006"
GENE = "/entity/fplx:NFkappaB"
QUERY = "/query?query=" + quote("SELECT ?label { ncbigene:3491 rdfs:label ?label }")
PAGES = {
    "home": "/",
    "search": "/search?q=kinase",
    "gene": GENE,
    "filtered gene": f"{GENE}?sign=inhibits&belief=0.5&sort=object",
    "disease": "/entity/mesh:D015464",
    "paths": "/paths?from=CYR61&to=BCL2",
    "no path": "/paths?from=BCL2&to=CYR61",
    "list": "/list?names=CCN1,BCL2,NFKB1,nothing",
    "named query": "/query/inhibitors-of-gene?gene=nfkb1",
    "nothing found": "/query/inhibitors-of-gene?gene=CCN1",
    "chemical": "/entity/mesh:D000069286",
    "edge": "edge",
    "figure": f"/figure/{FIGURE}",
    "hostile figure": f"/figure/{HOSTILE}",
    "statistics": "/statistics",
    "query": "/query",
    "answer": QUERY,
    "resource": "/resource?iri=https%3A%2F%2Fidentifiers.org%2Fpmc%2FPMC6676106",
    "vocabulary": "/vocab",
    "problem": "/nowhere",
}
_BOTH = {"home", "gene", "figure", "nothing found"}
"""Pages that axe reads in both schemes: together they have all parts that are coloured."""
_ALONE = {
    scheme: {name for place, name in enumerate(PAGES) if place % 2 == rest or name in _BOTH}
    for rest, scheme in enumerate(("light", "dark"))
}
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
_EDGES = """
() => [...document.querySelectorAll(".network .edge[data-edge]")].map((edge) => {
  const stem = edge.querySelector(".stem"), head = edge.querySelector(".head");
  return {
    id: edge.dataset.edge, sign: edge.classList[1], colour: getComputedStyle(stem).stroke,
    head: getComputedStyle(head).fill, dashed: getComputedStyle(stem).strokeDasharray !== "none",
  };
})
"""
_MARKS = """
(element) => [...element.childNodes].map((node) => [node.textContent, node.nodeName === "MARK" ? node.className : ""])
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        quiet = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
        more = ("disable-component-update", "disable-sync")
        options = [f"--{name}" for name in (*quiet, *more)]
        expect.set_options(timeout=MILLISECONDS)
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=options, timeout=MILLISECONDS)
        yield one
        one.close()


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page of its own that waits for what is to come."""
    with browser.new_context(**options) as context:
        context.set_default_timeout(MILLISECONDS)
        yield context.new_page()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened(browser, viewport={"width": 1440, "height": 900}, accept_downloads=True) as one:
        yield one


def resolved(site: str, path: str) -> str:
    """The path of a page; of an edge one that has several sentences."""
    if path != "edge":
        return path
    text = requests.get(site + GENE, headers={"Accept": "text/html"}, timeout=PATIENCE).text
    found = re.search(r"/edge/[0-9a-f]{24}", text)
    assert found is not None
    return found[0]


def network(page: Page) -> list[dict[str, Any]]:
    """The edges of the network as they are drawn."""
    edges: list[dict[str, Any]] = page.evaluate(_EDGES)
    return edges


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (375, "dark")])
def test_every_page_fits_is_accessible_and_breaks_no_policy(
    site: str, browser: Browser, width: int, scheme: Any
) -> None:
    with opened(browser, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        page.add_init_script(_WATCH)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "request", lambda one: faults.append(one.url) if not one.url.startswith((site, "blob:", "data:")) else None
        )
        for name, path in PAGES.items():
            page.goto(site + resolved(site, path))
            if path.startswith("/query?") or path == "/query":
                expect(page.locator(".CodeMirror")).to_be_visible()
            faults += [f"{name}: {one}" for one in page.evaluate("window.violations")]
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{name} is {beyond} pixels too wide"
            if name not in _ALONE[scheme]:
                continue  # what axe looks at is the same in the other scheme but for colours, which pages share
            found = Axe().run(page).response["violations"]
            faults += [
                f"{name}: {one['id']} {[node['html'] for node in one['nodes']]}"
                for one in found
                if one["impact"] in ("moderate", "serious", "critical")
            ]
        assert faults == []


def test_the_network_draws_the_edges_of_the_table_with_their_signs(site: str, page: Page) -> None:
    page.goto(site + GENE)
    drawn = network(page)
    table = page.locator("table.edges tbody tr")
    assert len(drawn) == table.count() > 20
    keys = {link.get_attribute("href") for link in table.locator("a[href^='/edge/']").all()}
    assert {f"/edge/{edge['id']}" for edge in drawn} == keys
    colours = {sign: {edge["colour"] for edge in drawn if edge["sign"] == sign} for sign in ("activates", "inhibits")}
    assert [len(one) for one in colours.values()] == [1, 1]
    assert colours["activates"] != colours["inhibits"]
    assert all(edge["head"] == edge["colour"] for edge in drawn)
    assert {edge["dashed"] for edge in drawn} == {True, False}


def test_filters_narrow_network_table_and_address(site: str, page: Page) -> None:
    page.goto(site + GENE)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Sign").select_option("inhibits")
    page.get_by_label("Belief at least").fill("0.6")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/entity/fplx:NFkappaB?sign=inhibits&**")
    drawn = network(page)
    assert 0 < len(drawn) == page.locator("table.edges tbody tr").count() < 20
    assert {edge["sign"] for edge in drawn} == {"inhibits"}
    page.get_by_role("link", name="Cause").click()
    page.wait_for_url("**sort=subject**")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Cause")
    assert len(network(page)) == len(drawn)


def test_edges_of_a_neighbour_are_added_by_keyboard(site: str, page: Page) -> None:
    page.goto(site + GENE)
    before = {edge["id"] for edge in network(page)}
    page.get_by_label("Edges of").select_option(label="CCN1")
    page.get_by_role("button", name="Add").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("around=ncbigene(:|%3A)3491"))
    assert before < {edge["id"] for edge in network(page)}
    page.get_by_role("link", name="leave out").click()
    page.wait_for_url("**/entity/fplx:NFkappaB#**")
    assert {edge["id"] for edge in network(page)} == before


def test_the_network_is_saved_as_pictures_and_tables(site: str, page: Page, tmp_path: Path) -> None:
    page.goto(site + GENE)
    starts = {"PNG": b"\x89PNG", "SVG": b"<svg", "CSV": b"edge,subject", "GraphML": b"<?xml"}
    for name, start in starts.items():
        with page.expect_download() as waiting:
            page.locator(".tools").get_by_text(name, exact=True).click()
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        assert target.suffix == f".{name.lower()}"
        assert target.read_bytes().startswith(start), name


def test_a_click_on_an_edge_leads_to_its_sentences(site: str, page: Page) -> None:
    page.goto(f"{site}{GENE}?disease=mesh:D015464&direction=in&sign=activates")
    (first, *_) = network(page)
    page.locator(f".network .edge[data-edge='{first['id']}'] .head").click()
    page.wait_for_url(f"**/edge/{first['id']}")
    assert page.locator("blockquote mark.trigger").count() >= 1


@pytest.mark.parametrize("width", [375, 768, 1440])
def test_a_network_fits_where_its_words_stay_legible_and_scrolls_where_not(
    site: str, browser: Browser, width: int
) -> None:
    with opened(browser, viewport={"width": width, "height": 800}) as page:
        for path in ("/", GENE, f"/figure/{FIGURE}"):
            page.goto(site + path)
            drawn, own, room = page.evaluate(_SIZES)
            assert drawn == pytest.approx(min(own, max(room, 0.75 * own)), abs=1), path


def test_who_says_so_is_on_a_narrow_screen(site: str, browser: Browser) -> None:
    with opened(browser, viewport={"width": 375, "height": 800}) as page:
        page.goto(site + GENE)
        for link in page.locator("table.edges td.who a").all():
            box = link.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= 375
        page.goto(site + resolved(site, "edge"))
        for part in ("blockquote mark.trigger", ".source a >> nth=0"):
            box = page.locator(part).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 800


def test_suggestions_by_keyboard(site: str, page: Page) -> None:
    page.goto(site)
    field = page.get_by_role("combobox")
    field.press_sequentially("cyr61")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("CCN1")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "suggestion-0")
    field.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    field.fill("")
    field.press_sequentially("cyr61")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/entity/ncbigene:3491")


def test_a_search_works_without_scripts(site: str, browser: Browser) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(site)
        page.get_by_role("combobox").fill("leukemia")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Leukemia, Myelogenous, Chronic, BCR-ABL Positive").click()
        assert page.locator("table.edges tbody tr").count() > 2
        page.goto(site + QUERY)
        assert "CCN1" in page.locator(".answer").inner_text()


@pytest.mark.parametrize("figid", [FIGURE, HOSTILE])
def test_names_and_triggers_are_marked_where_they_stand(
    site: str, page: Page, explored: OutputFolder, prefixes: dict[str, str], kinds: Kinds, figid: str
) -> None:
    known = read_figure(Graph(open_store(explored.store), prefixes, kinds), figid)
    assert known is not None
    page.goto(f"{site}/figure/{figid}")

    def marked(selector: str) -> tuple[str, dict[str, set[tuple[int, int]]]]:
        """The text of an element, and the places that each role covers, in code points."""
        text, places = "", dict[str, set[tuple[int, int]]]()
        for piece, roles in page.locator(selector).evaluate(_MARKS):
            for role in roles.split():
                places.setdefault(role, set()).add((len(text), len(text) + len(piece)))
            text += piece
        return text, places

    text, places = marked("blockquote.caption")
    assert text == known.caption
    written = [one for one in known.statements if not one.drawn]
    assert places["trigger"] == {one.trigger_at for one in written}
    assert len(written) >= 2
    for one in written:
        sentence, own = marked(f'article:has([id="{one.key}"]) blockquote')
        assert sentence == one.sentence
        beside = [other for other in written if other.sentence_at == one.sentence_at]
        for role in ("subject", "object", "trigger"):
            wanted = {getattr(other, f"{role}_at") for other in beside}
            assert own[role] == {(start - one.sentence_at[0], end - one.sentence_at[0]) for start, end in wanted}


def test_hostile_text_is_shown_and_never_run(site: str, page: Page) -> None:
    page.goto(f"{site}/figure/{HOSTILE}")
    assert '<script>window.hacked = "title"</script> & "quoted" figure' in page.locator("h1").inner_text()
    caption = page.locator("blockquote.caption").inner_text()
    assert '<img src=x onerror="window.hacked = 1">' in caption
    assert "</blockquote><script>window.hacked = 2</script>" in caption
    assert "{{ 7 * 7 }}" in caption
    attack = '"><script>window.hacked = 4</script><img src=x onerror="window.hacked = 5">'
    for path in (
        f"/search?q={quote(attack)}",
        f"/query?query={quote(attack)}",
        f"/entity/{quote(attack, safe='')}",
        f"{GENE}?disease={quote(attack)}",
        f"{GENE}?sign={quote(attack)}",
        f"/resource?iri={quote(attack)}",
    ):
        page.goto(site + path)
        assert page.evaluate("window.hacked") is None, path
        assert page.locator("img[src=x]").count() == 0, path
    page.goto(f"{site}/search?q={quote(attack)}")
    assert attack in page.locator("h1").inner_text()
    page.goto(f"{site}/search?q=hacked")
    page.get_by_role("combobox").fill("quoted figure")
    expect(page.get_by_role("option").first).to_contain_text("<script>")
    assert page.evaluate("window.hacked") is None


def test_a_named_query_is_asked_by_its_fields_and_in_the_editor(site: str, page: Page) -> None:
    page.goto(f"{site}/query/inhibitors-of-gene")
    page.get_by_label(re.compile("^gene")).fill("nf-kb")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**/query/inhibitors-of-gene?gene=nf-kb")
    expect(page.locator(".answer")).to_contain_text("NFKBIA")
    expect(page.get_by_label(re.compile("^gene"))).to_have_value("nf-kb")
    page.get_by_text("The query in SPARQL").click()
    expect(page.locator(".CodeMirror")).to_contain_text("VALUES ?gene")
    assert page.locator(".CodeMirror .cm-keyword").count() > 3
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/query?name=inhibitors-of-gene&query=**")
    expect(page.locator(".answer")).to_contain_text("NFKBIA")
    page.goto(f"{site}/query")
    page.evaluate('document.querySelector(".CodeMirror").CodeMirror.setValue("SELECT nonsense")')
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("not valid SPARQL")
    expect(page.locator(".CodeMirror")).to_contain_text("SELECT nonsense")


def test_an_answer_is_saved(site: str, page: Page, tmp_path: Path) -> None:
    page.goto(site + QUERY)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    assert (tmp_path / "figkg-answer.csv").read_text().split() == ["label", "CCN1"]


def test_the_page_is_walked_by_keyboard(site: str, page: Page) -> None:
    page.goto(site + GENE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20)"))
    assert {"node", "expand", "png", "SVG", "CSV", "GraphML", "Filter"} <= seen
