"""Two readers, one judgement: what is asserted, why, and what meaning forbids whoever spoke."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from figkg.base.resources import mappings_folder
from figkg.ground.pieces import LONGEST_TEXT
from figkg.relate import Assertion, Relator
from figkg.relate.judgement import load_judgement
from figkg.relate.passages import READER
from tests.relate.conftest import mark

Read = Callable[[str], list[Assertion]]


@pytest.fixture(scope="module")
def read(both_readers: Relator) -> Read:
    return lambda sentence: both_readers.relate(*mark(sentence))


def edges(found: list[Assertion]) -> set[str]:
    return {f"{one.subject} {'+' if one.sign > 0 else '-'} {one.object}" for one in found if not one.negated}


def test_what_both_state_carries_both_votes(read: Read) -> None:
    (one,) = read("[TNF] activates [NFKB1].")
    assert (one.subject, one.sign, one.object, one.evidence.trigger) == ("TNF", 1, "NFKB1", "activates")
    assert one.evidence.by_rules > 0.5
    assert one.evidence.by_reader > 0.5
    assert one.confidence > 0.6


def test_what_the_rules_do_not_read_the_reader_may(read: Read) -> None:
    (one,) = read("The role of [MDM4] in down-regulating [TP73] is known.")
    said = one.evidence
    assert (one.subject, one.sign, one.object) == ("MDM4", -1, "TP73")
    assert (said.rule, said.trigger, said.by_rules) == (READER, "down-regulating", 0.0)
    assert said.by_reader > 0.5


def test_what_is_too_unsure_to_be_asserted_is_a_candidate(both_readers: Relator) -> None:
    sentence = "[NOD1] recruits [RIPK2], which results in [NFKB1] activation."
    strict = both_readers.judged_by(structs.replace(load_judgement(mappings_folder()), least=0.8))
    stated = strict.weigh(*mark(sentence))
    assert edges(list(stated.assertions)) == {"RIPK2 + NFKB1"}
    assert edges(list(stated.candidates)) == {"NOD1 + RIPK2", "NOD1 + NFKB1"}
    assert all(0.25 <= one.confidence < 0.8 for one in stated.candidates)
    assert edges(strict.relate(*mark(sentence))) == {"RIPK2 + NFKB1"}


def test_a_heading_that_says_nothing_acts_on_nothing(both_readers: Relator) -> None:
    text, mentions = mark("[Pharmaceutical] blocks [MTOR], and [sirolimus] blocks [MTOR].")
    named = [structs.replace(one, entity="mesh:D004364") if one.start == 0 else one for one in mentions]
    assert edges(both_readers.relate(text, named)) == {"sirolimus - MTOR"}


def test_a_verb_with_another_subject_speaks_less_for_a_cause(both_readers: Relator) -> None:
    text = "[ERK] activates [FOS]; [JNK] activates [JUN]."
    assert edges(both_readers.relate(*mark(text))) == {"ERK + FOS", "JNK + JUN"}
    asked = list(both_readers.judge(*mark(text)))
    assert not any(one.marks.taken for one in asked if one.assertion.evidence.rule != READER)
    (across,) = [one for one in asked if (one.assertion.subject, one.assertion.object) == ("ERK", "JUN")]
    assert across.marks.taken or across.marks.elsewhere


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("[RAS] activates [MEK], which in turn activates [ERK].", ("RAS", "ERK")),
        ("[ERK] activates [FOS]; [JNK] activates [JUN].", ("ERK", "JUN")),
    ],
)
def test_what_the_rules_state_in_steps_or_of_others_speaks_against_the_reader_alone(
    both_readers: Relator, text: str, pair: tuple[str, str]
) -> None:
    asked = list(both_readers.judge(*mark(text)))
    assert all(one.marks.elsewhere for one in asked if (one.assertion.subject, one.assertion.object) == pair)
    assert not any(one.marks.elsewhere for one in asked if one.assertion.evidence.rule != READER)
    assert pair not in {(one.subject, one.object) for one in both_readers.relate(*mark(text))}


def test_an_arrow_needs_no_word_of_the_reader(both_readers: Relator) -> None:
    assert edges(both_readers.relate(*mark("[RIGI] → [MAVS] → [TBK1]; [TNFAIP3] ⊣ [RIGI]."))) == {
        "RIGI + MAVS",
        "MAVS + TBK1",
        "TNFAIP3 - RIGI",
    }


def test_a_text_longer_than_any_caption_is_read_by_rules_alone(read: Read) -> None:
    text = "[TNF] activates [NFKB1]. " + "The cells were washed. " * (LONGEST_TEXT // 20)
    (one,) = read(text)
    assert (one.subject, one.object, one.evidence.by_reader) == ("TNF", "NFKB1", 0.0)


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no evidence that [TNF] induces [IL6].",
        "[TNF] is unable to induce [IL6].",
        "No induction of [IL6] by [TNF] was seen.",
        "Neither [TNF] nor [IL1B] induces [IL6].",
    ],
)
def test_what_is_denied_is_no_edge_whoever_reads_it(read: Read, sentence: str) -> None:
    assert edges(read(sentence)) == set()


def test_the_object_of_one_verb_is_no_subject_of_the_next(read: Read) -> None:
    assert edges(read("[AKT1] activates [MTOR] and inhibits [FOXO3].")) == {"AKT1 + MTOR", "AKT1 - FOXO3"}


def test_what_two_steps_deny_is_not_asserted(read: Read) -> None:
    found = edges(read("[TNF] suppresses the expression of [TP53], a repressor of [MYC]."))
    assert found >= {"TNF - TP53", "TP53 - MYC"}
    assert "TNF - MYC" not in found


def test_of_a_piece_of_a_name_only_the_rules_know_the_sign(read: Read) -> None:
    assert edges(read("Anti-[TNF] treatment reduces [IL6].")) == {"TNF + IL6"}
    assert edges(read("Stimulation with anti-[CD28] induces [IL6].")) == set()


def test_a_bystander_takes_no_part_whoever_reads_it(read: Read) -> None:
    assert not any("TNF" in edge.split()[-1] for edge in edges(read("[MYC] raises [TNF]-resistant growth.")))


def test_lists_are_paired_in_order(read: Read) -> None:
    found = edges(read("[MAP2K3] and [MAP2K7] activate [MAPK14] and [MAPK9], respectively."))
    assert found == {"MAP2K3 + MAPK14", "MAP2K7 + MAPK9"}


def test_a_pair_has_one_sign_in_a_sentence(read: Read) -> None:
    found = read("[A1BG] activates and inhibits [TP53] at the same time.")
    signs = {(one.evidence.start, one.subject, one.object): one.sign for one in found if not one.negated}
    assert len(signs) == len([one for one in found if not one.negated])


def test_evidence_is_the_text_where_it_says_it_is(read: Read) -> None:
    sentence = "[CXCL8] activates [PTK2]. These events lower [CDH5] in cells."
    text, _ = mark(sentence)
    for one in read(sentence):
        said = one.evidence
        assert text[said.start : said.end] == said.sentence
        assert text[said.trigger_at.start : said.trigger_at.end] == said.trigger
        assert said.start <= said.subject_at.start < said.subject_at.end <= said.end


def test_judgement_needs_the_trained_reader(relator: Relator) -> None:
    with pytest.raises(RuntimeError, match="rules alone"):
        list(relator.judge("", []))


@pytest.mark.parametrize("behind", ["+" + "hi" * 2000 + "x", ", , , " * 500, " respectively" * 500])
def test_a_hostile_text_is_read_to_its_end(both_readers: Relator, behind: str) -> None:
    found = both_readers.relate(*mark(f"[TNF]{behind} activates [IL6] and [MYC]. [TNF] activates [IL6]."))
    assert "TNF + IL6" in edges(found)


def test_what_needs_something_does_not_raise_it(read: Read) -> None:
    found = edges(read("[flagellin]-mediated [CXCL8] induction required both [TLR5] and [TIRAP]."))
    assert found == {"flagellin + CXCL8", "TLR5 + CXCL8", "TIRAP + CXCL8"}


def test_words_without_a_sign_are_none_however_sure_the_reader_is(read: Read) -> None:
    for words in ("regulates", "controls", "co-regulates", "is a regulator of", "modulates", "influences"):
        assert edges(read(f"[MYC] {words} the expression of [CDK4].")) == set()
    assert edges(read("[MYC] negatively regulates the expression of [CDK4].")) == {"MYC - CDK4"}
