"""One word of a figure is one thing: rows follow what the caption means by their word."""

from __future__ import annotations

import pytest

from figkg.ground.agreement import as_read
from figkg.ground.decider import Decision
from figkg.ground.figure import Doubt, Entity, Grounding
from figkg.ground.grounded import Grounded, grounded
from figkg.ground.lookup import Candidate

INTERFERON = Entity("fplx:Interferon", "family", "Interferon")


def row(word: str, *doubts: Doubt) -> Grounded:
    gene = Entity("ncbigene:3439", "gene", "IFNA1", "9606")
    return grounded((Grounding(word, gene.curie, "gene", "figure", "number", doubts),), (gene,))


FAMILY = Decision(Candidate(INTERFERON, "family name", "IFN", 1.0), "table", "IFN")
NOTHING = Decision(None, "none", "IFN", ("no-identifier",))


def test_a_row_is_what_the_caption_means_by_its_word() -> None:
    (found,) = as_read([row("IFN")], {"IFN": FAMILY})
    assert found.entities == (INTERFERON,)
    assert found.groundings == (Grounding("IFN", "fplx:Interferon", "family", "figure", "family name"),)


@pytest.mark.parametrize(
    ("shown", "text", "decision"),
    [
        (row("IFNA1"), "IFN", FAMILY),
        (row("IFN"), "IFN", NOTHING),
        (row("IFN", "unlikely-mention"), "IFN", FAMILY),
        (row("IFN", "other-species"), "IFN", FAMILY),
    ],
    ids=["another word", "left open", "barred", "other species"],
)
def test_other_rows_stay_as_the_record_has_them(shown: Grounded, text: str, decision: Decision) -> None:
    assert as_read([shown], {text: decision}) == [shown]
