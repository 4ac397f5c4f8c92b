"""Marks: the pieces are the text, and each mark covers exactly its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from figkg.serve.explorer.highlight import Mark, segments

MARKS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(("subject", "object", "trigger"))).map(
        lambda drawn: Mark(min(drawn[:2]), max(drawn[:2]), drawn[2])
    ),
    max_size=6,
)


@given(st.text(max_size=40), MARKS)
def test_pieces_are_the_text_and_each_letter_has_the_roles_of_its_marks(text: str, marks: list[Mark]) -> None:
    pieces = segments(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    roles = [piece.roles for piece in pieces for _ in piece.text]
    for place, found in enumerate(roles):
        assert found == tuple(sorted({mark.role for mark in marks if mark.start <= place < mark.end}))


def test_marks_may_overlap() -> None:
    pieces = segments("TNF-induced NFKB1", [Mark(0, 11, "trigger"), Mark(0, 3, "subject"), Mark(12, 17, "object")])
    assert [(piece.text, piece.roles) for piece in pieces] == [
        ("TNF", ("subject", "trigger")),
        ("-induced", ("trigger",)),
        (" ", ()),
        ("NFKB1", ("object",)),
    ]


def test_offsets_of_a_whole_caption_fit_one_of_its_sentences() -> None:
    pieces = segments("B rises", [Mark(100, 101, "object"), Mark(90, 95, "subject"), Mark(102, 200, "trigger")], 100)
    assert [(piece.text, piece.roles) for piece in pieces] == [("B", ("object",)), (" ", ()), ("rises", ("trigger",))]
