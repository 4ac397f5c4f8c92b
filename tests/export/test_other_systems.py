"""INDRA, BEL, KGX: identifiers, papers and words as these systems have them."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from figkg.base.iris import OWN
from figkg.base.kinds import Kinds
from figkg.emit.vocabulary import Vocabulary, edge_key
from figkg.export import FORMATS, export
from figkg.export.namespaces import references
from figkg.graph.built import Release
from figkg.graph.rows import EntityRow
from tests.helpers.small_release import Said, small_release

A, B = "ncbigene:1", "ncbigene:2"
SENTENCE = r'A1BG ("a\b") activates A2M.'


@pytest.fixture(scope="module")
def released(vocabulary: Vocabulary, kinds: Kinds, tmp_path_factory: pytest.TempPathFactory) -> Release:
    said = [Said(A, 1, B, sentence=SENTENCE, pmid="123", doi="10.1/abc"), Said(B, -1, A, paper=2)]
    return small_release(tmp_path_factory.mktemp("systems"), said, vocabulary, kinds)


def test_an_indra_statement_is_whole(released: Release, tmp_path: Path) -> None:
    export(released, tmp_path / "indra.json", FORMATS["indra"])
    found = {one["type"]: one for one in json.loads((tmp_path / "indra.json").read_text())}
    page = "https://pfocr.wikipathways.org/figures/PMC1__f1.html"
    assert found["Activation"] == {
        "type": "Activation",
        "subj": {"name": "A1BG", "db_refs": {"EGID": "1", "HGNC": "5", "TEXT": "A1BG"}},
        "obj": {"name": "A2M", "db_refs": {"EGID": "2", "TEXT": "A2M"}},
        "obj_activity": "activity",
        "belief": 0.8,
        "evidence": [
            {
                "source_api": "figkg",
                "source_id": f"{OWN['assertion']}{0:024x}",
                "text": SENTENCE,
                "pmid": "123",
                "text_refs": {"PMCID": "PMC1", "PMID": "123", "DOI": "10.1/ABC"},
                "annotations": {
                    "figure": page,
                    "trigger": "activates",
                    "confidence": 0.8,
                    "inferred": False,
                    "drawn": False,
                    "contradicted": False,
                },
                "epistemics": {"hypothesis": False},
            }
        ],
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, OWN["edge"] + edge_key(A, 1, B))),
    }
    (piece,) = found["Inhibition"]["evidence"]
    assert "pmid" not in piece
    assert piece["text_refs"] == {"PMCID": "PMC2", "DOI": "10.1/X"}


def test_bel_has_citation_evidence_and_figure(released: Release, tmp_path: Path) -> None:
    export(released, tmp_path / "a.bel", FORMATS["bel"])
    script = (tmp_path / "a.bel").read_text()
    assert 'SET Citation = {"PubMed", "123"}\n' in script
    assert 'SET Citation = {"PubMed Central", "PMC2"}\n' in script
    assert r'SET Evidence = "A1BG (\"a\\b\") activates A2M."' in script
    assert 'SET Figure = "PMC1__f1"\n' in script


def test_kgx_names_a_paper_by_all_its_identifiers(released: Release, tmp_path: Path) -> None:
    export(released, tmp_path / "kgx", FORMATS["kgx"])
    assert "\tPMID:123|PMC:1|DOI:10.1/abc\t" in (tmp_path / "kgx" / "edges.tsv").read_text()


@pytest.mark.parametrize(
    ("curie", "matches", "expected"),
    [
        ("ncbigene:1", ("hgnc:5",), {"EGID": "1", "HGNC": "5"}),
        ("fplx:AKT", (), {"FPLX": "AKT"}),
        ("mesh:D1", ("chebi:7", "doid:9"), {"MESH": "D1", "CHEBI": "CHEBI:7", "DOID": "DOID:9"}),
        ("go:0006915", (), {"GO": "GO:0006915"}),
        ("name.gene:00ff", (), {}),
    ],
)
def test_identifiers_are_those_of_indra(curie: str, matches: tuple[str, ...], expected: dict[str, str]) -> None:
    assert references(EntityRow(curie, "x", "gene", "", (), matches), lambda iri: iri) == expected  # type: ignore[arg-type]
