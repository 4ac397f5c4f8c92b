"""Tokens: every word gets the letter of what it does in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figkg.ground import Mention
from figkg.relate.tokens import Sentence, Tokenizer

Cut = Callable[[str], Sentence]


@pytest.mark.parametrize(
    ("sentence", "classes"),
    [
        ("[A] activates [B].", "EvEO"),
        ("[B] is strongly inhibited by [A]", "EbhpyE"),
        ("the loss of [A] and [B]", "DdoEcE"),
        ("[A], which may not induce [B]", "E,RmNvE"),
        ("[A] → [B] ⊣ [C]", "E>E>E"),
        ("[A]/[B] (see [C])", "E/E(OE)"),
        ("[A] binds [B] via [C] upon stress", "EVEuEUO"),
    ],
)
def test_letters(cut: Cut, sentence: str, classes: str) -> None:
    assert cut(sentence).classes == classes


@pytest.mark.parametrize(
    ("sentence", "word", "letter"),
    [
        ("an increase in [A]", "increase", "n"),
        ("[A] and [B] increase [C]", "increase", "v"),
        ("activating [A]", "activating", "g"),
        ("silencing of [A]", "silencing", "n"),
        ("[A] in turn inhibits [B]", "in turn", "T"),
        ("in the absence of [A]", "in the absence of", "U"),
        ("[A] up-regulates [B]", "upregulates", "v"),
        ("[A] down‐regulated [B]", "downregulated", "p"),
        ("[A] turns off [B]", "turns off", "v"),
        ("not only [A] acts", "not only", "h"),
        ("a dominant negative [A]", "dominant negative", "l"),
    ],
)
def test_words_in_their_place(cut: Cut, sentence: str, word: str, letter: str) -> None:
    tokens = cut(sentence)
    assert tokens.classes[tokens.words.index(word)] == letter


def test_names_that_are_no_mentions_are_entities_that_hold_nothing(cut: Cut) -> None:
    tokens = cut("[A] and STAT3 with IL-6, DNA and Ser473")
    assert tokens.classes == "EcEwE,OcO"
    assert tokens.held == {0: (0,)}


def test_a_name_keeps_its_hyphen_and_a_compound_loses_it(cut: Cut) -> None:
    assert cut("TGF-beta1 activates c-Jun").words == ["tgf-beta1", "activates", "c-jun"]
    assert cut("[A]-induced [B]").classes == "E-pE"


def test_the_hyphen_of_a_name_that_lost_its_end_is_dropped(cut: Cut) -> None:
    assert cut("[A]- activates [B]").classes == "EvE"
    assert cut("[A]- and [B]-dependent").classes == "E-cE-O"


def test_markup_is_no_word(cut: Cut) -> None:
    assert cut("<i>[A]</i> activates [B]").classes == "EvE"


def test_of_overlapping_mentions_the_first_and_longest_counts(tokenizer: Tokenizer) -> None:
    text = "NF-kappaB p65 activates IL6"
    mentions = [
        Mention(0, 13, "x", "gene", ""),
        Mention(0, 9, "y", "gene", ""),
        Mention(24, 27, "z", "gene", ""),
        Mention(24, 27, "w", "gene", ""),
    ]
    tokens = tokenizer.tokenize(text, 0, len(text), list(enumerate(mentions)))
    assert tokens.classes == "EvE"
    assert tokens.held == {0: (0,), 2: (2, 3)}


def test_offsets_are_those_of_the_text(cut: Cut) -> None:
    tokens = cut("[A] up-regulates [B]")
    assert list(zip(tokens.starts, tokens.ends, strict=True)) == [(0, 1), (2, 14), (15, 16)]
