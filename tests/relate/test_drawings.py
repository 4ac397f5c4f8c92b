"""Edges drawn in a figure: signed by their type, trusted by their reader, on what their labels stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.extract.record import Drawing, DrawnEdge, FigureRecord, GeneRow
from figkg.ground import Grounder
from figkg.relate.drawings import DrawingPolicy, load_drawing_policy, relate_drawings


@pytest.fixture(scope="module")
def policy() -> DrawingPolicy:
    return load_drawing_policy(mappings_folder())


Relate = Callable[..., list[tuple[str, int, str, float]]]


@pytest.fixture
def relate(make_record: Callable[..., FigureRecord], grounder: Grounder, policy: DrawingPolicy) -> Relate:
    def run(*edges: tuple[str, str, str], by: str = "curator") -> list[tuple[str, int, str, float]]:
        words = dict.fromkeys(word for source, _, target in edges for word in (source, target))
        record = make_record(
            genes=tuple(GeneRow(word, None, None, "drawing") for word in words),
            drawings=(Drawing(by, tuple(DrawnEdge(source, target, type_) for source, type_, target in edges)),),
        )
        found = relate_drawings(grounder.ground(record), policy)
        return [(one.subject, one.sign, one.object, one.confidence) for one in found]

    return run


@pytest.mark.parametrize("type_", ["activation", "Activates", "mim-stimulation", "UP_REGULATION", "arrow"])
def test_types_that_activate(relate: Relate, type_: str) -> None:
    assert relate(("TNF", type_, "NFKB1")) == [("ncbigene:7124", 1, "ncbigene:4790", 0.9)]


@pytest.mark.parametrize("type_", ["inhibition", "T-bar", "mim-inhibition", "represses"])
def test_types_that_inhibit(relate: Relate, type_: str) -> None:
    assert relate(("NFKBIA", type_, "NFKB1")) == [("ncbigene:4792", -1, "ncbigene:4790", 0.9)]


def test_what_has_no_sign_or_no_identifier_or_one_end_makes_no_edge(relate: Relate) -> None:
    assert relate(("TNF", "line", "NFKB1"), ("TNF", "activation", "qqqq"), ("TNF", "activation", "TNF")) == []


def test_families_stay_families(relate: Relate) -> None:
    assert relate(("TNF", "activation", "NF-kB")) == [("ncbigene:7124", 1, "fplx:NFkappaB", 0.9)]


def test_a_model_is_trusted_less_than_a_curator(relate: Relate) -> None:
    assert relate(("TNF", "activation", "NFKB1"), by="model")[0][3] == 0.5


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("activates:", "activate:", "activate"),
        ("  - tee", "  - arrow", "arrow both activates and inhibits"),
        ("  other:", "  others:", "other is missing"),
    ],
)
def test_a_wrong_policy_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = (mappings_folder() / "drawings.yaml").read_text()
    (tmp_path / "drawings.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(MappingError, match=reason):
        load_drawing_policy(tmp_path)
