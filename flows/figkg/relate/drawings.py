"""Edges drawn in a figure as assertions: which drawn types have which sign, and how far who read them is trusted.

No edge is lost in silence: each makes statements or is counted with the reason why it makes none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.base.regions import NOWHERE, Place
from figkg.extract.record import Drawing, DrawnEdge, Testimony
from figkg.ground.figure import GroundedFigure, Meaning

_LEAST = 0.0001
FILE = "drawings.yaml"
OTHER = "other"
"""The reader that stands for all that have no line of their own."""


class Measured(Struct, frozen=True, forbid_unknown_fields=True):
    """What a confidence rests on; without it, it is a prior.

    Attributes:
        right: edges with a sign that the reader read and a curator confirms.
        edges: edges with a sign that it read.
        figures: in how many figures.
        low: where the interval of the confidence begins.
        high: where it ends.
    """

    right: Annotated[int, Meta(ge=0)]
    edges: Annotated[int, Meta(ge=1)]
    figures: Annotated[int, Meta(ge=1)]
    low: Annotated[float, Meta(ge=0, le=1)]
    high: Annotated[float, Meta(ge=0, le=1)]


class Reader(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a kind of reader is trusted.

    Attributes:
        confidence: probability that an edge that it reads off an image is drawn there, in (0, 1]; of one that says
            itself how sure it is, this times what it says.
        eco: number of the term of the Evidence and Conclusion Ontology, ``0008006``.
        measured: what the confidence was fitted to, or None where it is a prior.
    """

    confidence: Annotated[float, Meta(gt=0, le=1)]
    eco: Annotated[str, Meta(pattern=r"\A\d{7}\Z")]
    measured: Measured | None = None


class DrawingPolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """mappings/drawings.yaml.

    Attributes:
        nodes: types of nodes by kind (:mod:`figkg.ground.nodes`).
        unsigned: types of edges that are known and have no sign.
        activates: types of edges that activate, in lower case.
        inhibits: types of edges that inhibit.
        readers: by name, as annotations give it in ``by``; ``other`` is for all others.
        witness: how many times as likely each testimony of a line is of an edge that is drawn so as of one that is not.
    """

    nodes: Mapping[str, frozenset[str]]
    unsigned: frozenset[str]
    activates: frozenset[str]
    inhibits: frozenset[str]
    readers: Mapping[str, Reader]
    witness: Mapping[Testimony, Annotated[float, Meta(gt=0)]]


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
        hedged: whether it is drawn, or was read, as a possibility.
        place: where it is drawn in the image, as far as its reader says.
        witness: what a line found in the image says of it, or None where nothing is said.
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
    hedged: bool = False
    place: Place = NOWHERE
    witness: Testimony | None = None


class DrawnTally(Struct, frozen=True, array_like=True):
    """What the edges that one reader read in one figure came to.

    Attributes:
        named: the name by which the annotation calls the figure.
        by: who read them.
        edges: how many there are.
        statements: how many statements they make that no annotation of the same reader made before.
        used: how many of them make statements.
        named_ends: how many of these have an end without identifier, which is the node of its name.
        ambiguous: how many have an end of which several things have the name, likewise.
        turned: how many state the opposite of what is drawn, since a label says a loss.
        unused: how many make none, by reason.
        types: types of edges that are unknown, each once.
    """

    named: str
    by: str
    edges: int
    statements: int
    used: int
    named_ends: int
    ambiguous: int
    turned: int
    unused: Mapping[str, int]
    types: tuple[str, ...] = ()


class Drawn(Struct, frozen=True):
    """What is drawn in a figure.

    Attributes:
        statements: one for each reader, subject, object and sign.
        tallies: what the edges of each annotation came to.
    """

    statements: tuple[DrawnAssertion, ...]
    tallies: tuple[DrawnTally, ...]


def load_drawing_policy(mappings: Path) -> DrawingPolicy:
    """Read the policy.

    Raises:
        MappingError: it is missing, or not of this form.
    """
    policy = read_yaml(mappings / FILE, DrawingPolicy)
    for one, other in combinations(("activates", "inhibits", "unsigned"), 2):
        both = getattr(policy, one) & getattr(policy, other)
        if both:
            raise MappingError(FILE, None, f"{', '.join(sorted(both))} is in both {one} and {other}")
    if missing := set(get_args(Testimony)) - policy.witness.keys():
        raise MappingError(FILE, None, f"witness: {', '.join(sorted(missing))} is missing")
    if OTHER not in policy.readers:
        raise MappingError(FILE, None, "readers: other is missing")
    for name, reader in policy.readers.items():
        of = reader.measured
        if of is not None and not (of.right <= of.edges and of.low <= reader.confidence <= of.high):
            raise MappingError(FILE, None, f"readers: {name}: confidence, interval and counts do not fit together")
    return policy


def relate_drawings(figure: GroundedFigure, policy: DrawingPolicy) -> Drawn:
    """The signed statements that are drawn in a figure, and what became of all edges.

    Args:
        figure: the grounded figure, whose record has drawings.
        policy: signs and confidences.

    Returns:
        One statement for each reader, subject, object and sign; a label that lists several things makes several. An
        edge whose type has no sign, or both of whose ends are one thing, makes none.
    """
    found: dict[tuple[str, str, str, int], DrawnAssertion] = {}
    tallies = []
    for drawing, meanings in zip(figure.record.drawings, figure.drawn, strict=True):
        reader = policy.readers.get(drawing.by, policy.readers[OTHER])
        before = len(found)
        unused: Counter[str] = Counter()
        marks: Counter[str] = Counter()
        unknown: dict[str, None] = {}
        for edge in drawing.edges:
            ends = meanings[edge.source], meanings[edge.target]
            made = list(_statements(edge, drawing, ends, policy, reader))
            for one in made:
                known = found.get((one.by, one.subject, one.object, one.sign))
                if known is None or _worth(known) > _worth(one):
                    found[one.by, one.subject, one.object, one.sign] = one
            if not made:
                unused[_reason(edge.type, policy)] += 1
                if _reason(edge.type, policy) == "unknown type":
                    unknown[edge.type] = None
                continue
            marks["used"] += 1
            lacks = {end.lack for end in ends}
            marks["ambiguous" if "ambiguous" in lacks else "no identifier" if "no identifier" in lacks else ""] += 1
            marks["turned"] += ends[0].turn * ends[1].turn < 0
        tallies.append(
            DrawnTally(
                *(drawing.named, drawing.by, len(drawing.edges), len(found) - before, marks["used"]),
                *(marks["no identifier"], marks["ambiguous"], marks["turned"]),
                unused=dict(sorted(unused.items())),
                types=tuple(unknown),
            )
        )
    return Drawn(tuple(found.values()), tuple(tallies))


def sign_of(type_: str, policy: DrawingPolicy) -> int:
    """The sign of a type of edges as its reader writes it, 0 where it has none."""
    name = plain_type(type_)
    return (name in policy.activates) - (name in policy.inhibits)


def plain_type(type_: str) -> str:
    """A type of edges as mappings/drawings.yaml writes it.

    >>> plain_type("Up_Regulation"), plain_type("mim-inhibition")
    ('up regulation', 'mim inhibition')
    """
    return " ".join(type_.replace("-", " ").replace("_", " ").lower().split())


def _worth(one: DrawnAssertion) -> tuple[bool, float, bool]:
    """Which of two that state the same counts, the smaller one: the surer, and of these one whose place is known."""
    return one.hedged, -one.confidence, one.place == NOWHERE


def _reason(type_: str, policy: DrawingPolicy) -> str:
    if sign_of(type_, policy):
        return "same thing at both ends"
    return "no sign" if plain_type(type_) in policy.unsigned else "unknown type"


def _after(confidence: float, witness: Testimony | None, policy: DrawingPolicy) -> float:
    """A confidence after a testimony, by Bayes' rule."""
    if witness is None:
        return round(confidence, 4)
    times = policy.witness[witness]
    return round(max(_LEAST, confidence * times / (1 - confidence + confidence * times)), 4)


def _statements(
    edge: DrawnEdge, drawing: Drawing, ends: tuple[Meaning, Meaning], policy: DrawingPolicy, reader: Reader
) -> Iterator[DrawnAssertion]:
    source, target = ends
    sign = sign_of(edge.type, policy) * source.turn * target.turn
    if not sign:
        return
    nodes = drawing.nodes[edge.source], drawing.nodes[edge.target]
    place = Place(nodes[0].box, nodes[1].box, edge.line, edge.panel)
    for subject in source.entities:
        for object_ in target.entities:
            if subject != object_:
                yield DrawnAssertion(
                    subject=subject,
                    object=object_,
                    sign=1 if sign > 0 else -1,
                    confidence=_after(reader.confidence * edge.confidence, edge.witness, policy),
                    by=drawing.by,
                    type=edge.type,
                    subject_label=nodes[0].label,
                    object_label=nodes[1].label,
                    eco=reader.eco,
                    hedged=edge.uncertain,
                    place=place,
                    witness=edge.witness,
                )
