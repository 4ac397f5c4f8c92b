"""Where in an image a drawn edge is, read from the store."""

from __future__ import annotations

import pyoxigraph

from figkg.base.iris import Shortener
from figkg.base.regions import Place, read_box, read_line
from figkg.graph.nodes import look_up


def read_place(store: pyoxigraph.Store, evidence: str, short: Shortener) -> Place:
    """Where a drawn edge is, as far as its evidence says.

    Args:
        store: the store.
        evidence: IRI of the evidence.
        short: shortens IRIs.
    """
    said = look_up(store, evidence, short)
    return Place(
        subject=read_box(said.get("fkg:subjectBox")),
        object=read_box(said.get("fkg:objectBox")),
        line=read_line(said.get("fkg:drawnLine")),
        panel=said.get("fkg:panel"),
    )


def in_words(place: Place, subject: str, object_: str) -> str:
    """A place in words, in pixels from the upper left corner; empty where nobody says where it is.

    Args:
        place: the place.
        subject: label of the cause in the image.
        object_: label of the effect.

    >>> from figkg.base.regions import Box, Line
    >>> in_words(Place(Box(10, 20, 70, 20), None, Line((80, 30), (160, 30)), "A"), "TNF", "NF-kB")
    'panel A; TNF from 10,20 to 80,40; the line from 80,30 to 160,30'
    """
    said = [f"panel {place.panel}"] if place.panel else []
    for label, box in ((subject, place.subject), (object_, place.object)):
        if box is not None:
            said.append(f"{label} from {box.left},{box.top} to {box.right},{box.bottom}")
    if place.line is not None:
        said.append("the line from {},{} to {},{}".format(*place.line.start, *place.line.end))
    return "; ".join(said)
