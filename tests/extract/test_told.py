"""What a large model reads in a caption: only what stands there counts, and it is found again by caption."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from figkg.base.resources import mappings_folder
from figkg.extract import told
from figkg.extract.questions import load_model_policy
from figkg.extract.told import Said, ToldIndex, index_told, questions, said_in, told_in
from tests.extract.test_vision import RECORD

CAPTION = "Scheme. TNF activates\nNF-κB. IκBα may inhibit it."
SAID = Said("TNF", "NF-κB", 1, "activates", "TNF activates NF-κB.", denied=False, hedged=False)
STATEMENT = {
    "cause": "TNF",
    "effect": "NF-κB",
    "type": "activation",
    "trigger": "activates",
    "sentence": "TNF activates NF-κB.",
    "denied": False,
    "hedged": False,
}


def test_an_answer_as_it_was_asked_for() -> None:
    assert said_in({"statements": [STATEMENT]}) == (SAID,)


@pytest.mark.parametrize(
    "change",
    [{"type": "binding"}, {"type": None}, {"cause": ""}, {"effect": 3}, {"sentence": None}, {"trigger": "x" * 1000}],
)
def test_what_is_no_statement_is_passed_over(change: dict[str, Any]) -> None:
    assert said_in({"statements": [STATEMENT | change, "prose", None, STATEMENT]}) == (SAID,)


@pytest.mark.parametrize("missing", ["denied", "hedged"])
def test_what_is_not_said_to_be_plain_counts_as_doubtful(missing: str) -> None:
    (one,) = said_in({"statements": [{key: value for key, value in STATEMENT.items() if key != missing}]})
    assert getattr(one, missing) is True


def test_an_answer_without_a_list_is_none() -> None:
    with pytest.raises(ValueError, match="no list"):
        said_in({"statements": {"1": STATEMENT}})


def test_white_space_may_differ_and_offsets_are_those_of_the_caption() -> None:
    (one,) = told_in(CAPTION, [SAID], "m")
    assert CAPTION[one.start : one.end] == "TNF activates\nNF-κB."
    assert (one.cause, one.trigger, one.effect, one.sign, one.by) == ("TNF", "activates", "NF-κB", 1, "m")


@pytest.mark.parametrize(
    "change",
    [
        {"sentence": "TNF strongly activates NF-κB."},
        {"cause": "TNF-α"},
        {"effect": "NF-kB"},
        {"trigger": "stimulates"},
        {"cause": "IκBα"},
        {"sentence": ".*"},
    ],
    ids=["sentence", "cause", "other letters", "trigger", "in another sentence", "pattern"],
)
def test_words_that_do_not_stand_there_count_for_nothing(change: dict[str, str]) -> None:
    assert told_in(CAPTION, [replace(SAID, **change)], "m") == []


def test_statements_are_found_by_their_caption(tmp_path: Path) -> None:
    found = told_in(CAPTION, [SAID], "m")
    digest = index_told([(CAPTION, found), ("another caption", [])], tmp_path / "told.mdb")
    with ToldIndex(tmp_path / "told.mdb") as index:
        assert index.of(CAPTION) == tuple(found)
        assert index.of("another caption") == index.of("none") == ()
    assert index_told([("x", []), (CAPTION, found), (CAPTION, found)], tmp_path / "again.mdb") == digest
    assert index_told([(CAPTION, [replace(found[0], sign=-1)])], tmp_path / "other.mdb") != digest


def test_an_index_grows_as_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "_ROOM", 1 << 15)
    found = told_in(CAPTION, [SAID], "m")
    index_told(((f"caption {number}", found * 5) for number in range(100)), tmp_path / "told.mdb")
    with ToldIndex(tmp_path / "told.mdb") as index:
        assert all(len(index.of(f"caption {number}")) == 5 for number in range(100))


def test_captions_that_say_nothing_are_not_asked_about() -> None:
    policy = load_model_policy(mappings_folder())
    records = [RECORD, replace(RECORD, caption="A cell."), replace(RECORD, caption="x" * 50_000)]
    ((caption, asked),) = questions(records, policy)
    assert caption == RECORD.caption
    assert asked.image == b""
    assert f"Caption: {caption}" in asked.prompt
