"""Denial and hedging: what the words before a statement say of it, whoever read it."""

from __future__ import annotations

import itertools

import pytest

from figkg.base.configuration import read_yaml
from figkg.base.resources import mappings_folder
from figkg.relate.assertion import Span
from figkg.relate.denial import Denial, load_denial
from figkg.relate.lexicon import load_lexicon


@pytest.fixture(scope="module")
def denial() -> Denial:
    return load_denial(mappings_folder(), load_lexicon(mappings_folder()))


def at(text: str) -> tuple[str, int, Span]:
    """A text with its trigger between stars."""
    start, end = text.index("*"), text.rindex("*") - 1
    return text.replace("*", ""), 0, Span(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "No *induction* of IL6 by TNF was seen.",
        "TNF no longer *induces* IL6.",
        "The inability of TNF to *induce* IL6 is shown.",
        "TNF lacks the ability to *induce* IL6.",
        "TNF lost its ability to *induce* IL6.",
        "There is no evidence that TNF *induces* IL6.",
        "TNF is unlikely to *induce* IL6.",
        "TNF is not sufficient to *induce* IL6.",
        "It is unknown if TNF *activates* IL6.",
        "TNF did not bind or *activate* IL6.",
        "Lack of *activation* of RELA by TNF.",
        "Absence of IL6 *induction* by TNF.",
        "Without *induction* of IL6, cells live.",
    ],
)
def test_a_denied_statement(text: str, denial: Denial) -> None:
    assert denial.denies(*at(text))


@pytest.mark.parametrize(
    "text",
    [
        "TNF *induces* IL6.",
        "TNF not only *induces* IL6 but kills cells.",
        "TNF does not bind IL6 but *activates* RELA.",
        "Lack of PTEN *activates* AKT.",
        "Absence of PTEN *causes* AKT activation.",
        "TNF is unable to bind TNFR2, and *activates* RELA.",
        "NO *activation* of sGC is shown.",
        "X did not inhibit TNF-*induced* IL6.",
        "Nothing was seen. TNF *induces* IL6.",
        "TNF was not found. It *induces* IL6.",
    ],
)
def test_a_statement_that_is_not_denied(text: str, denial: Denial) -> None:
    assert not denial.denies(*at(text))


def test_every_denial_of_a_verb_removes_the_edge(denial: Denial) -> None:
    lists = read_yaml(mappings_folder() / "denials.yaml", dict[str, list[str]])
    for phrase in lists["verbs"]:
        for words in itertools.product(*(word.split("|") for word in phrase.split())):
            text = f"TNF {' '.join(words)} *induce* IL6."
            assert denial.denies(*at(text)), text


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("TNF may *induce* IL6.", True),
        ("TNF possibly *induces* IL6.", True),
        ("TNF *induces* IL6.", False),
        ("TNF may act. It *induces* IL6.", False),
        ("TNF may act, but it *induces* IL6.", False),
    ],
)
def test_a_hedge_reaches_to_the_end_of_its_clause(text: str, hedged: bool, denial: Denial) -> None:
    assert denial.hedges(*at(text)) is hedged


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("MYC *regulates* CDK4.", True),
        ("MYC negatively *regulates* CDK4.", False),
        ("MYC plays a *role* in the expression of CDK4.", True),
        ("MYC plays a *role* in CDK4 transcription.", True),
        ("MYC plays a *role* in CDK4.", False),
        ("MYC plays a *role* in the activation of CDK4.", False),
        ("MYC is *involved* in regulating CDK4.", True),
        ("MYC is *required* for the expression of CDK4.", False),
        ("MYC is *required* for the regulation of CDK4.", True),
        ("*MYC-dependent* modulation of CDK4.", True),
        ("*MYC-mediated* regulation and activation of CDK4.", False),
        ("The MYC-*mediated* CDK4 expression.", False),
        ("MYC *down-regulates* CDK4.", False),
        ("MYC *participates* in the induction and expression of CDK4.", False),
        ("MYC, whose *role* is the negative regulation of CDK4.", False),
    ],
)
def test_words_that_leave_the_sign_open(denial: Denial, text: str, is_open: bool) -> None:
    plain, since, trigger = at(text)
    start = plain.index("CDK4")
    assert denial.leaves_open(plain, since, trigger, Span(start, start + 4)) is is_open
