"""Bystanders: names that say which thing is meant, and lists that *respectively* pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.figure import Mention
from figkg.relate.assertion import Span
from figkg.relate.bystanders import Bystanders, classes, crossed, load_bystanders
from tests.relate.conftest import mark


@pytest.fixture(scope="module")
def bystanders() -> Bystanders:
    return load_bystanders(mappings_folder())


@pytest.mark.parametrize(
    ("text", "acts", "acted_on"),
    [
        ("[A] activates B", False, False),
        ("[A] resistance", True, True),
        ("[A]-sensitive currents", True, True),
        ("[A]-independent growth", True, True),
        ("[A] target genes", True, True),
        ("[A]+ cells", True, True),
        ("[A]-null cells", False, True),
        ("[A]-dependent transcription", False, False),
        ("B/[A] ratio", False, True),
        ("B, but not [A], acts", True, True),
        ("[A]/B ratio", False, False),
        ("B triggers the recognition of [A]", False, True),
        ("B reduces [A] into C", False, True),
        ("B reduces [A] in cells", False, False),
    ],
)
def test_who_takes_part(text: str, acts: bool, acted_on: bool, bystanders: Bystanders) -> None:
    plain, (mention,) = mark(text)
    place = Span(mention.start, mention.end)
    assert bystanders.is_one(plain, place, acted_on=False) is acts
    assert bystanders.is_one(plain, place, acted_on=True) is acted_on


@pytest.mark.parametrize("behind", ["+{}x", "+{}-", "-dependent {} ", " {}"])
@pytest.mark.parametrize("piece", ["hi", "a-", "a ", " ", "dim"])
def test_what_stands_behind_a_name_is_looked_at_once(behind: str, piece: str, bystanders: Bystanders) -> None:
    short, long = ("A" + behind.format(piece * times) for times in (2, 5000))
    found = [bystanders.is_one(text, Span(0, 1), acted_on=True) for text in (short, long)]
    assert found[0] is found[1]


def test_a_chemical_reduced_to_another_is_not_lowered(bystanders: Bystanders) -> None:
    text, (first, second) = mark("ADH reduces [NAD+] to [NADH] and falls")
    assert bystanders.turned(text, Span(first.start, first.end), {first.start, second.start})
    assert not bystanders.turned(text, Span(second.start, second.end), {first.start, second.start})
    text, (lowered, _) = mark("A drug reduces [glucose] to [normal] levels")
    assert not bystanders.turned(text, Span(lowered.start, lowered.end), {lowered.start})


def test_what_a_thing_is_turned_into_is_not_lowered(bystanders: Bystanders) -> None:
    text, (made,) = mark("DHRS3 reduces citral into [geraniol], which rises")
    trigger = Span(6, 13)
    assert bystanders.made(text, Span(made.start, made.end), trigger)
    assert not bystanders.made(text, Span(14, 20), trigger)


def test_what_is_measured_of_a_name_is_no_thing_of_its_own(bystanders: Bystanders) -> None:
    text = "PRKAA1 suppresses DVL2 protein synthesis and DVL2 autophagy"
    mentions = [
        *(Mention(at, at + 4, "dvl2", "gene", "DVL2", 1.0) for at in (18, 45)),
        Mention(23, 40, "go", "process", "protein synthesis", 1.0),
        Mention(50, 59, "go2", "process", "autophagy", 1.0),
    ]
    assert classes(text, mentions, bystanders.measure) == {Span(23, 40)}


@pytest.mark.parametrize(
    ("text", "marks"),
    [("[A]+B+ cells", True), ("[A](+) cells", True), ("[A]hi cells", True), ("[A]+B activates", False)],
)
def test_a_marker_of_cells_is_a_sign_behind_a_name(text: str, marks: bool, bystanders: Bystanders) -> None:
    plain, (mention,) = mark(text)
    assert bystanders.is_one(plain, Span(mention.start, mention.end), acted_on=False) is marks


def pairs(sentence: str) -> set[str]:
    """Pairs of names, written together, that are not crossed."""
    text, mentions = mark(sentence)
    spans = {one.entity: Span(one.start, one.end) for one in mentions}
    names = sorted(spans.values())
    return {
        cause + effect
        for cause in spans
        for effect in spans
        if cause < effect and not crossed(text, Span(0, len(text)), spans[cause], spans[effect], names)
    }


def test_respectively_pairs_lists_in_order() -> None:
    assert pairs("[A] and [B] activate [C] and [D], respectively.") == {"AB", "AC", "BD", "CD"}
    assert pairs("[A] and [B] activate [C] and [D].") == {"AB", "AC", "AD", "BC", "BD", "CD"}
    assert pairs("[A] and [B] activate [C], [D] and [E], respectively.") >= {"AC", "AD", "AE"}


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bystanders.yaml").write_text("words: [x]\n")
    with pytest.raises(MappingError, match=r"bystanders\.yaml"):
        load_bystanders(tmp_path)
