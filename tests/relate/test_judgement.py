"""The judgement: a probability from what both readers say and how sure the mentions are."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.relate.judgement import Judgement, Marks, load_judgement

SAID_BY_BOTH = Marks(rule=0.7, reader=2.0)


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    return load_judgement(mappings_folder())


def test_what_both_readers_state_is_likelier_than_what_one_does(judgement: Judgement) -> None:
    both = judgement.probability(SAID_BY_BOTH)
    assert both > judgement.probability(Marks(reader=2.0)) > judgement.probability(Marks(reader=-2.0))
    assert both > judgement.probability(Marks(rule=0.7, reader=-2.0))


@pytest.mark.parametrize("change", [{"mentions": 0.3}, {"against": 0.8}, {"names": 1}], ids=str)
def test_what_speaks_against_it_lowers_it(judgement: Judgement, change: dict[str, float]) -> None:
    assert judgement.probability(structs.replace(SAID_BY_BOTH, **change)) < judgement.probability(SAID_BY_BOTH)


def test_no_text_is_beyond_doubt() -> None:
    assert Judgement(50.0, {}, 0.5).probability(Marks()) == 0.98
    assert Judgement(-50.0, {}, 0.5).probability(Marks()) == 0.02


def test_how_sure_the_reader_is() -> None:
    assert Marks(reader=0.0).by_reader == 0.5
    assert Marks().by_reader == 0.0


def test_the_shipped_weights_are_for_columns_that_exist(judgement: Judgement) -> None:
    assert judgement.weights.keys() == Marks().columns().keys()
    assert 0.3 <= judgement.least <= 0.7
    assert "captions" in judgement.trained_on


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("bias:", "bias: much #", "bias"),
        ("  against:", "  agianst:", "against, agianst"),
        ("least:", "least: 4 #", "least"),
        ("    none:", "    none: 7 #", "identified"),
        ("least:", "most: 1\nleast:", "most"),
    ],
    ids=["no number", "a weight of nothing", "no probability", "no share", "a field too many"],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    shipped = (mappings_folder() / "judgement.yaml").read_text()
    (tmp_path / "judgement.yaml").write_text(shipped.replace(old, new, 1))
    with pytest.raises(MappingError, match=rf"judgement\.yaml.*{reason}"):
        load_judgement(tmp_path)
