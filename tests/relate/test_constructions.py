"""Each construction by an example: what is read, and what is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figkg.relate import Assertion
from figkg.relate.assertion import Span

EXAMPLES = {
    "active": ("[A] activates [B].", {"A + B"}),
    "active, inhibiting": ("[A] directly suppresses the expression of [B].", {"A - B"}),
    "passive": ("[B] is strongly inhibited by [A].", {"A - B"}),
    "reduced passive": ("[B] induced by [A] enters the nucleus.", {"A + B"}),
    "act noun": ("Inhibition of [B] by [A] is shown.", {"A - B"}),
    "act noun, agent first": ("[A] inhibition of [B] is shown.", {"A - B"}),
    "hyphen": ("[A]-induced [B] expression is shown.", {"A + B"}),
    "hyphen with a noun": ("[A]-mediated suppression of [B] is shown.", {"A - B"}),
    "agent noun": ("[A] is an inhibitor of [B].", {"A - B"}),
    "agent noun, apposition": ("the [B] inhibitor [A] is added.", {"A - B"}),
    "agent noun, its examples": (
        "[A] induces several negative feedback regulators of [B] signaling including [C].",
        {"A + C", "C - B"},
    ),
    "verbs share a subject": (
        "Increased [A] stimulates [B] phosphorylation, then upregulates [C] production.",
        {"A + B", "A + C"},
    ),
    "relative clause": ("[A] stimulates [B], which inhibits [C].", {"A + B", "B - C"}),
    "result": ("[A] activates [B], leading to [C] expression.", {"A + B", "B + C"}),
    "coordination": ("[A] and [B] activate [C] and [D].", {"A + C", "A + D", "B + C", "B + D"}),
    "list": ("[A] induces [B], [C], and [D].", {"A + B", "A + C", "A + D"}),
    "loss of the subject": ("Knockdown of [A] increases [B].", {"A - B"}),
    "deficient subject": ("[A]-deficient cells show that loss of [A] reduces [B].", {"A + B"}),
    "inhibitor of the subject": ("An inhibitor of [A] blocks [B].", {"A + B"}),
    "double negative": ("[A] relieves the repression of [B].", {"A + B"}),
    "degradation": ("[A] triggers the degradation of [B].", {"A - B"}),
    "prevented degradation": ("[A] prevents [B] degradation.", {"A + B"}),
    "required": ("[A] is required for [B] activation.", {"A + B"}),
    "arrow": ("The axis [A] → [B] ⊣ [C] is drawn.", {"A + B", "B - C"}),
    "infinitive": ("[A] binds the promoter to activate [B].", {"A + B"}),
    "perfect": ("[A] has activated [B].", {"A + B"}),
    "prefix with hyphen": ("[A] up‐regulates [B].", {"A + B"}),
}

NOTHING = {
    "binding": "[A] binds [B].",
    "no direction": "[A] regulates [B] and modulates [C].",
    "one entity": "[A] is activated.",
    "legend": "Arrows indicate activation; [A] and [B] are shown in red.",
    "half an adjective": "[A]-competitive molecules block [B].",
    "abbreviations": "Abbreviations: [A], protein A; [B], protein B.",
}


@pytest.mark.parametrize(("sentence", "expected"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_constructions(edges: Callable[[str], set[str]], sentence: str, expected: set[str]) -> None:
    assert edges(sentence) == expected


@pytest.mark.parametrize("sentence", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_is_stated(edges: Callable[[str], set[str]], sentence: str) -> None:
    assert edges(sentence) == set()


def test_a_denied_statement_is_negated(assertions: Callable[[str], list[Assertion]]) -> None:
    (found,) = assertions("[A] does not activate [B].")
    assert (found.subject, found.sign, found.object, found.negated) == ("A", 1, "B", True)


def test_a_possibility_is_hedged_and_less_certain(assertions: Callable[[str], list[Assertion]]) -> None:
    (certain,) = assertions("[A] activates [B].")
    (possible,) = assertions("[A] may activate [B].")
    assert (certain.hedged, possible.hedged) == (False, True)
    assert possible.confidence < certain.confidence


def test_the_order_of_steps_is_an_inference(assertions: Callable[[str], list[Assertion]]) -> None:
    found = assertions("[A] stimulates [B], then upregulates [C].")
    (inferred,) = [one for one in found if one.reading == "sequence"]
    assert (inferred.subject, inferred.sign, inferred.object) == ("B", 1, "C")
    assert inferred.confidence < min(one.confidence for one in found if one.reading == "explicit")


def test_evidence_reproduces_the_text(assertions: Callable[[str], list[Assertion]]) -> None:
    (found,) = assertions("First a word. Then [A] activates [B]! Last one.")
    assert (found.evidence.start, found.evidence.end) == (14, 33)
    assert found.evidence.sentence == "Then A activates B!"
    assert found.evidence.trigger == "activates"
    assert found.evidence.rule == "active/activate"
    assert (found.evidence.subject_at, found.evidence.object_at) == (Span(19, 20), Span(31, 32))
    assert found.evidence.trigger_at == Span(21, 30)
