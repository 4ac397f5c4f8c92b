"""The tagger: what goes into the model, what is made of its answers, and a model that is not as it should be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.pieces import Found, shapes_of
from figkg.ground.policy import load_policy
from figkg.ground.tagger import KINDS, Tagged, Tagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger(mappings_folder())


def tagged(tagger: Tagger, text: str, title: str = "") -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in tagger.tag(text, title, ())]


def test_shapes_tell_how_a_piece_and_the_word_around_it_are_written() -> None:
    assert shapes_of("IL6", [(0, 2), (2, 3)]) == [3 * 8 + 3, 5 * 8 + 3]
    assert shapes_of("a Wnt-3", [(0, 1), (2, 5), (5, 6), (6, 7)]) == [9, 4 * 8 + 4, 6 * 8 + 4, 5 * 8 + 5]


def test_names_are_found_whole(tagger: Tagger) -> None:
    text = "TNF activates NF-κB, and IL-1 receptor-associated kinase 4 is induced."
    found = tagged(tagger, text)
    assert [name for name, _ in found] == ["TNF", "NF-κB", "IL-1 receptor-associated kinase 4"]
    assert {kind for _, kind in found[:3]} <= {"gene", "family"}


def test_a_name_that_no_table_holds_is_found(tagger: Tagger) -> None:
    assert ("AvrPtoB", "gene") in tagged(tagger, "The effector AvrPtoB inhibits the kinase BAK1 in tomato.")


def test_a_plants_gene_is_foreign(tagger: Tagger) -> None:
    text = "FLC represses FT, and SOC1 promotes flowering."
    plant = [
        one.foreign for one in tagger.tag(text, "Flowering time in Arabidopsis thaliana", ()) if one.kind == "gene"
    ]
    human = [one.foreign for one in tagger.tag("TNF activates IL6 in human macrophages.", "", ()) if one.kind == "gene"]
    assert min(plant) > load_policy(mappings_folder()).captions.foreign > max(human)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "🧬" * 500, "مستقبل " * 200, "信号通路激活" * 300, "a" * 20_000, "A1-" * 5_000],
    ids=["nothing", "spaces", "emoji", "right to left", "Chinese", "one word", "one name"],
)
def test_any_text_is_read_to_its_end(tagger: Tagger, text: str) -> None:
    found = tagger.tag(text, "", ())
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_answers_do_not_depend_on_what_was_read_before(tagger: Tagger) -> None:
    text = "EGF induces c-jun in fibroblasts."
    first = tagger.tag(text, "", ())
    tagger.tag("Something else about Wnt and β-catenin. " * 40, "", ())
    assert tagger.tag(text, "", ()) == first


def test_a_text_longer_than_the_model_reads_is_cut_at_sentences(tagger: Tagger) -> None:
    sentence = "TNF activates NF-κB in cells. "
    found = tagger.tag(sentence * 80, "", ())
    assert {one.start % len(sentence) for one in found if one.kind in ("gene", "family")} == {0, 14}
    assert found[-1].start > 70 * len(sentence)


def test_what_the_dictionary_finds_goes_into_the_model(tagger: Tagger) -> None:
    text = "Xyz blocks it."
    assert tagger.tag(text, "", [Found(0, 3, "gene")]) != tagger.tag(text, "", ())


def test_kinds_are_those_of_the_model() -> None:
    assert KINDS == ("gene", "family", "chemical", "process", "disease", "other")
    assert Tagged(0, 3, "gene", 0.9, 0.1).probability == 0.9


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tagger/model.onnx", None, "tagger/model.onnx: No such file"),
        ("tagger/model.onnx", b"no model", "tagger/model.onnx: is damaged"),
        ("encoder/tokenizer.json", b"{}", "encoder/tokenizer.json: is damaged"),
        ("tagger/model.yaml", b"form: 99\nfiles: {}\n", "form 99 is not 2"),
        ("tagger/model.yaml", b"form: 2\nfiles: {}\n", "files: model.onnx is missing"),
    ],
    ids=["missing", "damaged", "damaged tokenizer", "another version", "a card that names no model"],
)
def test_a_model_that_is_not_as_its_card_says(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    for folder in ("tagger", "encoder"):
        shutil.copytree(mappings_folder() / folder, tmp_path / folder)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(MappingError, match=reason.replace(".", r"\.")):
        load_tagger(tmp_path)
