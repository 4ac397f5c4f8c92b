"""What is marked in the image of a figure."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from figkg.base.regions import NOWHERE, Box, Line, Place
from figkg.extract.images import Image, Images
from figkg.graph.statements import Statement
from figkg.serve.explorer.images import LARGEST, DrawnMark, FigureImages, overlay
from tests.serve.explorer.conftest import white_image

DRAWN = Statement(
    *("k", "TNF", "ncbigene:7124", "activates", "NFkappaB", "fplx:NFkappaB", "0.9"),
    *(False, False, False, "", "", ""),
    *((0, 0), (0, 0), (0, 0), (0, 0)),
    *("PMC1__f", "https://example.org/f", "PMC1", "2020"),
    contexts=(),
    drawn="arrow",
    labels=("TNF", "NF-kB"),
    by="curator",
)
CAUSE, EFFECT = Box(10, 20, 40, 10), Box(100, 60, 50, 10)


def marked(place: Place) -> DrawnMark:
    (mark,) = overlay((200, 100), [replace(DRAWN, place=place)]).marks
    return mark


def test_a_statement_is_marked_by_its_boxes_and_its_line() -> None:
    line = Line((50, 25), (100, 65))
    mark = marked(Place(CAUSE, EFFECT, line, "A"))
    assert mark == DrawnMark(
        "k", "activates", "TNF activates NFkappaB", (("subject", CAUSE), ("object", EFFECT)), line, guessed=False
    )


def test_where_nobody_says_where_the_line_is_one_joins_the_boxes() -> None:
    mark = marked(Place(CAUSE, EFFECT))
    assert (mark.line, mark.guessed) == (Line((50, 30), (100, 60)), True)
    assert marked(Place(CAUSE, CAUSE)).line is None
    assert marked(Place(CAUSE)).line is None


def test_what_is_nowhere_is_not_marked_and_what_is_outside_is_counted() -> None:
    statements = [replace(DRAWN, place=place) for place in (NOWHERE, Place(panel="A"), Place(CAUSE), Place(EFFECT))]
    found = overlay((120, 100), statements)
    assert ([mark.boxes for mark in found.marks], found.outside) == ([(("subject", CAUSE),)], 1)


def test_an_image_is_found_by_any_name_of_its_figure_if_it_is_one(tmp_path: Path) -> None:
    good, bad, large = (tmp_path / f"PMC1__{name}.png" for name in ("F1", "F2", "F3"))
    good.write_bytes(white_image(8, 6))
    bad.write_bytes(b"none")
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    images = FigureImages(Images(Image(str(path)) for path in (good, bad, large, tmp_path / "PMC1__F4.png")))
    shown = images.of(("PMC1__fig", "PMC1__F1"))
    assert shown is not None
    assert (shown.size, shown.media_type, shown.content) == ((8, 6), "image/png", good.read_bytes())
    assert [images.of((f"PMC1__F{number}",)) for number in (2, 3, 4, 5)] == [None] * 4
    assert FigureImages().of(("PMC1__F1",)) is None
