"""Corrections by curators: they override everything and are checked line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.extract.record import ChemicalRow, FigureRecord, GeneRow
from figkg.ground import Grounder, Lookup
from figkg.ground.curated import REQUIRED, Corrections, load_corrections
from figkg.ground.genes import GeneGrounder
from figkg.ground.mesh import ground_chemical
from figkg.ground.policy import load_policy

HEADER = "\t".join((*REQUIRED, "predicate_modifier"))
MANUAL = "semapv:ManualMappingCuration"


def corrections(grounder: Grounder, folder: Path, *rows: tuple[str, ...]) -> Corrections:
    lines = ["#comment: a test", HEADER, *("\t".join(row) for row in rows)]
    (folder / "test.sssom.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_corrections(folder, grounder.tables)


def test_a_word_is_read_as_the_curator_says(grounder: Grounder, tmp_path: Path) -> None:
    row = ("", "CDC2", "skos:exactMatch", "ncbigene:983", "CDK1", MANUAL, "")
    found = corrections(grounder, tmp_path, row)
    assert [found.of_word(word) for word in ("CDC2", "Cdc2", "(CDC2)", "cdc-2")] == ["ncbigene:983"] * 4
    assert found.of_word("CDC20") is None


def test_a_word_in_mixed_case_is_read_as_it_stands(grounder: Grounder, tmp_path: Path) -> None:
    row = ("", "cAMP", "skos:exactMatch", "mesh:D000242", "Cyclic AMP", MANUAL, "")
    found = corrections(grounder, tmp_path, row)
    assert (found.of_word("cAMP"), found.of_word("CAMP")) == ("mesh:D000242", None)


def test_an_identifier_is_replaced(grounder: Grounder, tmp_path: Path) -> None:
    row = ("mesh:C000657245", "COVID-19", "IAO:0100001", "mesh:D000086382", "COVID-19", MANUAL, "")
    assert corrections(grounder, tmp_path, row).of_identifier("mesh:C000657245") == "mesh:D000086382"


def test_a_word_may_be_said_not_to_mean_something(grounder: Grounder, tmp_path: Path) -> None:
    row = ("", "LPS", "skos:exactMatch", "ncbigene:3664", "IRF6", MANUAL, "Not")
    found = corrections(grounder, tmp_path, row)
    assert found.refuses("lps", "ncbigene:3664")
    assert not found.refuses("lps", "mesh:D008070")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            ("", "X", "skos:exactMatch", "ncbigene:999999999", "X", MANUAL, ""),
            "'ncbigene:999999999' is in no reference",
        ),
        (("", "X", "skos:exactMatch", "ncbigene:983", "CDC2", MANUAL, ""), "'CDC2', but ncbigene:983 is 'CDK1'"),
        (("", "X", "skos:like", "ncbigene:983", "CDK1", MANUAL, ""), "predicate_id 'skos:like' is none of"),
        (("", "", "skos:exactMatch", "ncbigene:983", "CDK1", MANUAL, ""), "neither subject_id nor subject_label"),
        (("", "X", "skos:exactMatch"), "not 7 cells"),
    ],
    ids=["unknown identifier", "another label", "predicate", "no subject", "too short"],
)
def test_a_wrong_row_is_named_by_its_line(
    grounder: Grounder, tmp_path: Path, row: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(MappingError, match=reason) as caught:
        corrections(grounder, tmp_path, row)
    assert (caught.value.table, caught.value.row) == ("test.sssom.tsv", 3)


def test_two_rows_that_contradict_each_other(grounder: Grounder, tmp_path: Path) -> None:
    rows = [
        ("", "X", "skos:exactMatch", f"ncbigene:{n}", label, MANUAL, "")
        for n, label in (("983", "CDK1"), ("596", "BCL2"))
    ]
    with pytest.raises(MappingError, match="'X' is ncbigene:983 in another row and ncbigene:596 here"):
        corrections(grounder, tmp_path, *rows)


def test_a_correction_overrides_the_rows_of_a_record(
    grounder: Grounder, make_record: Callable[..., FigureRecord]
) -> None:
    record = make_record(
        "LPS activates TNF.",
        (GeneRow("LPS", "IRF6", "3664", "hgnc_alias_symbol"),),
        chemicals=(ChemicalRow("LPS", "D000067562"),),
    )
    assert [entity.curie for entity in grounder.ground(record).entities] == ["mesh:D008070", "ncbigene:7124"]


def test_what_a_word_is_not_overrides_the_number_of_a_record(
    grounder: Grounder, make_record: Callable[..., FigureRecord], tmp_path: Path
) -> None:
    rows = [
        ("", "NF-KB", "skos:exactMatch", "ncbigene:4790", "NFKB1", MANUAL, "Not"),
        ("", "Imatinib", "skos:exactMatch", "mesh:D000068877", "Imatinib Mesylate", MANUAL, "Not"),
    ]
    found = corrections(grounder, tmp_path, *rows)
    genes = GeneGrounder(grounder.tables, grounder.unlikely, found)
    (refused,) = genes.ground([GeneRow("NF-KB", "NFKB1", "4790", "")], human=True)
    assert refused.entities == ()
    (other,) = genes.ground([GeneRow("p50", "NFKB1", "4790", "")], human=True)
    assert [one.curie for one in other.entities] == ["ncbigene:4790"]
    drug = ChemicalRow("Imatinib", "D000068877")
    grounding, entity = ground_chemical(drug, grounder.tables, grounder.unlikely, found)
    assert (grounding.doubts, entity) == (("no-identifier",), None)


def test_what_a_word_is_not_holds_for_what_is_read_out_of_it(grounder: Grounder, tmp_path: Path) -> None:
    row = ("", "p-JAK2", "skos:exactMatch", "ncbigene:3717", "JAK2", MANUAL, "Not")
    policy = load_policy(mappings_folder())
    lookup = Lookup(grounder.tables, policy, corrections(grounder, tmp_path, row))
    assert lookup.find("p-JAK2").best is None
    jak2 = lookup.find("JAK2").best
    assert jak2 is not None
    assert jak2.entity.curie == "ncbigene:3717"
