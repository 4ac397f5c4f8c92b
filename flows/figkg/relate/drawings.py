"""Edges drawn in a figure as assertions: which drawn types have which sign, and how far who read them is trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.ground.figure import BARRED, GroundedFigure

FILE = "drawings.yaml"


class Reader(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a kind of reader is trusted.

    Attributes:
        confidence: probability that an edge that it reads off an image is drawn there, in (0, 1].
        eco: number of the term of the Evidence and Conclusion Ontology, ``0008006``.
    """

    confidence: Annotated[float, Meta(gt=0, le=1)]
    eco: Annotated[str, Meta(pattern=r"\A\d{7}\Z")]


class DrawingPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """mappings/drawings.yaml.

    Attributes:
        activates: types of edges that activate, in lower case.
        inhibits: types of edges that inhibit.
        readers: by name, as annotations give it in ``by``; ``other`` is for all others.
    """

    activates: frozenset[str]
    inhibits: frozenset[str]
    readers: Mapping[str, Reader]


class DrawnAssertion(Struct, frozen=True):
    """One signed, directed statement that is drawn in a figure.

    Attributes:
        subject: CURIE of the cause.
        object: CURIE of the effect.
        sign: 1 for activation, -1 for inhibition.
        confidence: probability that it is drawn so, in (0, 1].
        by: who read it off the image.
        type: what it is drawn as.
        subject_label: label of the cause in the image.
        object_label: label of the effect in the image.
        eco: number of its kind of evidence in the Evidence and Conclusion Ontology.
    """

    subject: str
    object: str
    sign: Literal[1, -1]
    confidence: float
    by: str
    type: str
    subject_label: str
    object_label: str
    eco: str


def load_drawing_policy(mappings: Path) -> DrawingPolicy:
    """Read the policy.

    Raises:
        MappingError: it is missing, or not of this form.
    """
    policy = read_yaml(mappings / FILE, DrawingPolicy)
    both = policy.activates & policy.inhibits
    if both:
        raise MappingError(FILE, None, f"{', '.join(sorted(both))} both activates and inhibits")
    if "other" not in policy.readers:
        raise MappingError(FILE, None, "readers: other is missing")
    return policy


def relate_drawings(figure: GroundedFigure, policy: DrawingPolicy) -> list[DrawnAssertion]:
    """The signed statements that are drawn in a figure.

    Args:
        figure: the grounded figure, whose record has drawings.
        policy: signs and confidences.

    Returns:
        One assertion for each reader, subject, object and sign. An edge whose type has no sign, or one of whose ends is
        not identified as exactly one thing, makes none.
    """
    meant = _meant(figure)
    found: dict[tuple[str, str, str, int], DrawnAssertion] = {}
    for drawing in figure.record.drawings:
        reader = policy.readers.get(drawing.by, policy.readers["other"])
        for edge in drawing.edges:
            for subject, sign, object_ in _signed(edge.source, edge.type, edge.target, meant, policy):
                key = (drawing.by, subject, object_, sign)
                found.setdefault(
                    key,
                    DrawnAssertion(
                        subject=subject,
                        object=object_,
                        sign=1 if sign > 0 else -1,
                        confidence=reader.confidence,
                        by=drawing.by,
                        type=edge.type,
                        subject_label=edge.source,
                        object_label=edge.target,
                        eco=reader.eco,
                    ),
                )
    return list(found.values())


def _signed(
    source: str, type_: str, target: str, meant: Mapping[str, set[str]], policy: DrawingPolicy
) -> Iterator[tuple[str, int, str]]:
    name = " ".join(type_.replace("-", " ").replace("_", " ").lower().split())
    sign = (name in policy.activates) - (name in policy.inhibits)
    subjects, objects = meant.get(source, set()), meant.get(target, set())
    if sign and len(subjects) == len(objects) == 1 and subjects != objects:
        yield next(iter(subjects)), sign, next(iter(objects))


def _meant(figure: GroundedFigure) -> dict[str, set[str]]:
    """What each word read off the image stands for, as far as it can be trusted."""
    meant: dict[str, set[str]] = {}
    for one in figure.groundings:
        if one.source == "figure" and one.entity is not None and not BARRED.intersection(one.doubts):
            meant.setdefault(one.word, set()).add(one.entity)
    return meant
