"""What must hold for any text: the same statement however it is written, and no text that breaks the reader."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figkg.ground import Mention
from figkg.relate import Assertion, Relator

from .conftest import mark

FRAMES = [
    "[A] {s} [B].",
    "In these cells, [A] directly {s} [B].",
    "[B] is {ed} by [A].",
    "[B] was strongly {ed} by [A] and its partner.",
    "[A] is known to {base} [B].",
    "[A] binds its receptor, thereby {ing} [B].",
    "[A], a kinase, {s} the expression of [B].",
    "We report that [A] may {base} [B].",
    "[C] binds [A], which {s} [B].",
    "{noun} of [B] by [A] is shown.",
    "[A] leads to the {noun} of [B].",
    "[A] is required for the {noun} of [B].",
    "[A]-mediated {noun} of [B] is shown.",
    "[A] knockdown {s} [B].",
]
VERBS = [
    (
        {"s": "activates", "ed": "activated", "base": "activate", "ing": "activating", "noun": "activation"},
        {"s": "inhibits", "ed": "inhibited", "base": "inhibit", "ing": "inhibiting", "noun": "inhibition"},
    ),
    (
        {"s": "stimulates", "ed": "stimulated", "base": "stimulate", "ing": "stimulating", "noun": "stimulation"},
        {"s": "suppresses", "ed": "suppressed", "base": "suppress", "ing": "suppressing", "noun": "suppression"},
    ),
    (
        {"s": "induces", "ed": "induced", "base": "induce", "ing": "inducing", "noun": "induction"},
        {"s": "represses", "ed": "repressed", "base": "repress", "ing": "repressing", "noun": "repression"},
    ),
    (
        {"s": "enhances", "ed": "enhanced", "base": "enhance", "ing": "enhancing", "noun": "enhancement"},
        {"s": "attenuates", "ed": "attenuated", "base": "attenuate", "ing": "attenuating", "noun": "attenuation"},
    ),
    (
        {"s": "upregulates", "ed": "upregulated", "base": "upregulate", "ing": "upregulating", "noun": "upregulation"},
        {
            "s": "downregulates",
            "ed": "downregulated",
            "base": "downregulate",
            "ing": "downregulating",
            "noun": "downregulation",
        },
    ),
]
SENTENCES = [
    "[A] strongly activates [B], which in turn inhibits [C].",
    "[A]-induced expression of [B] is blocked by [C].",
    "[A] and [B] cooperatively activate [C].",
    "Loss of [A] reduces [B] and increases [C].",
    "[A] prevents the degradation of [B], leading to [C] activation.",
    "[B] is not inhibited by [A].",
    "[A]-deficient cells show increased [B].",
    "The [A] inhibitor [B] abolishes [C] phosphorylation.",
]
NAMES = ["TP53", "IL-6", "TGF-β1", "NF-κB p65", "a", "WAS", "light", "and", "of", "activates", "p21/WAF1", "5-HT", "α"]
QUIET = settings(deadline=None, max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
Edge = tuple[str, int, str, bool, bool]


def read(relator: Relator, sentence: str) -> set[Edge]:
    return stated(relator.relate(*mark(sentence)))


def stated(assertions: list[Assertion]) -> set[Edge]:
    return {(one.subject, one.sign, one.object, one.negated, one.hedged) for one in assertions}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("raising", "lowering"), VERBS, ids=[pair[0]["base"] for pair in VERBS])
def test_the_antonym_turns_the_sign(
    relator: Relator, frame: str, raising: dict[str, str], lowering: dict[str, str]
) -> None:
    one, other = read(relator, frame.format(**raising)), read(relator, frame.format(**lowering))
    assert ("A", "B") in {(edge[0], edge[2]) for edge in one}
    assert other == {(subject, -sign, object_, *flags) for subject, sign, object_, *flags in one}


@QUIET
@given(st.sampled_from(SENTENCES), st.permutations(NAMES))
def test_names_do_not_matter(relator: Relator, sentence: str, names: list[str]) -> None:
    new = dict(zip("ABC", names, strict=False))
    renamed = re.sub(r"\[([ABC])\]", lambda match: f"[{new[match[1]]}]", sentence)
    expected = {(new[edge[0]], edge[1], new[edge[2]], *edge[3:]) for edge in read(relator, sentence)}
    assert read(relator, renamed) == expected


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u2012", "\u2013", "\u2212"])
@pytest.mark.parametrize("sentence", [*SENTENCES, "[A] up-regulates [B].", "[A]- and [B]-dependent [C] activation."])
def test_the_kind_of_hyphen_does_not_matter(relator: Relator, sentence: str, hyphen: str) -> None:
    assert read(relator, sentence.replace("-", hyphen)) == read(relator, sentence) != set()


@QUIET
@given(st.sampled_from(SENTENCES), st.data())
def test_folded_lines_do_not_matter(relator: Relator, sentence: str, data: st.DataObject) -> None:
    parts = sentence.split(" ")
    breaks = [data.draw(st.sampled_from([" ", "\n", "\n  ", "  ", " \t"])) for _ in parts[1:]]
    folded = "".join(word + space for word, space in zip(parts, [*breaks, ""], strict=True))
    assert read(relator, folded) == read(relator, sentence)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(
    "frame",
    [
        "The pathway is drawn. {} Arrows are explained in the text.",
        "(A) Western blot of three samples. {} Scale bar, 10 µm.",
        "As shown in Fig. 2, {}",
        "{} Abbreviations: [D], a factor; [E], its ligand.",
        "[D] binds [E]. {} Cells were stained for [D] and [E].",
        "However, {}",
    ],
)
def test_what_stands_around_does_not_matter(relator: Relator, sentence: str, frame: str) -> None:
    assert read(relator, frame.format(sentence)) == read(relator, sentence)


WORDS = (
    "activates inhibits activated inhibited by of the and or which that to activation inhibition inhibitor loss "
    "deficient mice cells expression not may leading thereby through in response such as is was has been required "
    "for role effect on but it its this these induced mediated dependent - – / → ⊣ ( ) [ ] , ; : . ? -/- up down "
    "whereas then keeps shows reduced increased targets degradation binds e.g. <i> &amp; \ue000 \ue001 * ´ 中 é"
).split()


@st.composite
def texts_with_mentions(draw: st.DrawFn) -> tuple[str, list[Mention]]:
    """Words of the grammar at random, some of them entities; and mentions anywhere, overlapping, repeated."""
    text = ""
    mentions = []
    for _ in range(draw(st.integers(0, 40))):
        if draw(st.booleans()):
            name = draw(st.sampled_from(["AKT1", "IL-6", "a", "κ", "p65"]))
            mentions.append(Mention(len(text), len(text) + len(name), name, "gene", name))
            text += name
        else:
            text += draw(st.sampled_from(WORDS))
        text += draw(st.sampled_from([" ", " ", " ", "", "\n"]))
    for _ in range(draw(st.integers(0, 3)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 12)))
        mentions.append(Mention(start, end, f"e{start}", "gene", text[start:end]))
    return text, draw(st.permutations(mentions))


@settings(QUIET, max_examples=500)
@given(texts_with_mentions())
def test_evidence_is_in_the_text(relator: Relator, drawn: tuple[str, list[Mention]]) -> None:
    text, mentions = drawn
    entities = {mention.entity for mention in mentions}
    found = relator.relate(text, mentions)
    for one in found:
        evidence = one.evidence
        assert text[evidence.start : evidence.end] == evidence.sentence
        assert text[evidence.trigger_at.start : evidence.trigger_at.end] == evidence.trigger
        places = (evidence.subject_at, evidence.object_at, evidence.trigger_at)
        assert all(evidence.start <= place.start < place.end <= evidence.end for place in places)
        named = {(mention.start, mention.end): mention.entity for mention in mentions}
        assert named[evidence.subject_at.start, evidence.subject_at.end] == one.subject
        assert named[evidence.object_at.start, evidence.object_at.end] == one.object
        assert 0 < one.confidence <= 1
        assert one.subject != one.object
        assert {one.subject, one.object} <= entities
        assert one.sign in (1, -1)
    assert stated(relator.relate(text, sorted(mentions))) == stated(found)


@pytest.mark.parametrize("sentence", [*SENTENCES, "[A] activates [B] ([C], [D]/[E]-induced (-/-) – [A]"])
def test_a_text_that_breaks_off_is_read_as_far_as_it_goes(relator: Relator, sentence: str) -> None:
    text, mentions = mark(sentence)
    for end in range(len(text) + 1):
        for more in ("", " (", "-", "/", ","):
            left = [mention for mention in mentions if mention.end <= end]
            for one in relator.relate(text[:end] + more, left):
                assert one.evidence.end <= end + len(more)


@QUIET
@given(st.text(max_size=200), st.data())
def test_no_text_breaks_the_reader(relator: Relator, text: str, data: st.DataObject) -> None:
    mentions = []
    for number in range(data.draw(st.integers(0, 4)) if text else 0):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        mentions.append(Mention(start, end, f"e{number}", "gene", text[start:end]))
    relator.relate(text, mentions)


@pytest.mark.parametrize(
    "text",
    [
        "AKT1 activates MTOR. " * 5000,
        "AKT1 activates MTOR, which " * 4000,
        "AKT1, " * 17_000 + "activate MTOR.",
        "(AKT1 activates " * 5000 + "MTOR)" * 5000,
        "AKT1/MTOR-" * 10_000,
        "inhibition of AKT1 by MTOR " * 4000,
    ],
    ids=["sentences", "one sentence", "list", "brackets", "hyphens", "nouns"],
)
def test_a_hundred_thousand_characters_are_read_to_the_end(relator: Relator, text: str) -> None:
    mentions = [
        Mention(match.start(), match.end(), match[0], "gene", match[0]) for match in re.finditer("AKT1|MTOR", text)
    ]
    assert len(text) >= 100_000
    found = relator.relate(text, mentions)
    assert all(text[one.evidence.start : one.evidence.end] == one.evidence.sentence for one in found)
