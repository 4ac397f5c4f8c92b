"""The BioThings API: every document once, page by page, in peace, and from where it broke off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from msgspec.structs import replace

from figkg.base.errors import RecordError, SourceError
from figkg.extract import parse_record
from figkg.extract.record import RecordText
from figkg.fetch.biothings import fetch_documents
from figkg.fetch.configuration import FigureLimits, Patience
from figkg.fetch.session import open_session
from tests.conftest import SHARED
from tests.helpers.loopback import Answering, serving
from tests.helpers.waiting import PATIENCE

LIMITS = FigureLimits(between=0.25, patience=Patience(attempts=3, first_pause=0.01, silence=PATIENCE, longest=PATIENCE))
SIZE = 3


class Api:
    """An API of ten documents in pages of three; what it answers instead, in order, and what it was asked.

    Attributes:
        instead: by the number of a request to /query, status, headers and body.
        expired: identifiers that are no longer known.
    """

    def __init__(self) -> None:
        self.address = ""
        self.documents = [document(number) for number in range(10)]
        self.build = "2026-11-01"
        self.instead: dict[int, tuple[int, dict[str, str], bytes]] = {}
        self.expired: set[str] = set()
        self.asked: list[dict[str, list[str]]] = []

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        values = parse_qs(parts.query)
        if parts.path.endswith("/metadata"):
            return 200, {}, json.dumps({"build_date": self.build}).encode()
        self.asked.append(values)
        other = self.instead.pop(len(self.asked), None)
        if other is not None:
            return other
        start = 0
        if "scroll_id" in values:
            (scroll,) = values["scroll_id"]
            if scroll in self.expired:
                self.expired.remove(scroll)  # the query that begins anew gets new ones
                return 400, {}, json.dumps({"success": False, "error": "Scroll id is stale."}).encode()
            start = int(scroll.removeprefix("page"))
        hits = self.documents[start : start + SIZE]
        if not hits:
            return 404, {}, json.dumps({"success": False, "error": "No results to return."}).encode()
        content = {"_scroll_id": f"page{start + SIZE}", "total": len(self.documents), "hits": hits}
        return 200, {}, json.dumps(content).encode()


def document(number: int) -> dict[str, Any]:
    mentions = {
        "genes": {"ncbigene": ["596", "4790"]},
        "chemicals": {"mesh": ["D004364"], "chebi": ["16113"]},
        "diseases": {"mesh": ["D015464"], "doid": []},
    }
    said = {"title": f"Figure {number}", "pmc": f"PMC{number}", "mentions": mentions}
    return {"_id": f"PMC{number}__fig.jpg", "associatedWith": said}


@pytest.fixture
def api() -> Iterator[Api]:
    state = Api()

    class Handler(Answering):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            status, headers, body = state.answer(self.path)
            self.answer(status, body, headers)
            self.close_connection = "Content-Length" in headers

    with serving(Handler) as address:
        state.address = f"{address}/pfocr"
        yield state


def fetch(api: Api, place: Path, pauses: list[float] | None = None, query: str = "") -> tuple[list[str], str]:
    """Names of the documents, and the state."""
    noted = [] if pauses is None else pauses
    with open_session() as session:
        path, state = fetch_documents(api.address + query, place, LIMITS, session=session, pause=noted.append)
    return [json.loads(line)["_id"] for line in path.read_text().splitlines()], state


NAMES = [f"PMC{number}__fig.jpg" for number in range(10)]


def test_every_document_is_fetched_once_with_pauses_between_pages(api: Api, tmp_path: Path) -> None:
    pauses: list[float] = []
    assert fetch(api, tmp_path, pauses) == (NAMES, "2026-11-01")
    assert pauses == [0.25] * 4
    assert api.asked[0] == {"q": ["__all__"], "fetch_all": ["true"]}
    assert api.asked[1] == {"scroll_id": ["page3"]}


def test_nothing_is_fetched_until_the_api_has_new_data(api: Api, tmp_path: Path) -> None:
    fetch(api, tmp_path)
    asked = len(api.asked)
    fetch(api, tmp_path)
    assert len(api.asked) == asked
    api.build, api.documents = "2026-12-01", api.documents[:4]
    assert fetch(api, tmp_path) == (NAMES[:4], "2026-12-01")


def test_a_query_can_be_narrowed(api: Api, tmp_path: Path) -> None:
    fetch(api, tmp_path, query="?q=associatedWith.mentions.genes.ncbigene:596")
    assert api.asked[0]["q"] == ["associatedWith.mentions.genes.ncbigene:596"]


@pytest.mark.parametrize(
    "fault",
    [
        (500, {}, b"down"),
        (429, {"Retry-After": "7"}, b""),
        (200, {}, b"<html>not JSON</html>"),
        (200, {"Content-Length": "100000"}, b'{"hits": ['),
    ],
    ids=["down", "too fast", "no JSON", "cut off"],
)
def test_a_page_that_fails_is_asked_for_again(
    api: Api, tmp_path: Path, fault: tuple[int, dict[str, str], bytes]
) -> None:
    api.instead = {2: fault, 4: fault}
    pauses: list[float] = []
    assert fetch(api, tmp_path, pauses)[0] == NAMES
    assert (7.0 in pauses) == (fault[0] == 429)


def test_a_query_that_broke_off_goes_on_where_it_ended(api: Api, tmp_path: Path) -> None:
    api.instead = {number: (503, {}, b"") for number in (3, 4, 5)}
    with pytest.raises(SourceError, match=r"503 .*gave up after 3 attempts, try later") as caught:
        fetch(api, tmp_path)
    assert caught.value.transient
    assert not (tmp_path / "documents.jsonl").exists()
    (tmp_path / "documents.part").open("ab").write(b'{"_id": "half a pa')
    assert fetch(api, tmp_path)[0] == NAMES
    assert api.asked[5] == {"scroll_id": ["page6"]}


def test_an_expired_identifier_begins_anew_without_doubles(api: Api, tmp_path: Path) -> None:
    api.instead = {number: (503, {}, b"") for number in (3, 4, 5)}
    with pytest.raises(SourceError):
        fetch(api, tmp_path)
    api.expired = {"page6"}
    assert fetch(api, tmp_path)[0] == NAMES


def test_fewer_documents_than_announced_are_not_all(api: Api, tmp_path: Path) -> None:
    page = {"_scroll_id": "page3", "total": 12, "hits": api.documents[:3]}
    api.instead = {1: (200, {}, json.dumps(page).encode()), 5: (200, {}, b'{"hits": [], "total": 12}')}
    with pytest.raises(SourceError, match="10 of 12 documents came"):
        fetch(api, tmp_path)


@pytest.mark.parametrize("body", [b"[]", b'{"hits": {}}', b'{"hits": [{"no": "_id"}], "_scroll_id": "x"}'])
def test_what_are_no_documents_is_refused(api: Api, tmp_path: Path, body: bytes) -> None:
    api.instead = {1: (200, {}, body)}
    with pytest.raises(SourceError, match=r"the server answers|no list of hits|a hit has no _id"):
        fetch(api, tmp_path)


def test_a_document_becomes_a_record() -> None:
    record = parse_record(RecordText("api, line 1", msgspec.json.encode(document(7)), {}, "json"))
    assert (record.figid, record.pmcid, record.title, record.caption) == ("PMC7__fig", "PMC7", "Figure 7", "")
    assert [gene.number for gene in record.genes] == ["596", "4790"]
    assert [(one.mesh, one.chebi) for one in record.chemicals] == [("D004364", None), (None, "16113")]
    assert [one.mesh for one in record.diseases] == ["D015464"]
    assert record.generation == "api"
    with pytest.raises(RecordError, match="pmcid"):
        parse_record(RecordText("x", b'{"_id": "fig", "associatedWith": {}}', {}, "json"))


def test_real_documents_are_read() -> None:
    path = SHARED / "figures" / "biothings" / "biothings_docs.jsonl"
    if not path.exists():
        pytest.skip("real documents are not here; they lie beside the project where it is developed")
    records = [parse_record(RecordText("x", line, {}, "json")) for line in path.read_bytes().splitlines()]
    assert len(records) > 3
    assert all(record.genes and record.pmcid.startswith("PMC") for record in records)


def page(*numbers: int, **more: Any) -> tuple[int, dict[str, str], bytes]:
    content = {"_scroll_id": "page3", "hits": [document(number) for number in numbers], **more}
    return 200, {}, json.dumps(content).encode()


FORGOTTEN: tuple[int, dict[str, str], bytes] = (200, {}, b'{"success": false}')


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([page(0), FORGOTTEN], "the query was forgotten 3 times before its end"),
        ([page(0), page(1), page(1)], "the same page came twice"),
        ([page(0, total=1), page(1)], "more documents came than the 1 that it says it has"),
        ([(200, {}, b'{"hits": [' + b"0, " * 600_000)], "the server answers with more than 1,000,000 bytes"),
        ([(200, {}, b"[" * 200_000)], "the answer is not JSON"),
        ([page(0, total=float("inf"))], "the answer is not JSON"),
    ],
    ids=["forgotten", "repeated", "more than all", "large", "nested", "infinite"],
)
def test_an_api_without_bounds_is_given_up(
    answers: list[tuple[int, dict[str, str], bytes]], reason: str, api: Api, tmp_path: Path
) -> None:
    api.instead = {number + 1: answers[number % len(answers)] for number in range(99)}
    limits = replace(LIMITS, megabytes=1.0)
    with open_session() as session, pytest.raises(SourceError, match=reason):
        fetch_documents(api.address, tmp_path, limits, session=session, pause=lambda _: None)
    assert len(api.asked) <= 6
    assert not (tmp_path / "documents.jsonl").exists()


def test_pages_without_end_fill_no_disk(api: Api, tmp_path: Path) -> None:
    api.instead = {number: page(*range(number * 9, number * 9 + 9)) for number in range(1, 99)}
    limits = replace(LIMITS, megabytes=0.02)
    reason = "more than 20,000 bytes of documents, the limit in mappings"
    with open_session() as session, pytest.raises(SourceError, match=reason):
        fetch_documents(api.address, tmp_path, limits, session=session, pause=lambda _: None)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 25_000
