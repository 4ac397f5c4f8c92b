"""What must hold for every word of the lexicon as rules read it: who adds a word to a list needs no test of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

import pytest

from figkg.base.configuration import read_yaml
from figkg.base.resources import mappings_folder
from figkg.relate.lexicon import Verb, load_lexicon
from figkg.relate.token_classes import ACT, AGENT, GERUND, PARTICIPLE, VERB

Edges = Callable[[str], set[str]]

LEXICON = load_lexicon(mappings_folder())
DENIALS = read_yaml(mappings_folder() / "denials.yaml", dict[str, list[str]])
MUTATIONS = "mutant mutants mutation mutations variant variants allele alleles fusion".split()

NOT_ALONE = {
    **dict.fromkeys(("produce", "release"), "what is produced is rarely meant to be activated: weight 0.4"),
    **dict.fromkeys(("contribute", "interfere", "protect"), "their nouns have a preposition of their own"),
}
"""Verbs that are read in some of their forms only, and why."""


def unlike(edges: Edges, sentences: Iterable[tuple[str, set[str]]]) -> dict[str, set[str]]:
    """The sentences that are read otherwise than as said, and how."""
    return {sentence: found for sentence, wanted in sentences if (found := edges(sentence)) != wanted}


@pytest.mark.parametrize("frame", ["{} of [A] increases [B].", "{} of [A] is known to increase [B]."])
def test_every_noun_of_loss_turns_the_sign(frame: str, edges: Edges) -> None:
    assert unlike(edges, ((frame.format(word), {"A - B"}) for word in LEXICON.losses)) == {}


@pytest.mark.parametrize(
    ("frame", "wanted"),
    [
        ("[A] {} in cells induced [B].", "A - B"),
        ("[C] blocks [A] {}, as is shown.", "C + A"),
        ("[C] blocks [A] {}.", "C + A"),
    ],
)
def test_every_noun_of_loss_turns_the_sign_behind_the_name(frame: str, wanted: str, edges: Edges) -> None:
    assert unlike(edges, ((frame.format(word), {wanted}) for word in LEXICON.losses)) == {}


def test_every_adjective_of_loss_turns_the_sign(edges: Edges) -> None:
    assert unlike(edges, ((f"{word} [A] increases [B].", {"A - B"}) for word in LEXICON.loss_adjectives)) == {}


def test_every_noun_of_gain_keeps_the_sign(edges: Edges) -> None:
    assert unlike(edges, ((f"{word} of [A] increases [B].", {"A + B"}) for word in LEXICON.gains)) == {}


def test_every_quantity_carries_the_sign_through(edges: Edges) -> None:
    assert unlike(edges, ((f"[A] reduces [B] {word}.", {"A - B"}) for word in LEXICON.quantities)) == {}


@pytest.mark.parametrize(
    "frame", ["{} [A] increases [B].", "[A] {} increases [B].", "the {} of [A] increases [B].", "[B] rises by [A] {}."]
)
def test_no_word_of_mutation_turns_a_sign_or_denies(frame: str, edges: Edges) -> None:
    assert LEXICON.quantities.issuperset(MUTATIONS)
    for word in MUTATIONS:
        assert edges(frame.format(word)) == edges(frame.format("protein")), word


def phrases(name: str) -> Iterator[str]:
    """Every phrase of a list of denials, in all its forms."""
    for phrase in DENIALS[name]:
        for words in itertools.product(*(word.split("|") for word in phrase.split())):
            yield " ".join(words)


def test_every_denial_of_a_verb_removes_the_edge(edges: Edges) -> None:
    assert unlike(edges, ((f"[A] {phrase} induce [B].", set()) for phrase in phrases("verbs"))) == {}


def test_every_denial_of_a_noun_removes_the_edge(edges: Edges) -> None:
    assert edges("Strong induction of [B] by [A] was seen.") == {"A + B"}
    assert unlike(edges, ((f"{one} induction of [B] by [A] was seen.", set()) for one in phrases("nouns"))) == {}


@pytest.mark.parametrize("frame", ["[A] {} induce [B].", "[B] is {} induced by [A]."])
def test_every_negation_removes_the_edge(frame: str, edges: Edges) -> None:
    assert unlike(edges, ((frame.format(word), set()) for word in LEXICON.negations)) == {}


def forms(cls: str) -> Iterator[tuple[str, Verb]]:
    """Forms of verbs with a sign, with the preposition that leads to the object."""
    for form, word in LEXICON.triggers.items():
        verb = word.verb
        if word.cls == cls and verb is not None and verb.sign and not verb.turned and verb.verb not in NOT_ALONE:
            preposition = verb.frame.split("|")[0]
            yield f"{form} {preposition}".strip(), verb


@pytest.mark.parametrize(
    ("cls", "frame"),
    [
        (VERB, "[A] {} [B]."),
        (VERB, "[A] can {} [B]."),
        (PARTICIPLE, "[B] is {} by [A]."),
        (GERUND, "[A] binds its receptor, thereby {} [B]."),
        (ACT, "{} of [B] by [A] is shown."),
        (AGENT, "[A] is the {} of [B]."),
    ],
)
def test_every_verb_has_its_sign_in_every_form(cls: str, frame: str, edges: Edges) -> None:
    wanted = {1: {"A + B"}, -1: {"A - B"}}
    assert (
        unlike(
            edges, ((frame.format(form), wanted[-verb.sign if verb.frees else verb.sign]) for form, verb in forms(cls))
        )
        == {}
    )


def test_a_verb_without_a_sign_states_none(edges: Edges) -> None:
    for form, word in LEXICON.triggers.items():
        if word.cls == VERB and word.verb is not None and word.verb.sign == 0:
            assert edges(f"[A] {form} [B].") == set(), form


def test_exceptions_are_verbs_that_there_are() -> None:
    assert {word.verb.verb for word in LEXICON.triggers.values() if word.verb is not None}.issuperset(NOT_ALONE)


def test_every_adverb_of_sign_gives_one_to_a_verb_without(edges: Edges) -> None:
    assert edges("[A] negatively regulates [B].") == {"A - B"}
    assert edges("[A] positively regulates [B].") == {"A + B"}
    assert edges("[A] is a negative regulator of [B].") == {"A - B"}
