"""What those who run the server look at: health, counts, a line of each request."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from figkg import __version__
from figkg.base.errors import OutputError
from figkg.graph.folder import GraphFolder
from figkg.serve.access import open_log
from figkg.serve.site import make_site
from tests.helpers.stores import fill_store


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"page {request.url.path}")


PAGES = Starlette(routes=[Route("/{path:path}", page)])


@pytest.fixture
def folder(tmp_path: Path) -> GraphFolder:
    """An output folder with a build of one quad."""
    build = tmp_path / "builds" / "one"
    build.mkdir(parents=True)
    (build / "figkg.nq").write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n")
    fill_store(build / "store", build / "figkg.nq")
    numbers = {"started": "2026-11-29T01:02:03+00:00", "figures": 2, "activating": 3, "inhibiting": 4, "quads": 1}
    (build / "summary.json").write_bytes(msgspec.json.encode(numbers))
    (build / ".finished").write_bytes(msgspec.json.encode({"files": {"figkg.nq": (34, "abc")}}))
    (tmp_path / "current").symlink_to(build)
    return GraphFolder(tmp_path)


def test_health_tells_which_graph_is_served(folder: GraphFolder) -> None:
    answer = TestClient(make_site(folder, PAGES)).get("/health")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "status": "ok",
        "version": __version__,
        "build": "one",
        "built": "2026-11-29T01:02:03+00:00",
        "graph": "sha256:abc",
        "figures": 2,
        "edges": 7,
        "quads": 1,
    }


def test_without_a_graph_it_is_failing(tmp_path: Path) -> None:
    answer = TestClient(make_site(GraphFolder(tmp_path), PAGES)).get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert "no graph here yet" in answer.json()["reason"]


def test_a_store_that_cannot_be_opened_is_failing(folder: GraphFolder) -> None:
    shutil.rmtree(folder.store)
    answer = TestClient(make_site(folder, PAGES)).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "failing")


def test_requests_are_counted_by_page_and_not_by_address(folder: GraphFolder) -> None:
    client = TestClient(make_site(folder, PAGES))
    for path in ("/", "/entity/ncbigene:1", "/entity/ncbigene:2", "/wp-login.php", "/sparql?query=SECRET"):
        client.get(path)
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    counts = {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in answer.text.splitlines()}
    assert counts['figkg_requests_total{method="GET",page="entity",status="200"}'] == "2.0"
    assert counts['figkg_requests_total{method="GET",page="other",status="200"}'] == "1.0"
    assert counts['figkg_request_seconds_count{page="sparql"}'] == "1.0"
    assert (counts["figkg_graph_up"], counts["figkg_graph_edges"]) == ("1.0", "7.0")
    assert float(counts["figkg_graph_built_seconds"]) == 1795914123
    assert "SECRET" not in answer.text


def test_counts_are_there_without_a_graph(tmp_path: Path) -> None:
    assert "figkg_graph_up 0.0" in TestClient(make_site(GraphFolder(tmp_path), PAGES)).get("/metrics").text


def test_each_request_is_a_line_without_what_was_asked(folder: GraphFolder) -> None:
    lines: list[str] = []
    TestClient(make_site(folder, PAGES, write=lines.append)).get("/sparql?query=SECRET")
    (line,) = lines
    assert line.startswith("testclient - - [")
    assert '"GET /sparql HTTP/1.1" 200 12 0.' in line
    assert "SECRET" not in line


def test_a_log_that_was_moved_away_is_begun_anew(tmp_path: Path) -> None:
    write = open_log(str(tmp_path / "access.log"))
    assert write is not None
    write("one")
    (tmp_path / "access.log").rename(tmp_path / "access.log.1")
    write("two")
    assert (tmp_path / "access.log.1").read_text() == "one\n"
    assert (tmp_path / "access.log").read_text() == "two\n"


def test_a_log_that_cannot_be_written_is_said_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the access log cannot be written: No such file or directory"):
        open_log(str(tmp_path / "nowhere" / "access.log"))


def test_without_a_name_there_is_no_log() -> None:
    assert open_log("") is None
