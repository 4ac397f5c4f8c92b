"""The trained reader: what it says of pairs, the words it looked at, and a model that is not as it should be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground import Mention
from figkg.relate.reader import FARTHEST, LEAST_LOGIT, PairReader, Vote, load_reader
from tests.relate.conftest import mark


@pytest.fixture(scope="module")
def reader() -> PairReader:
    return load_reader(mappings_folder())


def likeliest(reader: PairReader, sentence: str) -> tuple[str, str]:
    """The likeliest statement, as ``A + B``, and the words that it looked at."""
    text, mentions = mark(sentence)
    votes = [
        (value, sign, one)
        for one in reader.read(text, mentions)
        for value, sign in ((one.activates, "+"), (one.inhibits, "-"))
    ]
    _, sign, best = max(votes, key=lambda vote: vote[0])
    said = text[best.trigger.start : best.trigger.end]
    return f"{mentions[best.cause].text} {sign} {mentions[best.effect].text}", said


@pytest.mark.parametrize(
    ("sentence", "edge", "trigger"),
    [
        ("[TNF] activates [NFKB1] in cells.", "TNF + NFKB1", "activates"),
        ("[PTEN] inhibits [AKT1] in cells.", "PTEN - AKT1", "inhibits"),
        ("[AKT1] is inhibited by [PTEN].", "PTEN - AKT1", "inhibited"),
    ],
)
def test_what_is_stated_is_likeliest_and_its_words_are_found(
    reader: PairReader, sentence: str, edge: str, trigger: str
) -> None:
    found, said = likeliest(reader, sentence)
    assert found == edge
    assert trigger in said


def test_what_is_improbable_is_not_told(reader: PairReader) -> None:
    text, mentions = mark("[TNF], [IL6] and [MYC] are shown in green.")
    assert all(max(one.activates, one.inhibits) >= LEAST_LOGIT for one in reader.read(text, mentions))


def test_one_thing_makes_no_pair(reader: PairReader) -> None:
    text, mentions = mark("[TNF] activates [TNF].")
    assert reader.read(text, mentions) == []
    assert reader.read(text, mentions[:1]) == []


def test_votes_tell_of_mentions_by_their_places_in_any_order(reader: PairReader) -> None:
    text, mentions = mark("[TNF] activates [NFKB1].")
    (there,) = [one for one in reader.read(text, mentions) if one.activates > 0]
    (back,) = [one for one in reader.read(text, mentions[::-1]) if one.activates > 0]
    assert (there.cause, there.effect, back.cause, back.effect) == (0, 1, 1, 0)
    assert there.activates == back.activates


def test_answers_do_not_depend_on_what_was_read_before(reader: PairReader) -> None:
    text, mentions = mark("[TNF] activates [NFKB1], which induces [IL6].")
    first = reader.read(text, mentions)
    reader.read(*mark("[A] inhibits [B]. " * 40))
    assert reader.read(text, mentions) == first


@pytest.mark.parametrize(
    "text",
    [
        "[🧬] 🧬 [🦠]",
        "[信号] 激活 [通路]",
        "[A]" + " x" * 5000 + " [B]",
        "[A1]-[B1]" * 300,
        "[A] activates " + "x" * 500_000 + " [B]",
        "[A] activates" + "-x" * 100 + " [B] and" + " x-y" * 100 + " [C]",
        "[A] and [B] activate [C] and [D], respectively, " * 100,
    ],
    ids=["emoji", "Chinese", "far", "many", "one long word", "chains of hyphens", "lists of lists"],
)
def test_any_text_is_read_to_its_end(reader: PairReader, text: str) -> None:
    plain, mentions = mark(text)
    for one in reader.read(plain, mentions):
        assert isinstance(one, Vote)
        assert 0 <= one.trigger.start < one.trigger.end <= len(plain)


def test_mentions_that_are_far_apart_make_no_pair(reader: PairReader) -> None:
    text, mentions = mark("[TNF] activates" + " it" * (FARTHEST + 10) + " [IL6].")
    assert reader.read(text, mentions) == []


def test_kinds_are_an_input(reader: PairReader) -> None:
    text, mentions = mark("[TNF] raises [IL6] in cells.")
    other = [Mention(one.start, one.end, one.entity, "disease", one.text) for one in mentions]
    assert reader.read(text, mentions) != reader.read(text, other)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("reader/model.onnx", b"no model", "reader/model.onnx: is damaged"),
        ("reader/model.yaml", b"form: 99\nfiles: {}\n", "form 99 is not 1"),
        ("encoder/model.onnx", None, "encoder/model.onnx: No such file"),
    ],
    ids=["damaged", "another version", "no encoder"],
)
def test_a_model_that_is_not_as_its_card_says(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    for folder in ("reader", "encoder"):
        shutil.copytree(mappings_folder() / folder, tmp_path / folder)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(MappingError, match=reason.replace(".", r"\.")):
        load_reader(tmp_path)
