"""Annotated files: two kinds, chosen by split and section, and clear words when they are not what they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import GoldError, LineError
from figkg.evaluate import kind_of, read_pairs, read_texts, require_types


def test_the_kind_of_a_file_is_seen_in_its_first_line(gold: Path, pairs: Path) -> None:
    assert (kind_of(gold), kind_of(pairs)) == ("exhaustive", "pairs")


def test_texts_are_chosen_by_split_and_section(gold: Path) -> None:
    assert [one.text_id for one in read_texts(gold)] == ["t1", "t2"]
    assert [one.text_id for one in read_texts(gold, "heldout")] == ["t2"]
    assert [one.text_id for one in read_texts(gold, section="caption")] == ["t1"]


def test_a_text_whose_document_is_not_known_is_one_of_its_own(tmp_path: Path) -> None:
    lines = ('{"text_id": "a", "ref": "PMC1", %s}', '{"text_id": "b", %s}')
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(line % '"text": "", "entities": [], "edges": [], "ignore_pairs": []' for line in lines))
    assert [one.document for one in read_texts(file)] == ["PMC1", "b"]


def test_pairs_are_chosen_by_whether_they_are_core(pairs: Path) -> None:
    assert [one.id for one in read_pairs(pairs, core=True)] == ["p0", "p1", "p2"]


@pytest.mark.parametrize(
    ("split", "section", "words"),
    [
        ("test", None, "no split 'test'; there are: dev, heldout"),
        (None, "title", "no section 'title'; there are: abstract"),
    ],
)
def test_what_a_file_does_not_have_is_told(gold: Path, split: str | None, section: str | None, words: str) -> None:
    with pytest.raises(GoldError, match=words):
        read_texts(gold, split, section)


def test_an_unknown_type_names_those_there_are(gold: Path) -> None:
    with pytest.raises(GoldError, match="no type 'protein'; there are: chemical, family, gene"):
        require_types(gold, read_texts(gold), frozenset({"gene", "protein"}))


def test_a_wrong_line_is_named_with_its_number_and_field(gold: Path) -> None:
    gold.write_text(gold.read_text(encoding="utf-8") + '{"text_id": "t3", "text": 5}\n', encoding="utf-8")
    with pytest.raises(LineError, match=r"line 3: .*\$\.text"):
        read_texts(gold)


def test_a_missing_or_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="No such file"):
        kind_of(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(GoldError, match="it is empty"):
        kind_of(tmp_path / "empty.jsonl")


def test_texts_that_also_name_their_figure_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text_id": "a", "figid": "PMC1__f1", "text": "", "entities": [], "edges": []}\n')
    assert kind_of(path) == "exhaustive"
    path.write_text('{"figid": "PMC1__f1", "caption": "", "entities": [], "edges": []}\n')
    assert kind_of(path) == "captions"
