"""Whole sentences and what they say; each stands for a place in the reader that only it tells right from wrong.

Found by mutation testing (benchmarks/mutants.py): where a change went unnoticed, a sentence that notices it is here.
"""

from __future__ import annotations

import pytest
from msgspec import structs

from figkg.relate import Relator
from tests.relate.conftest import Read, mark

READINGS: dict[str, str] = {
    "[A] (an organ-specific factor) activates [B].": "A+B",
    "Factors such as [C] (neurons), [A] (systemic or organ-specific release), and [D] reduce [B].": "D-B",
    "[A] prevents the degradation of [C]. This in turn leads to a dampened [B] response.": "A+C C-B",
    "Increasing [A] availability by silencing [B].": "A-B",
    "[A] led to an additive increase in [B] activity.": "A+B",
    "[C] amplifies the stimulatory effect of [A] on [B] expression.": "A+B",
    "[C] stabilizes [A], which then binds to [D] and activates [B].": "C+A A+B",
    "Knockdown of [A] led to the upregulation of [B].": "A-B",
    "Inhibition of [A] formation led to increased levels of [B].": "A-B",
    "In the absence of [A], we observed an increase in [B].": "A-B",
    "In the presence of [A], we observed an increase in [B].": "A+B",
    "[A] bound to and activated the [B] promoter.": "A+B",
    "The increase in [C] and [B], but not [D], was also abrogated by [A].": "A-C A-B",
    "Knockdown of [C] reduces [B] expression induced by [A].": "C+B A+B",
    "[A] is a mediator of the response pathway that activates [B].": "A+B",
    "We observed a specific upregulation of [B] in [A]-treated cells.": "A+B",
    "[A]-primed fibroblasts costimulate [B] proliferation.": "A+B",
    "[A] results in the endocytosis of [C] and inhibition of [B].": "A+C A-B",
    "[C] is bound by [D] and its activation requires binding of additional factors including [A].": "A+C",
    "[C] inhibits activation of [B] by suppressing the activation of its kinase [A].": "C-B C-A",
    "[C] binds specifically to the [D] promoter and stimulates [B] gene transcription.": "C+B",
    "[D] augmented the [A]-induced but not [C]-induced activation of the [B] promoter.": "D+B A+B",
    "The [A]-induced, but not the [C]-induced, activation of [B] was lost.": "A+B",
    "The [A] domain of [C] inhibits [B].": "C-B",
    "[A] (via loss of [D]) activates [B].": "A+B",
    "[A] restores impaired [B].": "A+B",
    "[A] rescues [B] deficiency.": "A+B",
    "[A] improves impaired [B].": "",
    "[A]-null macrophages exhibit a markedly delayed [B] response.": "A+B",
    "[B] mRNA was decreased in [A]- and [C]-deficient cells.": "A+B C+B",
    "Without [A], there is increased breakdown of [B].": "A+B",
    "In the [A]-dependent pathway, there is activation of [B].": "",
    "In [A]-deficient cells, there is reduced [B].": "A+B",
    "The [C] antagonist, noggin ([A]), blocks [B].": "A-C A-B",
    "The phosphorylation of [C] by [A] promotes [B].": "A+B",
    "The activation of [C] by [A] promotes [B].": "A+C C+B",
    "[A] blocks the phosphorylation of [B] by [C].": "A-B",
    "[A] induces negative regulators of [C] signaling, including [B] and [D].": "A+B A+D B-C D-C",
    "[A] inhibits [C], relieving [B].": "A-C A+B",
    "[A] relieves the repression of [B].": "A+B",
    "[B] is relieved by [A].": "A+B",
    "[A] relieves the phosphorylation of [B].": "A-B",
    "[A] cleaves [B] and leads to its degradation.": "A-B",
    "[A] phosphorylates [B] and promotes its ubiquitination and degradation.": "A-B",
    "[A] binds [B] and blocks its degradation.": "A+B",
    "[A] binds [B] and inhibits its activity.": "A-B",
    "[A] binds [B], leading to its degradation.": "A-B",
    "[A] phosphorylates [B], which triggers its degradation.": "A-B",
    "[B] is phosphorylated by [A], leading to its degradation.": "A-B",
    "[A] inhibits [C], which reduces [B].": "A-C C+B",
    "[A] inhibits the expression of [C], which blocks [B].": "A-C C+B",
    "[A] inhibits the expression of [C], which directly blocks [B].": "A-C C-B",
    "[A] inhibits [C], which activates [B].": "A-C C+B",
    "[A] raises the expression of [C], which blocks [B].": "A+C C-B",
    "Inhibitors for [A], [C], and [D] activate [B].": "A-B C-B D-B",
    "[A] leads to the phosphorylation of [B] and global [C] arrest.": "A+B A-C",
    "Binding of [A] and [C] inhibitors activates [B].": "A-B C-B",
    "In the absence of [A], [C] retains [D], and in the presence of [A], [B] is degraded.": "A-B",
    "The inhibition of [B] is due to suppressive effects on [A].": "",
    "Inhibition of [B] due to suppressive effects on [A] is shown.": "A+B",
    "[A] mediates the destruction of [B].": "A-B",
    "[A] results in exclusion of [B] from the nucleus.": "A-B",
    "Insufficient [A] leads to [B].": "A-B",
    "The downstream target of [C], [A], inhibits [B].": "A-B",
    "Through the recruitment and activation of [C], [A] stimulates [B].": "A+C A+B C+B",
    "[A] suppresses [B] via targeting [C].": "A-B C+B",
    "They escape, including inhibiting [C] by X1; inhibiting [B] by Y1.": "",
    "[A] raises suppressor of cytokine signaling ([SOCS]).": "A+SOCS",
    "Nuclear repressor ([NR]) activates [B].": "NR+B",
    "[A] leaves cells less prone to [B].": "A-B",
    "[A] renders them resistant to [B].": "A-B",
    "[A] activates [C], which makes cells more sensitive to [B].": "A+C C+B",
    "Anti-[A] antibody reduces [B].": "A+B",
    "Anti-[A] treatment reduces [B].": "A+B",
    "Anti-[CD3] antibody reduces [B].": "",
    "Gain-of-function mutations in [A] activate [B].": "A+B",
    "[A] sponges [B].": "A-B",
    "[A] plays a role in the activation of [B].": "A+B",
    "The role of [A] in the repression of [B].": "A-B",
    "[A] plays a role in promoting [B].": "A+B",
    "[A] plays a role in the expression of [B].": "",
    "The role of [A] in [B] transcription.": "",
    "The involvement of [A] in the secretion of [B].": "",
    "[A] is involved in the synthesis of [B].": "",
    "[A] is involved in regulating [B].": "",
    "[A] is required for the expression of [B].": "A+B",
    "[A] activates [C], which, in turn, inhibits [B].": "A+C C-B",
    "[A] activates [C] that in turn, inhibits [B].": "A+C C-B",
    "[A] inhibits [C], which, consequently, activates [B].": "A-C C+B",
    "[A] is inhibited, which, in turn, leads to [B].": "A-B",
    "[A] activates [C]. This, in turn, inhibits [B].": "A+C C-B",
    "[A] activates [C], leading, ultimately, to [B].": "A+C C+B",
    "[C], in turn, activates [B].": "C+B",
    "[A] levels are low, leading to [B].": "A-B",
    "[A] is absent, which activates [B].": "A-B",
    "[A] is lacking, activating [B].": "A-B",
    "[A] activity drops, resulting in [B].": "A-B",
    "[A] falls, which activates [B].": "A-B",
    "[A] decreases, which leads to [B].": "A-B",
    "[A] increases, which activates [B].": "A+B",
    "[A] decreases [C], which leads to [B].": "A-C C-B",
    "[A] decreases [C], activating [B].": "A-C A+B",
    "[A] decreases [C] while increasing [B].": "A-C A+B",
    "[A] promotes a limited set of [B].": "A+B",
    "[A] promotes limited [B].": "A-B",
    "[A] maintains [B] in an inactive conformation.": "A-B",
    "[A] stabilizes [B] and [C] in an inactive state.": "A-B A-C",
    "[A] stabilizes [B] and inactive [C].": "A+B A-C",
    "[A] maintains [B] in the nucleus and keeps [C] inactive.": "A+B A-C",
    "[A] locks [B] in an inactive conformation.": "A-B",
    "[A] interference with [B].": "A-B",
    "Interference of [A] with [B].": "A-B",
    "Inhibition of [B] with [A].": "A-B",
    "[A] secretes [B].": "A+B",
    "[A] secreted by [C] activates [B].": "A+B C+A",
    "Loss of the [A] effectors [B] and [C] blocks [D].": "B+D C+D",
    "The [A] homologue [B] activates [D].": "B+D",
    "The [A] adaptor [B] activates [D].": "B+D",
    "[D] inhibits the [A] effector [B].": "D-B",
    "The downstream target of [A], [B] inhibits [C].": "B-C",
    "The downstream targets of [A], [B] and [D], inhibit [C].": "B-C D-C",
    "[A]-dependent modulation of [B] is shown.": "",
    "[A]-mediated regulation and activation of [B].": "A+B",
    "Not [C]-induced activation of [B].": "",
    "Non-[C]-induced activation of [B].": "",
}
"""Edges by sentence, ``A+B`` for A activates B."""


@pytest.mark.parametrize("sentence", READINGS)
def test_a_sentence_says_this_and_nothing_else(assertions: Read, sentence: str) -> None:
    read = {f"{one.subject}{'+' if one.sign > 0 else '-'}{one.object}" for one in assertions(sentence)}
    assert read == set(READINGS[sentence].split())


OF_DISEASES = {
    "[A] rescues [cognitive impairment].": -1,
    "[A] restores [cognitive impairment].": -1,
    "[A] relieves [cognitive impairment].": -1,
    "[A] reverses [cognitive impairment].": -1,
    "[A] promotes [cognitive impairment].": 1,
}


@pytest.mark.parametrize("sentence", OF_DISEASES)
def test_what_is_rescued_of_a_disease_is_not_raised(relator: Relator, sentence: str) -> None:
    text, (cause, effect) = mark(sentence)
    (read,) = relator.relate(text, [cause, structs.replace(effect, kind="disease")])
    assert read.sign == OF_DISEASES[sentence]
