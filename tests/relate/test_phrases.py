"""Noun phrases: which entities they are about, and with what sign."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figkg.relate.phrases import phrase
from figkg.relate.tokens import Sentence


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("the expression of [A]", "+A"),
        ("[A] signalling", "+A"),
        ("treatment with [A]", "+A"),
        ("overexpression of human [A]", "+A"),
        ("loss of [A]", "-A"),
        ("[A] deficiency", "-A"),
        ("[A]-deficient mice", "-A"),
        ("[A](-/-) mice", "-A"),
        ("[A]-/- cells", "-A"),
        ("siRNA against [A]", "-A"),
        ("siRNA-mediated silencing of [A]", "-A"),
        ("dominant-negative [A]", "-A"),
        ("degradation of [A]", "-A"),
        ("inhibition of [A] degradation", "+A"),
        ("inactivation and degradation of [A]", "-A"),
        ("inhibitors of [A]", "-A"),
        ("the [A] inhibitor [B]", "+B"),
        ("[A], [B] and [C]", "+A +B +C"),
        ("reduced [A] and increased [B]", "-A +B"),
        ("loss of [A] and [B]", "-A -B"),
        ("cytokines such as [A] and [B]", "+A +B"),
        ("the transcription factor [A]", "+A"),
        ("NF-kappaB subunit [A]", "+A"),
        ("the [A]-dependent [B]", "+B"),
        ("[A]-like [B]", "+B"),
    ],
)
def test_a_phrase_is_about(cut: Callable[[str], Sentence], text: str, about: str) -> None:
    sentence = cut(text)
    names = {place: text.split("[")[held[0] + 1].split("]")[0] for place, held in sentence.held.items()}
    found = phrase(sentence, 0)
    said = [("-" if one.polarity < 0 else "+") + names[one.token] for one in found.things if one.token in names]
    assert " ".join(said) == about


@pytest.mark.parametrize("text", ["without [A]", "by [A]", "which [A]", "cells"])
def test_what_is_no_phrase_is_about_nothing(cut: Callable[[str], Sentence], text: str) -> None:
    assert phrase(cut(text), 0).things == ()


def test_uncertain_steps_cost(cut: Callable[[str], Sentence]) -> None:
    near, far = phrase(cut("[A]"), 0), phrase(cut("binding to cells with [A]"), 0)
    assert (near.things[0].cost, len(far.things)) == (0, 0)
    (doubtful,) = phrase(cut("[A] target genes"), 0).things
    assert doubtful.cost >= 8
