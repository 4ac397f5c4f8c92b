"""Records made to break things: each becomes a figure with its words exactly, or is refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
import yaml

from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.build.summary import Summary

pytestmark = pytest.mark.slow

HOSTILE = (
    '> . <http://x/forged> <http://x/p> "o" .',
    "\"quotes\" and 'others' and \\ and \\u0041",
    "line\nline\rline\u2028line\u0085line\ttab",
    "<script>alert(1)</script>&amp;",
    "} ; DROP GRAPH <https://w3id.org/figkg/graph/edges> ; INSERT DATA {",
    "$(touch /tmp/forged); `id` | cat && rm -rf ~",
    "\u202eright to left, \U0001f9ec, e\u0301, \ufeff",
)


def record(paper: int, /, **fields: object) -> str:
    """A record in YAML."""
    content = {
        "figid": f"PMC{paper}__f{paper}",
        "pmcid": f"PMC{paper}",
        "caption": "BCL2 activates NFKB1.",
        "organisms_ner": ["Homo sapiens"],
        "genes": [
            {"word": "BCL2", "symbol": "BCL2", "source": "hgnc_symbol", "hgnc_symbol": "BCL2", "entrez": "596"},
            {"word": "NFKB1", "symbol": "NFKB1", "source": "hgnc_symbol", "hgnc_symbol": "NFKB1", "entrez": "4790"},
        ],
    }
    return "---\n" + yaml.safe_dump(content | fields, allow_unicode=True) + "---\n"


def build(folder: Path, records: dict[str, str]) -> Summary:
    source = folder / "records"
    source.mkdir(exist_ok=True)
    for name, text in records.items():
        (source / name).write_text(text, encoding="utf-8")
    return build_graph(Request(sources=(str(source),), workers=1), OutputFolder(folder / "out"))


def literals(out: Path) -> set[str]:
    store = pyoxigraph.Store.read_only(str(out / "store"))
    return {quad.object.value for quad in store if isinstance(quad.object, pyoxigraph.Literal)}


def refused(out: Path) -> dict[str, str]:
    lines = (out / "quarantine.jsonl").read_text().splitlines()
    return {Path(one["file"]).name: f"{one['field']}: {one['reason']}" for one in map(json.loads, lines)}


def test_hostile_words_end_as_exact_literals(tmp_path: Path) -> None:
    names = ("caption", "figtitle", "papertitle", "number", "figid_alias", "journal_title", "reftext", "doi")
    records = {
        f"{number}.md": record(number, **dict.fromkeys(names, text), chemicals=[{"word": text}])
        for number, text in enumerate(HOSTILE, start=1)
    }
    summary = build(tmp_path, records | {"good.md": record(99)})
    assert summary.figures + summary.quarantined == len(HOSTILE) + 1
    assert summary.quarantined == 0, refused(tmp_path / "out")
    found = literals(tmp_path / "out")
    for text in HOSTILE:
        assert any(text.strip() == one.strip() or text in one for one in found), text
    content = (tmp_path / "out" / "figkg.nq").read_bytes()
    assert sum(1 for _ in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_QUADS)) == content.count(b"\n")
    assert b"<http://x/forged>" not in content.replace(b'"> . <http://x/forged>', b"")
    assert "<script>alert" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["https://x/%zz", "https://[x/", "no address", "https://x/<script>", "javascript:alert(1)"]
)
def test_an_address_that_is_no_iri_costs_its_figure_at_most(address: str, tmp_path: Path) -> None:
    bad = record(1, **{"schema-jsonld": {"@id": address}})
    summary = build(tmp_path, {"bad.md": bad, "good.md": record(2)})
    assert summary.figures + summary.quarantined == 2
    assert "good.md" not in refused(tmp_path / "out")
    assert address not in refused(tmp_path / "out").get("good.md", "")


def test_a_caption_of_a_megabyte_and_ten_thousand_genes_in_one_figure(tmp_path: Path) -> None:
    gene = {"word": "BCL2", "symbol": "BCL2", "source": "hgnc_symbol", "hgnc_symbol": "BCL2", "entrez": "596"}
    genes = [gene | {"word": f"BCL2{number}"} for number in range(10_000)]
    prose = "Cells were grown overnight, washed, and kept in medium until they were lysed for blotting. " * 20
    long = f"BCL2 activates NFKB1. {prose}" * (1_000_000 // len(prose) + 1)
    assert len(long) > 1_000_000
    summary = build(
        tmp_path, {"long.md": record(1, caption=long), "many.md": record(2, genes=genes), "good.md": record(3)}
    )
    assert summary.read == 3
    assert (summary.figures, summary.quarantined) == (3, 0)
    assert long in literals(tmp_path / "out")
    assert summary.assertions == long.count("activates") + 2


def test_of_two_records_of_a_figure_one_is_used_and_the_other_named(tmp_path: Path) -> None:
    other = record(1, caption="BCL2 inhibits NFKB1.")
    summary = build(tmp_path, {"a.md": record(1), "b.md": other, "good.md": record(2)})
    assert (summary.read, summary.figures, summary.quarantined) == (3, 2, 1)
    ((name, reason),) = refused(tmp_path / "out").items()
    assert reason.startswith("figid: another record of figure PMC1__f1 was used: ")
    assert {name, Path(reason.rsplit(" ", 1)[1]).name} == {"a.md", "b.md"}


def test_identifiers_that_differ_in_signs_only_stay_two_figures(tmp_path: Path) -> None:
    names = ["PMC1__a b", "PMC1__a%20b", "PMC1__a/b", "PMC1__a#b", "PMC1__ä", "PMC1__a\u0308"]
    records = {f"{number}.md": record(1, figid=name) for number, name in enumerate(names)}
    summary = build(tmp_path, records)
    assert summary.figures + summary.quarantined == len(names)
    lines = (tmp_path / "out" / "figkg.nq").read_text(encoding="utf-8").splitlines()
    kinds = [line for line in lines if "rdf-syntax-ns#type> <https://w3id.org/figkg/vocab#PathwayFigure>" in line]
    assert len({line.split(" ")[0] for line in kinds}) == len({line.split(" ")[3] for line in kinds}) == summary.figures
