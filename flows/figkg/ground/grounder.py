"""Grounding of a whole figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from figkg.base.memo import Memo
from figkg.extract.record import ChemicalRow, DiseaseRow, FigureRecord
from figkg.ground.agreement import as_read
from figkg.ground.bare import load_affixes
from figkg.ground.boundaries import load_boundaries
from figkg.ground.captions import CaptionDictionary, build_dictionary
from figkg.ground.curated import Corrections, load_corrections
from figkg.ground.decider import Decider
from figkg.ground.encoder import Encoder
from figkg.ground.entities import HUMAN
from figkg.ground.figure import Entity, GroundedFigure, Grounding, Kind, Mention
from figkg.ground.fusions import load_fusions
from figkg.ground.genes import GeneGrounder
from figkg.ground.grounded import Grounded, grounded, known_words, order_of, words_of
from figkg.ground.lookup import Candidate, Lookup
from figkg.ground.mentions import find_mentions
from figkg.ground.mesh import ground_chemical, ground_disease
from figkg.ground.organisms import Organism, foreign_taxon, load_organisms, owners
from figkg.ground.own_genes import OwnGenes, own_taxon
from figkg.ground.pieces import LONGEST_TEXT
from figkg.ground.policy import load_policy
from figkg.ground.reading import OTHER_SPECIES, CaptionReader
from figkg.ground.senses import load_abbreviations, load_senses
from figkg.ground.tagger import load_tagger
from figkg.ground.unlikely import UnlikelyWords, load_unlikely_words
from figkg.ground.usage import load_usage
from figkg.ground.wordings import load_spelling, load_wordings
from figkg.reference.organism_genes import OrganismGenes
from figkg.reference.tables import ReferenceTables, load_reference

_REMEMBERED = 50_000
_HUMAN_KINDS: frozenset[Kind] = frozenset({"gene", "family"})
"""What a caption about other organisms is not searched for, since the tables of names are human."""


class Grounder:
    """Grounds figures against one set of reference tables; one per process, since it remembers words."""

    def __init__(
        self,
        tables: ReferenceTables,
        unlikely: UnlikelyWords,
        corrections: Corrections,
        lookup: Lookup,
        dictionary: CaptionDictionary,
        reader: CaptionReader | None,
        own: OwnGenes | None = None,
    ) -> None:
        self.own = own
        self.tables = tables
        self.unlikely = unlikely
        self.corrections = corrections
        self.lookup = lookup
        self.dictionary = dictionary
        self.reader = reader
        self._genes = GeneGrounder(tables, unlikely, corrections)
        self._diseases = Memo(self._ground_disease, most=_REMEMBERED)
        self._chemicals = Memo(self._ground_chemical, most=_REMEMBERED)

    def ground(self, record: FigureRecord) -> GroundedFigure:
        """Identify the entities of a figure and find what its caption names.

        Args:
            record: the figure as its source describes it.

        Returns:
            The grounded figure. An entity whose every grounding carries a doubt in
            :data:`figkg.ground.figure.BARRED` is kept, but not looked for in the caption.
        """
        human = not record.organisms or "Homo sapiens" in record.organisms
        titles = [title for title in (record.paper_title, record.title) if title]
        organisms = self.reader.organisms(record.caption, titles) if self.reader is not None else ()
        foreign = foreign_taxon(organisms)
        own = self._among_own(owners(organisms, None, foreign=bool(foreign)))
        animal = own_taxon(organisms, self.own) if self.own is not None else ""
        genes = self._genes.ground(record.genes, human=human, foreign=bool(foreign), own=own)
        others = [self._diseases[disease] for disease in record.diseases]
        others += [self._chemicals[chemical] for chemical in record.chemicals]
        read = None
        if self.reader is not None and 0 < len(record.caption) <= LONGEST_TEXT:
            read = self.reader.read(record.caption, titles, known_words((*genes, *others)))
            genes = as_read(genes, read.decisions)
        rising = (*reversed(others), *genes)  # of two labels of an entity the later one stays
        entities = {entity.curie: entity for one in rising for entity in one.entities}
        groundings = {grounding: order for one in rising for grounding, order in one.in_order}
        trusted = {curie for one in rising for curie in one.trusted}
        words = words_of((*genes, *others), trusted)
        shown = frozenset(entities)
        if read is not None:
            for curie, entity in read.entities.items():
                entities.setdefault(curie, entity)
                trusted.add(curie)
            said = [one for one in read.groundings if one.entity not in shown or one.doubts not in ((), OTHER_SPECIES)]
            groundings |= {one: order_of(one) for one in said}
            taxon = foreign or animal or _taxon(entities, trusted)
            return _figure(record, entities, groundings, read.mentions, taxon, shown)
        barred = frozenset(entities.keys() - trusted)
        mentions, named = find_mentions(
            record.caption,
            {curie: entities[curie] for curie in trusted} if barred else entities,
            words,
            barred,
            self.dictionary,
            frozenset() if human else _HUMAN_KINDS,
        )
        for candidate in named:
            entity = candidate.entity
            entities[entity.curie] = entity
            grounding = Grounding(candidate.name, entity.curie, entity.kind, "caption", candidate.match)
            groundings[grounding] = order_of(grounding)
            trusted.add(entity.curie)
        taxon = foreign or animal or _taxon(entities, trusted)
        return _figure(record, entities, groundings, mentions, taxon, shown)

    def read(self, text: str) -> tuple[tuple[Mention, ...], Mapping[str, Entity]]:
        """What a text names that belongs to no figure: its mentions, and the entities by CURIE."""
        if self.reader is not None and len(text) <= LONGEST_TEXT:
            found = self.reader.read(text)
            return found.mentions, found.entities
        mentions, named = find_mentions(text, {}, {}, frozenset(), self.dictionary, frozenset())
        return mentions, {one.entity.curie: one.entity for one in named}

    def _ground_disease(self, row: DiseaseRow) -> Grounded:
        return _single(*ground_disease(row, self.tables, self.corrections))

    def _ground_chemical(self, row: ChemicalRow) -> Grounded:
        return _single(*ground_chemical(row, self.tables, self.unlikely, self.corrections))

    def _among_own(self, whose: Sequence[Organism]) -> Callable[[str], Candidate | None] | None:
        """What finds a word among the genes of organisms, or None where those of none are known."""
        own = self.own
        known = own.known(whose) if own is not None and whose else ()
        if own is None or not known:
            return None
        firm = all(one.group == "vertebrate" for one in known)
        return lambda word: own.find(word, "gene", known, firm=firm)


def load_grounder(mappings: Path, *, fast: bool = False, encoder: Encoder | None = None) -> Grounder:
    """A grounder over the tables of a mappings folder.

    Args:
        mappings: the folder.
        fast: look names up instead of reading captions for them.
        encoder: the encoder of the folder, where it is open already.

    Raises:
        MappingError: a table or the model is missing or wrong.
    """
    tables = load_reference(mappings)
    unlikely = load_unlikely_words(mappings)
    corrections = load_corrections(mappings, tables)
    policy = load_policy(mappings)
    lookup = Lookup(tables, policy, corrections, load_abbreviations(mappings), load_spelling(mappings))
    dictionary = build_dictionary(tables, lookup, corrections, unlikely)
    if fast:
        return Grounder(tables, unlikely, corrections, lookup, dictionary, None)
    own = _own_genes(mappings, tables)
    decider = decider_of(lookup, mappings, own)
    organisms = load_organisms(mappings)
    boundaries, affixes, fusions = load_boundaries(mappings), load_affixes(mappings), load_fusions(mappings)
    tagger = load_tagger(mappings, encoder)
    reader = CaptionReader(dictionary, tagger, decider, organisms, boundaries, affixes, fusions, policy.captions)
    return Grounder(tables, unlikely, corrections, lookup, dictionary, reader, own)


def load_lookup(mappings: Path) -> Lookup:
    """The look-ups alone, without the search over captions.

    Raises:
        MappingError: a table is missing or wrong.
    """
    tables = load_reference(mappings)
    corrections = load_corrections(mappings, tables)
    return Lookup(tables, load_policy(mappings), corrections, load_abbreviations(mappings), load_spelling(mappings))


def load_decider(mappings: Path) -> Decider:
    """The decider alone, without the tagger.

    Raises:
        MappingError: a table is missing or wrong.
    """
    lookup = load_lookup(mappings)
    return decider_of(lookup, mappings, _own_genes(mappings, lookup.tables))


def decider_of(lookup: Lookup, mappings: Path, own: OwnGenes | None = None) -> Decider:
    """The decider over look-ups that are loaded.

    Args:
        lookup: the look-ups.
        mappings: the mappings folder.
        own: the genes of other organisms, where there are any.

    Raises:
        MappingError: a table is missing or wrong.
    """
    wordings, usage = load_wordings(mappings), load_usage(mappings, lookup.tables)
    return Decider(lookup, wordings, usage, load_senses(mappings), own)


def _own_genes(mappings: Path, tables: ReferenceTables) -> OwnGenes | None:
    """The genes of other organisms, where there are any."""
    genes = OrganismGenes(mappings)
    return OwnGenes(genes, tables) if genes.digest else None


def _single(grounding: Grounding, entity: Entity | None) -> Grounded:
    return grounded((grounding,), () if entity is None else (entity,))


def _figure(
    record: FigureRecord,
    entities: Mapping[str, Entity],
    groundings: Mapping[Grounding, str],
    mentions: tuple[Mention, ...],
    taxon: str,
    shown: frozenset[str],
) -> GroundedFigure:
    """The grounded figure with all its parts in order."""
    return GroundedFigure(
        record=record,
        entities=tuple([entities[curie] for curie in sorted(entities)]),
        groundings=tuple(sorted(groundings, key=groundings.__getitem__)),
        mentions=mentions,
        taxon=taxon,
        named=tuple(sorted(entities.keys() - shown)),
    )


def _taxon(entities: Mapping[str, Entity], trusted: Iterable[str]) -> str:
    """The organism of the figure's genes: human when there is a human gene, else the only other one."""
    taxa: set[str] = set()
    for curie in trusted:
        entity = entities[curie]
        if entity.kind == "family":
            return HUMAN
        if entity.kind == "gene":
            if entity.taxon == HUMAN:
                return HUMAN
            taxa.add(entity.taxon)
    return taxa.pop() if len(taxa) == 1 else ""
