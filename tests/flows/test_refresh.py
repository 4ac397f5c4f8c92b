"""The refresh flow under Prefect: from servers of official files to snapshots that the next build uses."""

from __future__ import annotations

import fcntl
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import pytest
import yaml

from tests.helpers.loopback import Fault, Loopback, serve_loopback
from tests.helpers.official_slices import release_two
from tests.helpers.small_mappings import make_small_mappings
from tests.helpers.waiting import PATIENCE

pytestmark = pytest.mark.slow

RECORD = """---
figid: PMC1__f1
pmcid: PMC1
caption: The kinase ZRG1 is activated by TP53. SEPT2 inhibits TP53.
organisms_ner: [Homo sapiens]
genes:
- {word: TP53, symbol: TP53, source: hgnc_symbol, hgnc_symbol: TP53, entrez: '7157'}
- {word: SEPT2, symbol: SEPT2, source: hgnc_symbol, hgnc_symbol: SEPT2, entrez: '4735'}
---
"""
CURATED = "\tZRG1\tskos:exactMatch\tncbigene:207\tAKT1\tsemapv:ManualMappingCuration\t\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass
class Place:
    """A mappings folder, the servers its sources are on, and an output folder."""

    mappings: Path
    out: Path
    server: Loopback
    run: Run

    def edges(self, prefixes: dict[str, str]) -> set[tuple[str, str, str]]:
        """Direct edges of the current graph by their labels."""
        store = pyoxigraph.Store.read_only(str(self.out / "store"))
        query = (
            "SELECT ?s ?p ?o { VALUES ?p { fkg:activates fkg:inhibits } ?a ?p ?b . "
            "?a rdfs:label ?s . ?b rdfs:label ?o }"
        )
        found = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return {(row["s"].value, row["p"].value.split("#")[1], row["o"].value) for row in found}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, orchestrated: dict[str, str]) -> Iterator[Place]:
    """Snapshots of the older release, a graph built with them, and servers that have the newer one."""
    folder = tmp_path_factory.mktemp("refresh")
    mappings = make_small_mappings(folder)
    (folder / "PMC1__f1.md").write_text(RECORD)
    environment = orchestrated | {"FIGKG_MAPPINGS": str(mappings), "COLUMNS": "160"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        parts = [sys.executable, "-m", "figkg.cli", *arguments, "--out", str(folder / "out")]
        return subprocess.run(parts, capture_output=True, text=True, env=environment, timeout=PATIENCE)

    with serve_loopback() as server:
        sources = yaml.safe_load((mappings / "sources.yaml").read_text())
        for name, content in release_two().items():
            server.files[f"/{name}"] = content
            sources["files"][name]["url"] = f"{server.address}/{name}"
        sources["patience"]["first_pause"] = 0.01
        sources["largest_loss"] = 0.5
        (mappings / "sources.yaml").write_text(yaml.safe_dump(sources))
        built = run("build", str(folder / "PMC1__f1.md"))
        assert built.returncode == 0, built.stderr
        yield Place(mappings, folder / "out", server, run)


def test_a_refresh_fits_the_curated_tables_or_changes_nothing_and_then_serves_the_next_build(
    place: Place, prefixes: dict[str, str]
) -> None:
    assert place.edges(prefixes) == {("SEPT2", "inhibits", "TP53"), ("TP53", "activates", "ZRG1")}  # a name yet
    before = {path.name: path.read_bytes() for path in (place.mappings / "snapshots").iterdir()}
    place.server.faults["/hgnc_complete_set.txt"] = [Fault(status=503), Fault(cut=100)]

    refused = place.run("refresh")
    line = "mapping words.sssom.tsv, line 2: object_label 'SEPT2', but ncbigene:4735 is 'SEPTIN2' in the new tables; "
    said = [told for told in refused.stderr.splitlines() if "; again in " not in told]  # the server was asked anew
    assert (refused.returncode, said) == (1, [f"figkg: {line}nothing was changed. Correct it, then refresh again"])
    assert {path.name: path.read_bytes() for path in (place.mappings / "snapshots").iterdir()} == before

    curated = place.mappings / "words.sssom.tsv"
    curated.write_text(curated.read_text().replace("\tSEPT2\t", "\tSEPTIN2\t"))
    asked = len(place.server.asked)
    looked = place.run("refresh", "--dry-run")
    assert "Nothing was changed, as asked." in looked.stdout, looked.stderr
    assert {path.name: path.read_bytes() for path in (place.mappings / "snapshots").iterdir()} == before
    assert all("if-none-match" in place.server.headers_of(one) for one in range(asked, asked + len(release_two())))

    refreshed = place.run("refresh")
    assert refreshed.returncode == 0, refreshed.stderr
    assert "renamed: SEPT2 → SEPTIN2 (ncbigene:4735)" in refreshed.stdout
    assert "withdrawn: withdrawn compound" in refreshed.stdout
    assert "Renamed, withdrawn or merged entries are in 1 figures of the last build." in refreshed.stdout
    assert re.search(r"hgnc +│ 2026-11-20 │ +4 │ +5 │ +1 │ +1 │ +0 │ +0", refreshed.stdout)
    report = json.loads((place.out / "refresh.json").read_text())
    assert (report["figures"], report["adopted"]) == (1, True)
    assert [one["changed"] for one in report["downloads"]] == [False] * len(release_two())
    assert not (place.mappings / ".cache" / "draft").exists()

    again = place.run("refresh")
    assert again.stdout.startswith("Nothing changed: hgnc, hgnc-withdrawn"), again.stderr

    curated.write_text(curated.read_text() + CURATED)
    built = place.run("build", str(place.out.parent / "PMC1__f1.md"))
    assert built.returncode == 0, built.stderr
    assert place.edges(prefixes) == {("SEPTIN2", "inhibits", "TP53"), ("TP53", "activates", "AKT1")}
    store = pyoxigraph.Store.read_only(str(place.out / "store"))
    assert store.query("ASK { ?paper bibo:pmid '1001' }", prefixes=prefixes, use_default_graph_as_union=True)


def test_a_source_that_is_gone_ends_in_one_line(place: Place) -> None:
    content = place.server.files.pop("/go-basic.obo")
    ran = place.run("refresh")
    place.server.files["/go-basic.obo"] = content
    line = f"figkg: cannot read {place.server.address}/go-basic.obo: the server has no such file (404); see mappings/"
    assert (ran.returncode, ran.stderr) == (1, f"{line}sources.yaml\n")


def test_two_refreshes_at_once_do_not_meet(place: Place) -> None:
    with (place.mappings / ".cache" / ".refresh.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = place.run("refresh")
    line = f"figkg: {place.mappings}/.cache: another refresh is running; wait for it to end\n"
    assert (ran.returncode, ran.stderr) == (1, line)


def test_a_folder_that_is_not_there_ends_in_one_line(place: Place) -> None:
    ran = place.run("refresh", "--from", "/no/such/folder")
    assert ran.returncode == 2
    assert "/no/such/folder is not a folder" in ran.stderr
