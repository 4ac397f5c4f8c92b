"""A large model beside figkg's own readers: what both say, what one says, what speaks against it."""

from __future__ import annotations

from typing import Any

import pytest

from figkg.extract.told import Told
from figkg.relate import Assertion, Relator
from tests.relate.conftest import mark


def tell(text: str, cause: str, effect: str, sign: Any, trigger: str, *, denied: bool = False) -> Told:
    return Told(
        start=0,
        end=len(text),
        cause=cause,
        effect=effect,
        trigger=trigger,
        sign=sign,
        denied=denied,
        hedged=False,
        by="big-1",
    )


def weigh(relator: Relator, sentence: str, *told: tuple[Any, ...], denied: bool = False) -> list[Assertion]:
    text, mentions = mark(sentence)
    return list(relator.weigh(text, mentions, [tell(text, *one, denied=denied) for one in told]).assertions)


def edges(found: list[Assertion]) -> list[tuple[str, int, str]]:
    return [(one.subject, one.sign, one.object) for one in found if not one.negated]


PLAIN = "[TNF] activates [NFKB1]."


def test_agreement_raises_confidence_and_the_words_stay(both_readers: Relator) -> None:
    (alone,) = weigh(both_readers, PLAIN)
    (both,) = weigh(both_readers, PLAIN, ("TNF", "NFKB1", 1, "activates"))
    assert both.confidence > alone.confidence
    assert (both.subject, both.sign, both.object, both.evidence) == (
        *(alone.subject, alone.sign, alone.object),
        alone.evidence,
    )


@pytest.mark.parametrize(("sign", "denied"), [(-1, False), (1, True)], ids=["other sign", "denial"])
def test_contradiction_lowers_confidence_and_states_nothing_else(
    sign: int, denied: bool, both_readers: Relator
) -> None:
    (alone,) = weigh(both_readers, PLAIN)
    found = weigh(both_readers, PLAIN, ("TNF", "NFKB1", sign, "activates"), denied=denied)
    assert edges(found) in ([], [("TNF", 1, "NFKB1")])
    assert all(one.confidence < alone.confidence for one in found)


def test_what_the_model_does_not_tell_of_stays_as_it_is(both_readers: Relator) -> None:
    sentence = "[TNF] activates [NFKB1]. [IL6] inhibits [STAT3]."
    assert weigh(both_readers, sentence, ("IL6", "NFKB1", 1, "nothing there")) == weigh(both_readers, sentence)


QUIET = "Levels of [SMAD7] went hand in hand with those of [IRF7] once [MX1] had opened the door to it."


def test_what_the_model_alone_states_is_named_by_it(both_readers: Relator) -> None:
    assert weigh(both_readers, QUIET) == []
    (one,) = weigh(both_readers, QUIET, ("MX1", "IRF7", 1, "opened the door"))
    assert edges([one]) == [("MX1", 1, "IRF7")]
    said = one.evidence
    assert (said.rule, said.trigger, said.by_rules, said.by_reader) == ("model/big-1", "opened the door", 0.0, 0.0)
    text, _ = mark(QUIET)
    assert said.sentence == text
    assert text[said.subject_at.start : said.subject_at.end] == "MX1"
    assert one.confidence == pytest.approx(0.65, abs=0.01)


@pytest.mark.parametrize(
    ("cause", "effect", "trigger"),
    [
        ("SMAD9", "IRF7", "opened the door"),
        ("MX1", "the door to it", "opened"),
        ("SMAD7", "IRF7", "closed"),
        ("SMAD7 went hand in hand with those of IRF7", "MX1", "opened"),
        ("MX", "IRF7", "opened the door"),
        ("once MX1", "IRF7", "opened the door"),
        ("MX1", "MX1", "opened the door"),
    ],
    ids=["not there", "no mention", "no trigger", "two things", "half a name", "more than a name", "itself"],
)
def test_words_that_name_no_one_thing_state_nothing(
    cause: str, effect: str, trigger: str, both_readers: Relator
) -> None:
    assert weigh(both_readers, QUIET, (cause, effect, 1, trigger)) == []


def test_words_that_change_nothing_may_stand_beside_a_name(both_readers: Relator) -> None:
    sentence = QUIET.replace("[MX1]", "the [MX1] protein")
    assert edges(weigh(both_readers, sentence, ("the MX1 protein", "IRF7", 1, "opened the door"))) == [
        ("MX1", 1, "IRF7")
    ]
    sentence = QUIET.replace("[MX1]", "[MX1] inhibitor")
    assert weigh(both_readers, sentence, ("MX1 inhibitor", "IRF7", -1, "opened")) == weigh(both_readers, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        QUIET[:-1] + "?",
        QUIET.replace("had opened", "had never opened"),
        QUIET.replace("[MX1]", "anti-[MX1]"),
    ],
    ids=["question", "denial", "piece of a name"],
)
def test_what_the_text_speaks_against_is_not_asserted(sentence: str, both_readers: Relator) -> None:
    assert edges(weigh(both_readers, sentence, ("MX1", "IRF7", 1, "opened the door"))) == []


def test_two_signs_of_the_model_are_none(both_readers: Relator) -> None:
    both = [("MX1", "IRF7", sign, "opened the door") for sign in (1, -1)]
    assert weigh(both_readers, QUIET, *both) == []


def test_what_figkg_finds_denied_no_model_asserts(both_readers: Relator) -> None:
    sentence = "[TNF] does not activate [NFKB1]."
    (one,) = weigh(both_readers, sentence, ("TNF", "NFKB1", 1, "activate"))
    assert one.negated
