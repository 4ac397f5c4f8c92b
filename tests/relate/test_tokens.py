"""Tokens: every word gets the class of what it does in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figkg.ground import Mention
from figkg.relate.token_classes import spelled
from figkg.relate.tokens import Sentence, Tokenizer

Cut = Callable[[str], Sentence]


@pytest.mark.parametrize(
    ("sentence", "classes"),
    [
        ("[A] activates [B].", "ENTITY VERB ENTITY OTHER"),
        ("[B] is strongly inhibited by [A]", "ENTITY BE ADVERB PARTICIPLE BY ENTITY"),
        ("the loss of [A] and [B]", "DETERMINER LOSS OF ENTITY CONJUNCTION ENTITY"),
        ("[A], which may not induce [B]", "ENTITY COMMA RELATIVE MODAL NEGATION VERB ENTITY"),
        ("[A] → [B] ⊣ [C]", "ENTITY ARROW ENTITY ARROW ENTITY"),
        ("[A]/[B] (see [C])", "ENTITY SLASH ENTITY OPEN OTHER ENTITY CLOSE"),
        ("[A] binds [B] via [C] upon stress", "ENTITY OTHER_VERB ENTITY MEANS ENTITY CIRCUMSTANCE OTHER"),
    ],
)
def test_classes(cut: Cut, sentence: str, classes: str) -> None:
    assert spelled(cut(sentence).classes) == classes


@pytest.mark.parametrize(
    ("sentence", "word", "cls"),
    [
        ("an increase in [A]", "increase", "ACT"),
        ("[A] and [B] increase [C]", "increase", "VERB"),
        ("activating [A]", "activating", "GERUND"),
        ("silencing of [A]", "silencing", "ACT"),
        ("[A] in turn inhibits [B]", "in turn", "CONSEQUENCE"),
        ("in the absence of [A]", "in the absence of", "CIRCUMSTANCE"),
        ("[A] up-regulates [B]", "upregulates", "VERB"),
        ("[A] down‐regulated [B]", "downregulated", "PARTICIPLE"),
        ("[A] turns off [B]", "turns off", "VERB"),
        ("not only [A] acts", "not only", "ADVERB"),
        ("a dominant negative [A]", "dominant negative", "LOSS_ADJECTIVE"),
    ],
)
def test_words_in_their_place(cut: Cut, sentence: str, word: str, cls: str) -> None:
    tokens = cut(sentence)
    assert spelled(tokens.classes[tokens.words.index(word)]) == cls


def test_names_that_are_no_mentions_are_entities_that_hold_nothing(cut: Cut) -> None:
    tokens = cut("[A] and STAT3 with IL-6, DNA and Ser473")
    assert spelled(tokens.classes) == "ENTITY CONJUNCTION ENTITY WITH ENTITY COMMA OTHER CONJUNCTION OTHER"
    assert tokens.held == {0: (0,)}


def test_a_name_keeps_its_hyphen_and_a_compound_loses_it(cut: Cut) -> None:
    assert cut("TGF-beta1 activates c-Jun").words == ["tgf-beta1", "activates", "c-jun"]
    assert spelled(cut("[A]-induced [B]").classes) == "ENTITY HYPHEN PARTICIPLE ENTITY"


def test_the_hyphen_of_a_name_that_lost_its_end_is_dropped(cut: Cut) -> None:
    assert spelled(cut("[A]- activates [B]").classes) == "ENTITY VERB ENTITY"
    assert spelled(cut("[A]- and [B]-dependent").classes) == "ENTITY HYPHEN CONJUNCTION ENTITY HYPHEN OTHER"


def test_markup_is_no_word(cut: Cut) -> None:
    assert spelled(cut("<i>[A]</i> activates [B]").classes) == "ENTITY VERB ENTITY"


def test_of_overlapping_mentions_the_first_and_longest_counts(tokenizer: Tokenizer) -> None:
    text = "NF-kappaB p65 activates IL6"
    mentions = [
        Mention(0, 13, "x", "gene", ""),
        Mention(0, 9, "y", "gene", ""),
        Mention(24, 27, "z", "gene", ""),
        Mention(24, 27, "w", "gene", ""),
    ]
    tokens = tokenizer.tokenize(text, 0, len(text), list(enumerate(mentions)))
    assert spelled(tokens.classes) == "ENTITY VERB ENTITY"
    assert tokens.held == {0: (0,), 2: (2, 3)}


def test_offsets_are_those_of_the_text(cut: Cut) -> None:
    tokens = cut("[A] up-regulates [B]")
    assert list(zip(tokens.starts, tokens.ends, strict=True)) == [(0, 1), (2, 14), (15, 16)]
