"""What the nodes drawn in a figure stand for: by the same decider that reads captions, bound by what they are drawn as.

One word in a figure is one thing, whoever read it: what the figure's own words and its caption were identified as comes
first. What is drawn changes nothing of that: nodes are identified when everything else is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from msgspec import Struct, structs

from figkg.base.configuration import read_yaml
from figkg.base.errors import MappingError
from figkg.extract.record import DrawnNode
from figkg.ground.decider import SORTS, Context, Decider, Decision
from figkg.ground.definitions import find_definitions, meanings
from figkg.ground.entities import HUMAN, is_name, name_entity
from figkg.ground.figure import BARRED, Doubt, Entity, GroundedFigure, Grounding, Kind, Meaning
from figkg.ground.grounder import decider_of
from figkg.ground.lookup import Lookup
from figkg.ground.organisms import Organisms, foreign_taxon, load_organisms
from figkg.ground.readings import parts
from figkg.ground.wordings import Sort
from figkg.reference.names import fold

FILE = "drawings.yaml"
_UNTYPED: tuple[Kind, ...] = ("gene", "chemical", "process", "disease")
"""What a node may be of which nobody says what it is drawn as; what it is called decides."""
_GENES = ("gene", "family")
_LISTED: tuple[Kind, ...] = ("gene", "family", "chemical")
_MODIFIED: tuple[Kind, ...] = ("gene", "family", "chemical", "process")
_LIST = re.compile(r"[/,;&+]|\sand\s|\sor\s")
_FEWEST = 2


class Modified(Struct, frozen=True):
    """A label that says what is done to a thing.

    Attributes:
        name: the thing's name alone.
        turn: -1 where it is a loss, 1 where it is a gain, 0 where nobody can say.
    """

    name: str
    turn: int


Modifiers = Callable[[str], Modified | None]
"""What reads such labels; None for a label that is a name alone."""


class _File(Struct, frozen=True):
    nodes: Mapping[Kind, frozenset[str]]


class _Known(Struct, frozen=True):
    """What a figure knows of words before its drawings are read."""

    context: Context
    names: Mapping[tuple[str, Sort], Entity]
    taxon: str


class NodeGrounder:
    """Identifies drawn nodes; one per process, since its decider remembers words."""

    def __init__(self, decider: Decider, lookup: Lookup, organisms: Organisms, kinds: Mapping[str, Kind]) -> None:
        """Take what identifies.

        Args:
            decider: decides what names stand for.
            lookup: looks up the numbers that readers give.
            organisms: knows whose genes a caption is about.
            kinds: kind of what is drawn, by the type of a node.
        """
        self._decider = decider
        self._lookup = lookup
        self._organisms = organisms
        self._kinds = kinds

    def ground(self, figure: GroundedFigure, modifiers: Modifiers) -> GroundedFigure:
        """A figure with what its drawings show.

        Args:
            figure: the figure, of which everything else is identified.
            modifiers: reads labels that say what is done to a thing.

        Returns:
            The figure with :attr:`GroundedFigure.drawn`, and with the entities and groundings that are new.
        """
        drawings = figure.record.drawings
        if not drawings:
            return figure
        nodes = [*chain.from_iterable(one.nodes for one in drawings)]
        kinds, given = self._kinds_of(nodes), self._given(nodes)
        known = self._known(figure)
        made = _Made({one.curie: one for one in figure.entities}, {(one.word, one.entity) for one in figure.groundings})
        meant: dict[DrawnNode, Meaning] = {}
        for node in nodes:
            if node not in meant:
                key = fold(node.label) or node.label
                entity = self._numbered(node.identifier) or given.get(key)
                if entity is not None:
                    meant[node] = made.take(node.label, entity, "number")
                else:
                    meant[node] = self._meaning(node.label, kinds[key], known, made, modifiers)
        shown = {curie for one in meant.values() for curie in one.entities}
        return structs.replace(
            figure,
            entities=tuple(made.entities[curie] for curie in sorted(made.entities)),
            groundings=tuple(sorted((*figure.groundings, *made.groundings), key=_order)),
            named=tuple(curie for curie in figure.named if curie not in shown),
            taxon=figure.taxon or _taxon(made.entities[curie] for curie in shown),
            drawn=tuple(tuple(meant[node] for node in one.nodes) for one in drawings),
        )

    def _kinds_of(self, nodes: list[DrawnNode]) -> dict[str, Kind | None]:
        """The kind of each label: the one that most nodes of that label have, since one word is one thing."""
        counted: dict[str, Counter[Kind]] = {}
        for node in nodes:
            kinds = counted.setdefault(fold(node.label) or node.label, Counter())
            name = " ".join(node.type.lower().replace("_", " ").replace("-", " ").split())
            if name:
                kinds[self._kinds.get(name) or self._kinds.get(name.replace(" ", ""), "other")] += 1
        return {label: _most(kinds) if kinds else None for label, kinds in counted.items()}

    def _given(self, nodes: list[DrawnNode]) -> dict[str, Entity]:
        """What labels stand for of which a reader gives the identifier, where all that do agree."""
        given: dict[str, set[Entity]] = {}
        for node in nodes:
            entity = self._numbered(node.identifier)
            if entity is not None:
                given.setdefault(fold(node.label) or node.label, set()).add(entity)
        return {label: next(iter(found)) for label, found in given.items() if len(found) == 1}

    def _numbered(self, identifier: str) -> Entity | None:
        best = self._lookup.find(identifier).best if identifier else None
        return None if best is None else best.entity

    def _known(self, figure: GroundedFigure) -> _Known:
        record = figure.record
        entities = {one.curie: one for one in figure.entities}
        words: dict[str, set[str]] = {}
        for one in figure.groundings:
            if one.source == "figure" and one.entity is not None and not BARRED.intersection(one.doubts):
                words.setdefault(fold(one.word), set()).add(one.entity)
        sure = {word: entities[next(iter(found))] for word, found in words.items() if len(found) == 1}
        named = {(fold(one.text), SORTS[one.kind]): entities[one.entity] for one in figure.mentions}
        titles = [title for title in (record.paper_title, record.title) if title]
        texts = (record.caption, *titles)
        context = Context(meanings(find_definitions(" . ".join(texts))), sure)
        return _Known(context, named, foreign_taxon(self._organisms.named(*texts)))

    def _meaning(self, label: str, kind: Kind | None, known: _Known, made: _Made, modifiers: Modifiers) -> Meaning:
        """What a label stands for: as a whole, as what something is done to, as a list, or as a name."""
        kinds = _UNTYPED if kind is None else (kind,)
        if kind == "process" and "," in label:  # several at once, of which the last is not all
            return self._name(label, kind, known, made)
        if not set(_MODIFIED).isdisjoint(kinds):
            found = self._whole(label, kinds, known) if "chemical" in kinds and kind is not None else None
            modified = None if found is not None else modifiers(label)
            if modified is not None:
                return self._modified(label, modified, kind, known, made)
        found = self._whole(label, kinds, known)
        if found is not None:
            return made.take(label, *found)
        listed = parts(label) if _LIST.search(label) and not set(_LISTED).isdisjoint(kinds) else ()
        if len(listed) >= _FEWEST:
            each = [self._whole(part, kinds, known) for part in listed]
            if all(one is not None for one in each):
                together = dict.fromkeys(
                    made.take(part, *one).entities[0] for part, one in zip(listed, each, strict=True) if one is not None
                )
                return Meaning(tuple(together))
        return self._name(label, kind, known, made)

    def _modified(self, label: str, modified: Modified, kind: Kind | None, known: _Known, made: _Made) -> Meaning:
        """What is drawn of a thing to which something is done; a label that nobody can say that of is a name."""
        if not modified.turn:
            return self._name(label, kind, known, made)
        for one in dict.fromkeys((kind or "gene", "gene", "chemical")):
            found = self._whole(modified.name, (one,), known)
            if found is not None:
                return structs.replace(made.take(modified.name, *found), turn=-1 if modified.turn < 0 else 1)
        return self._name(label, kind, known, made)

    def _whole(self, label: str, kinds: tuple[Kind, ...], known: _Known) -> tuple[Entity, str] | None:
        """The entity of a label that is one name, and how it was reached; of several kinds only where all agree."""
        found: dict[str, tuple[Entity, str]] = {}
        for kind in kinds:
            if kind == "disease" and found:
                continue  # MeSH has many processes too, which it does not tell from diseases
            entity = known.names.get((fold(label), SORTS[kind]))
            if entity is not None and not is_name(entity.curie):
                found.setdefault(entity.curie, (entity, "name"))
                continue
            candidate = self._decide(label, kind, known).candidate
            if candidate is not None:
                found.setdefault(candidate.entity.curie, (candidate.entity, candidate.match))
        return next(iter(found.values())) if len(found) == 1 else None

    def _decide(self, label: str, kind: Kind, known: _Known) -> Decision:
        return self._decider.decide(label, kind, known.context, foreign=bool(known.taxon) and kind in _GENES)

    def _name(self, label: str, kind: Kind | None, known: _Known, made: _Made) -> Meaning:
        """The node of a label's name, which is the caption's where that has one."""
        own: Kind = kind or "other"
        ambiguous = "ambiguous-alias" in self._decide(label, own, known).doubts
        taxon = known.taxon if own in _GENES else ""
        entity = known.names.get((fold(label), SORTS[own])) or name_entity(own, label, taxon)
        doubt: Doubt = "ambiguous-alias" if ambiguous else "no-identifier"
        meaning = made.take(label, entity, "name", (doubt,))
        return structs.replace(meaning, lack="ambiguous" if ambiguous else "no identifier")


class _Made:
    """Entities and groundings of a figure as its nodes are identified."""

    def __init__(self, entities: dict[str, Entity], before: set[tuple[str, str | None]]) -> None:
        self.entities = entities
        self.groundings: list[Grounding] = []
        self._before = before

    def take(self, label: str, entity: Entity, match: str, doubts: tuple[Doubt, ...] = ()) -> Meaning:
        """Note what a label stands for, once, whoever read it."""
        self.entities.setdefault(entity.curie, entity)
        if (label, entity.curie) not in self._before:
            self._before.add((label, entity.curie))
            self.groundings.append(Grounding(label, entity.curie, entity.kind, "figure", match, doubts))
        return Meaning((entity.curie,))


def load_nodes(mappings: Path, lookup: Lookup) -> NodeGrounder:
    """What identifies drawn nodes.

    Args:
        mappings: the mappings folder.
        lookup: the look-ups, which are loaded.

    Raises:
        MappingError: a table is missing or wrong, or a type of nodes is of two kinds.
    """
    file = read_yaml(mappings / FILE, _File)
    kinds: dict[str, Kind] = {}
    for type_, kind in _typed(file):
        if kinds.setdefault(type_, kind) != kind:
            raise MappingError(FILE, None, f"nodes: {type_} is both {kinds[type_]} and {kind}")
    return NodeGrounder(decider_of(lookup, mappings), lookup, load_organisms(mappings), kinds)


def _typed(file: _File) -> Iterator[tuple[str, Kind]]:
    for kind, types in file.nodes.items():
        for type_ in sorted(types):
            yield type_, kind


def _most(kinds: Counter[Kind]) -> Kind:
    """The kind that is counted most often; of several the first in the order of kinds."""
    return min(kinds, key=lambda kind: (-kinds[kind], list(SORTS).index(kind)))


def _taxon(entities: Iterator[Entity]) -> str:
    return HUMAN if any(one.taxon == HUMAN or one.curie.startswith("fplx:") for one in entities) else ""


def _order(one: Grounding) -> tuple[str, str, str, str, str, tuple[str, ...]]:
    return one.word, one.entity or "", one.kind, one.source, one.match, one.doubts
