"""Reading a caption: what it names, found by the tagger beside the dictionary, each mention one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct, structs

from figkg.ground.bare import Affixes, bare
from figkg.ground.boundaries import Boundaries, bounded, named
from figkg.ground.captions import CaptionDictionary
from figkg.ground.decider import Context, Decider, Decision
from figkg.ground.definitions import find_definitions, meanings
from figkg.ground.entities import HUMAN, name_entity
from figkg.ground.figure import Doubt, Entity, Grounding, Kind, Mention
from figkg.ground.fusions import fused
from figkg.ground.organisms import ANIMALS, Organism, Organisms, foreign_taxon, owners
from figkg.ground.pieces import Found
from figkg.ground.policy import CaptionLimits
from figkg.ground.tagger import Tagged
from figkg.reference.names import fold

OTHER_SPECIES: tuple[Doubt, ...] = ("other-species",)
"""The doubts of a gene that is none of a human, where nothing else is doubtful."""
_GENES = ("gene", "family")


_UNKNOWN = ("none", "organism")
"""Reasons for which tables may know a name that has no identifier as that of another kind of thing."""
_OTHER = "another kind"
"""How an identifier was reached where the tagger takes the name for something of another kind."""


class Read(Struct, frozen=True):
    """What a caption names.

    Attributes:
        mentions: where, in order, without overlaps.
        entities: what, by CURIE.
        groundings: how each was identified, each once.
        decisions: what decided, by the mention's text.
        organisms: that caption and titles name, the most often named first.
    """

    mentions: tuple[Mention, ...]
    entities: Mapping[str, Entity]
    groundings: tuple[Grounding, ...]
    decisions: Mapping[str, Decision]
    organisms: tuple[Organism, ...]


class Tags(Protocol):
    """What finds mentions: :class:`figkg.ground.tagger.Tagger`."""

    def tag(self, text: str, title: str, found: Sequence[Found], /) -> tuple[Tagged, ...]:
        """The mentions of a text, in order, without overlaps."""
        ...


class CaptionReader:
    """Reads captions; one per process."""

    def __init__(
        self,
        dictionary: CaptionDictionary,
        tagger: Tags,
        decider: Decider,
        organisms: Organisms,
        boundaries: Boundaries,
        affixes: Affixes,
        fusions: frozenset[str],
        limits: CaptionLimits,
    ) -> None:
        self._dictionary = dictionary
        self._tagger = tagger
        self._decider = decider
        self._organisms = organisms
        self._boundaries = boundaries
        self._affixes = affixes
        self._fusions = fusions
        self._limits = limits

    def read(self, caption: str, titles: Sequence[str] = (), words: Mapping[str, Entity] | None = None) -> Read:
        """Find and identify what a caption names.

        Args:
            caption: the caption.
            titles: title of the paper and of the figure, as far as there are any.
            words: what the words read off the figure were identified as, by folded word.
        """
        organisms = self._organisms.named(caption, *titles)
        taxon = foreign_taxon(organisms)
        context = Context(meanings(find_definitions(" . ".join((caption, *titles)))), words or {})
        found = find_names(self._dictionary, caption)
        tagged = self._tagger.tag(caption, next(filter(None, titles), ""), found)
        possible = bounded([one for one in tagged if self._is_possible(one)], caption, self._boundaries)
        said = tuple(context.meanings.values())
        certain = named(whole(possible, found), caption, self._boundaries, found, said, self._decider.knows)
        spans = bare(list(certain), caption, self._affixes)
        spans = self._organisms.unbroken(fused(spans, caption, self._fusions), caption)
        limit = self._limit(organisms, taxon)
        names = {long: short for short, long in context.meanings.items()}
        entities: dict[str, Entity] = {}
        groundings: dict[Grounding, None] = {}
        mentions: list[Mention] = []
        decisions: dict[str, Decision] = {}
        for read_as, same in _alike(spans, caption):
            text = caption[same[0].start : same[0].end]
            kind = self._kind_shown(context.words.get(fold(text)), read_as, same)
            foreign = sum(one.foreign for one in same) / len(same)
            before = [one for one in (self._organisms.owner(caption, one.start) for one in same) if one is not None]
            owned = any(one.group not in ANIMALS for one in before)
            if owned or any(one.group == "vertebrate" for one in before):
                foreign = float(owned)
            whose = owners(organisms, _owner(before, owned=owned), foreign=foreign > limit)
            decision = self._decider.decide(text, kind, context, foreign=foreign > limit, owners=whose)
            other = (
                self._decider.of_another_kind(text, kind, foreign=decision.reason == "organism")
                if decision.reason in _UNKNOWN
                else None
            )
            if other is not None and other.candidate is not None:
                decision, kind = other, other.candidate.entity.kind
            decisions |= {caption[one.start : one.end]: decision for one in same}
            entity = _entity(decision, names.get(text, text), kind, taxon if foreign > limit else "")
            entities[entity.curie] = entity
            match = "name" if decision.candidate is None else decision.candidate.match
            way = (
                decision.reason if decision.candidate is None else decision.candidate.match if other is None else _OTHER
            )
            doubts = _doubts(decision, entity)
            groundings[Grounding(text, entity.curie, entity.kind, "caption", match, doubts)] = None
            mentions += [
                Mention(one.start, one.end, entity.curie, kind, caption[one.start : one.end], one.probability, way)
                for one in same
            ]
        return Read(tuple(sorted(mentions)), entities, tuple(groundings), decisions, organisms)

    def organisms(self, caption: str, titles: Sequence[str] = ()) -> tuple[Organism, ...]:
        """The organisms that caption and titles name, those named most often first."""
        return self._organisms.named(caption, *titles)

    def identifier(self, caption: str, titles: Sequence[str] = ()) -> Callable[[str, Kind], Entity]:
        """What names of given kinds stand for in a caption, each read where it stands.

        Args:
            caption: the caption.
            titles: title of the paper and of the figure, as far as there are any.
        """
        organisms = self._organisms.named(caption, *titles)
        taxon = foreign_taxon(organisms)
        context = Context(meanings(find_definitions(" . ".join((caption, *titles)))))
        tagged = self._tagger.tag(caption, next(filter(None, titles), ""), find_names(self._dictionary, caption))
        foreign: dict[str, float] = {}
        for one in tagged:
            foreign[fold(caption[one.start : one.end])] = one.foreign
        mean = sum(foreign.values()) / len(foreign) if foreign else 0.0
        limit = self._limit(organisms, taxon)

        def identify(text: str, kind: Kind) -> Entity:
            strange = foreign.get(fold(text), mean) > limit
            whose = owners(organisms, None, foreign=strange)
            decision = self._decider.decide(text, kind, context, foreign=strange, owners=whose)
            return _entity(decision, text, kind, taxon)

        return identify

    def _is_possible(self, one: Tagged) -> bool:
        return one.probability >= (self._limits.gene if one.kind in _GENES else self._limits.possible)

    def _limit(self, organisms: Iterable[Organism], taxon: str) -> float:
        """Above which probability a gene is taken for a foreign one."""
        if taxon:
            return self._limits.foreign_where_said
        return self._limits.foreign_in_host if any(one.host for one in organisms) else self._limits.foreign

    def _kind_shown(self, shown: Entity | None, kind: Kind, same: Sequence[Tagged]) -> Kind:
        """The kind of mentions: a gene's where the figure shows one under their word and the tagger is unsure."""
        if shown is None or shown.kind not in _GENES or kind in _GENES:
            return kind
        return shown.kind if max(one.probability for one in same) < self._limits.sure else kind


def whole(tagged: Sequence[Tagged], found: Iterable[Found]) -> list[Tagged]:
    """Mentions as whole names: one that is a piece of a name of the tables is all of it, where no other is in its way.

    Args:
        tagged: what the tagger found, in order.
        found: what the dictionary finds.
    """
    names = [one for one in found if one.kind != "unsure"]
    made: list[Tagged] = []
    name = 0
    for place, one in enumerate(tagged):
        while name < len(names) and names[name].end < one.end:
            name += 1
        last = made[-1].end if made else 0
        following = tagged[place + 1].start if place + 1 < len(tagged) else None
        around = names[name] if name < len(names) and last <= names[name].start <= one.start else None
        if around is None or (following is not None and around.end > following):
            made.append(one)
        else:
            made.append(structs.replace(one, start=around.start, end=around.end))
    return made


def find_names(dictionary: CaptionDictionary, caption: str) -> list[Found]:
    """What the dictionary finds, the longest at each place: what is a name for sure, and what only looks like one."""
    found: list[Found] = []
    place = sure = 0
    for start, lack in dictionary.spans(caption, ()):
        end = ~lack
        if start >= sure:
            candidate = dictionary.judge(caption[start:end], caption[end : end + 1])
            if candidate is not None:
                found.append(Found(start, end, candidate.entity.kind))
                sure = end
        if start >= place:
            found.append(Found(start, end, "unsure"))
            place = end
    return found


def _owner(before: Sequence[Organism], *, owned: bool) -> Organism | None:
    """Of the organisms that stand before mentions of a word the first; one that is no animal where any is."""
    return next((one for one in before if not owned or one.group not in ANIMALS), None)


def _doubts(decision: Decision, entity: Entity) -> tuple[Doubt, ...]:
    """What is doubtful about a mention."""
    if decision.candidate is None:
        return decision.doubts or ("no-identifier",)
    return OTHER_SPECIES if entity.taxon not in ("", HUMAN) else ()


def _entity(decision: Decision, name: str, kind: Kind, taxon: str) -> Entity:
    return name_entity(kind, name, taxon) if decision.candidate is None else decision.candidate.entity


def _alike(tagged: Iterable[Tagged], caption: str) -> list[tuple[Kind, list[Tagged]]]:
    """Mentions by what is written there: one word is one thing in a caption, of the kind that is most probable."""
    groups: dict[str, list[Tagged]] = defaultdict(list)
    for one in tagged:
        text = caption[one.start : one.end]
        groups[fold(text) or text].append(one)
    found: list[tuple[Kind, list[Tagged]]] = []
    for same in groups.values():
        weights: dict[Kind, float] = {}
        for one in same:
            weights[one.kind] = weights.get(one.kind, 0.0) + one.probability
        found.append((max(weights, key=lambda kind: weights[kind]), same))
    return found
