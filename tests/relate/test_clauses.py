"""Clauses: each verb with who acts, on what, and how it is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figkg.relate.clauses import Clause, read_clauses
from figkg.relate.things import Thing
from figkg.relate.tokens import Sentence


def shown(sentence: Sentence, clause: Clause, text: str) -> str:
    def names(things: tuple[Thing, ...]) -> str:
        held = (sentence.held[one.token][0] for one in things if one.token in sentence.held)
        return "".join(text.split("[")[index + 1][0] for index in held)

    denied = " not" if clause.negated else ""
    parts = f"{names(clause.subjects)}>{names(clause.objects)}<{names(clause.agents)} by {names(clause.means)}"
    return f"{sentence.words[clause.verb]} {clause.voice}{denied} {parts}".removesuffix(" by ").removesuffix("<")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("[A] activates [B].", ["activates active A>B"]),
        ("[B] is activated by [A].", ["activated passive B><A"]),
        ("[B] activated by [A] moves.", ["activated reduced B><A", "moves other B>"]),
        ("[A] binds [B] and inhibits [C].", ["binds other A>B", "inhibits active A>C"]),
        ("[A] activates and stabilizes [B].", ["activates active A>B", "stabilizes active A>B"]),
        ("[A] binds DNA to induce [B].", ["binds other A>", "induce infinitive A>B"]),
        ("[A] activates [B], thereby inhibiting [C].", ["activates active A>B", "inhibiting gerund B>C"]),
        ("[A] activates [B], which inhibits [C].", ["activates active A>B", "inhibits active B>C"]),
        ("[A] does not activate [B].", ["activate active not A>B"]),
        ("[A] inhibits [B] through [C].", ["inhibits active A>B< by C"]),
        ("[A] leads to [B].", ["leads active A>B"]),
        ("the activated [A] binds", ["binds other A>"]),
        ("that constitutively activated [A] binds [B]", ["binds other A>B"]),
    ],
)
def test_clauses(cut: Callable[[str], Sentence], text: str, clauses: list[str]) -> None:
    sentence = cut(text)
    assert [shown(sentence, one, text) for one in read_clauses(sentence)] == clauses
