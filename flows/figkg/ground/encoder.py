"""The encoder: what the lowest layers of the models make of a text, shared by tagger and reader (mappings/encoder/)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from figkg.base.models import load_model, read_tokenizer
from figkg.ground.pieces import Found, Pieces, Row

FOLDER = "encoder"
FORM = 1
"""Raised with what goes into the model or comes out of it."""


class Encoder:
    """Makes rows of texts and states of rows; one per process, single-threaded.

    What it makes depends on nothing but the text: not on what was read before or beside it.
    """

    def __init__(self, session: Any, pieces: Pieces) -> None:
        """Take a session of onnxruntime, and what makes rows."""
        self._session = session
        self._pieces = pieces

    def rows(self, text: str, title: str = "", found: Sequence[Found] = ()) -> Iterator[Row]:
        """The rows of a text, one after the other, cut at ends of sentences.

        Args:
            text: a caption.
            title: of its paper, or of the figure, or empty.
            found: what the dictionary finds, in order; of what overlaps the later one counts.
        """
        return self._pieces.rows(text, title, found) if text.strip() else iter(())

    def states(self, row: Row) -> Any:
        """An array of one by pieces by width: each piece in its context."""
        import numpy as np

        values = {"pieces": row.pieces, "shapes": row.shapes, "finds": row.finds}
        feed = {name: np.asarray([value], dtype=np.int64) for name, value in values.items()}
        return self._session.run(None, feed)[0]


def load_encoder(mappings: Path) -> Encoder:
    """The encoder of a mappings folder.

    Raises:
        MappingError: its card, model or tokenizer is missing, damaged or of another version.
    """
    model = load_model(mappings, FOLDER, FORM)
    tokenizer = read_tokenizer(model, FOLDER)
    return Encoder(model.session, Pieces(tokenizer, model.card.longest, model.card.longest_title))
