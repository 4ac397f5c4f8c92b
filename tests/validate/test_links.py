"""Links between graphs: what one graph names, another describes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from figkg.validate import find_broken_links

RUN = "<https://w3id.org/figkg/run/"


@pytest.fixture(scope="module")
def lines(release: Path) -> list[str]:
    told = (release / "figkg.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    run = next(line.split(" ")[2] for line in told if line.split(" ")[1].endswith("prov#wasGeneratedBy>"))
    assert run.startswith(RUN)
    made = f"{run} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/prov#Activity>"
    return [*told, f"{made} <https://w3id.org/figkg/graph/run> .\n"]


def broken(lines: list[str], prefixes: dict[str, str]) -> set[str]:
    store = pyoxigraph.Store()
    store.bulk_load("".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return {one.shape for one in find_broken_links(store, prefixes)}


def test_all_links_of_the_shipped_records_lead_somewhere(lines: list[str], prefixes: dict[str, str]) -> None:
    assert broken(lines, prefixes) == set()


@pytest.mark.parametrize(
    ("gone", "link"),
    [
        ("<https://identifiers.org/ncbigene/3491> <http://www.w3.org/2000/01/rdf-schema#label> ", {"Link-entity"}),
        ("<https://identifiers.org/pmc/PMC6676106> ", {"Link-paper"}),
        (RUN, {"Link-run"}),
    ],
)
def test_what_is_missing_is_found(gone: str, link: set[str], lines: list[str], prefixes: dict[str, str]) -> None:
    assert broken([line for line in lines if not line.startswith(gone)], prefixes) == link


def test_edges_and_assertions_need_each_other(lines: list[str], prefixes: dict[str, str]) -> None:
    support = [line for line in lines if "vocab#supportedBy>" in line]
    assertion = support[0].split(" ")[2]
    assert broken([line for line in lines if line != support[0]], prefixes) == {"Link-edge"}
    assert broken([line for line in lines if not line.startswith(f"{assertion} ")], prefixes) == {"Link-assertion"}


def test_an_edge_contradicts_an_edge_that_exists(lines: list[str], prefixes: dict[str, str]) -> None:
    contradiction = next(line for line in lines if "vocab#contradicts>" in line)
    opposite = contradiction.split(" ")[2]
    assert "Link-opposite" in broken([line for line in lines if not line.startswith(f"{opposite} ")], prefixes)
