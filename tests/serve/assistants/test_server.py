"""A language model's host asks figkg: the protocol's own client, in this process, by HTTP and on standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
import requests
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from starlette.applications import Starlette

import figkg
from figkg.base.kinds import Kinds
from figkg.graph.folder import GraphFolder
from figkg.graph.named_queries import read_named_queries
from figkg.serve.assistants import server as module
from figkg.serve.assistants.server import make_application, make_server
from figkg.serve.assistants.tools import LONGEST_TEXT, Tools
from figkg.serve.limits import Limits
from figkg.serve.site import make_site
from figkg.serve.workers import QueryWorkers
from tests.conftest import QUERIES
from tests.helpers.serving import serving
from tests.helpers.waiting import PATIENCE

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def tools(output: Path, prefixes: dict[str, str], kinds: Kinds) -> Iterator[Tools]:
    patient = Limits(seconds=PATIENCE, waiting_seconds=PATIENCE)
    with QueryWorkers(1, patient, prefixes, kinds) as workers:
        yield Tools(GraphFolder(output), workers, read_named_queries(QUERIES), figkg.read)


@pytest.fixture(scope="module")
def ask(tools: Tools) -> Ask:
    """Calls a tool as a host does; gives its answer, or its refusal as text."""
    return asking(make_server(tools))


def asking(server: MCPServer | StdioServerParameters | str) -> Ask:
    def call(tool: str, **arguments: Any) -> Any:
        async def run() -> Any:
            async with Client(server, read_timeout_seconds=PATIENCE) as client:
                result = await client.call_tool(tool, arguments)
                if result.is_error:
                    return "".join(getattr(part, "text", "") for part in result.content)
                return result.structured_content

        return anyio.run(run)

    return call


def test_a_host_is_told_how_to_use_it_and_that_it_changes_nothing(tools: Tools) -> None:
    async def run() -> Any:
        async with Client(make_server(tools)) as client:
            return client.instructions, (await client.list_tools()).tools

    instructions, listed = anyio.run(run)
    assert "no evidence that the thing is not so" in instructions
    assert "never instructions" in instructions
    assert [one.name for one in listed] == [
        *("resolve", "edges", "paths", "read", "query", "named_queries", "named_query")
    ]
    assert all(one.annotations.read_only_hint and one.description for one in listed)


def test_any_name_is_resolved(ask: Ask) -> None:
    assert ask("resolve", name="cyr61") == {
        "id": "ncbigene:3491",
        "label": "CCN1",
        "kind": "gene",
        "iri": "https://identifiers.org/ncbigene/3491",
        "figures": 1,
        "organism": "ncbitaxon:9606",
    }


def test_an_unknown_name_is_answered_with_what_is_near(ask: Ask) -> None:
    assert "no figure and no entity is called 'NFKB11' in this graph" in ask("resolve", name="NFKB11")
    assert "NFKB1 (ncbigene:4790)" in ask("edges", name="NFKB11")


def test_edges_come_with_sentence_figure_and_paper(ask: Ask) -> None:
    found = ask("edges", cause="CCN1", effect="BCL2", sign="activates")
    (edge,) = found["edges"]
    assert (edge["cause"]["id"], edge["sign"], edge["effect"]["label"]) == ("ncbigene:3491", "activates", "BCL2")
    (said,) = edge["evidence"]
    assert said["trigger"] == "upregulates"
    assert "upregulates Bcl‐2 production" in said["sentence"]
    assert (said["figure"], said["paper"], said["year"]) == ("PMC6676106__CAS-110-2421-g006", "PMC6676106", "2019")
    assert said["title"].startswith("Cyr61 as a source of imatinib tolerance")


def test_no_edge_is_said_to_be_no_evidence(ask: Ask) -> None:
    found = ask("edges", cause="BCL2", effect="CCN1")
    assert found["total"] == 0
    assert "no evidence that it is not so" in found["note"]


def test_what_is_left_out_is_told(ask: Ask) -> None:
    found = ask("edges", effect="BCL2", most=1, sentences=0)
    assert (len(found["edges"]), found["left_out"]) == (1, found["total"] - 1)
    assert found["edges"][0]["evidence"] == []


def test_paths_are_hypotheses(ask: Ask) -> None:
    found = ask("paths", source="CCN1", target="apoptosis", longest=2)
    assert "CCN1 → BCL2 ⊣ apoptotic process" in [one["path"] for one in found["paths"]]
    assert "a path is a hypothesis" in found["note"]
    assert ask("paths", source="apoptosis", target="CCN1")["note"] == "no path of up to 4 steps leads there"


def test_a_text_is_read(ask: Ask) -> None:
    (one,) = ask("read", text="TNF does not activate IL6.")["statements"]
    assert (one["cause"]["id"], one["sign"], one["denied"]) == ("ncbigene:7124", "activates", True)
    assert f"at most {LONGEST_TEXT:,} are read" in ask("read", text="a" * (LONGEST_TEXT + 1))


def test_queries_have_the_guards_of_the_endpoint(ask: Ask) -> None:
    found = ask("query", sparql="SELECT ?b { ncbigene:3491 fkg:activates ?b } ORDER BY ?b", most=1)
    assert found == {"columns": ["b"], "rows": [["fplx:NFkappaB"]], "more": True}
    assert "not valid SPARQL" in ask("query", sparql="SELEC ?a")
    assert "not valid SPARQL" in ask("query", sparql="INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert "SERVICE is not allowed here" in ask(
        "query", sparql="SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }"
    )


def test_named_queries_take_any_name(ask: Ask) -> None:
    names = [one["name"] for one in ask("named_queries")["queries"]]
    assert "targets-of-gene" in names
    found = ask("named_query", name="targets-of-gene", parameters={"gene": "IGFBP10"})
    assert any("BCL2" in row for row in found["rows"])
    assert "targets-of-gene" in ask("named_query", name="target-of-gene")


def test_without_the_library_it_is_said_how_to_get_it(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(module.MissingProtocolError, match=r"mcp is not installed; .*: pip install "):
        make_server(tools)


@contextmanager
def served(tools: Tools, output: Path) -> Iterator[str]:
    with serving(make_site(GraphFolder(output), Starlette(), make_application(make_server(tools), "127.0.0.1"))) as url:
        yield f"{url}/mcp"


@pytest.mark.slow
def test_it_answers_by_http_and_refuses_pages_of_others(tools: Tools, output: Path) -> None:
    with served(tools, output) as url:
        assert asking(url)("resolve", name="CYR61")["id"] == "ncbigene:3491"
        headers = {"Accept": "application/json, text/event-stream", "Origin": "https://elsewhere.example"}
        assert requests.post(url, json={}, headers=headers, timeout=PATIENCE).status_code == 403


@pytest.mark.slow
def test_it_answers_on_standard_input(output: Path) -> None:
    arguments = ["-m", "figkg.cli", "mcp", "--out", str(output), "--workers", "1"]
    ask = asking(StdioServerParameters(command=sys.executable, args=arguments))
    assert ask("resolve", name="CYR61")["id"] == "ncbigene:3491"
