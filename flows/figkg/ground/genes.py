"""Genes and families of a figure: rows of the record → checked identifiers with their doubts.

Precedence: the NCBI Gene number wins over the symbol unless it is unknown; then approved symbol before
previous symbol before alias. A word that the record expands into several genes is a family when FamPlex
knows it by that name, stands for all of them when it lists them (``LRP5/6``), and is otherwise ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from figkg.base.memo import Memo
from figkg.extract.record import GeneRow
from figkg.ground.curated import Corrections
from figkg.ground.entities import HUMAN, entity_of
from figkg.ground.figure import Doubt, Entity, Grounding
from figkg.ground.grounded import Grounded, grounded
from figkg.ground.lookup import Candidate
from figkg.ground.readings import parts
from figkg.ground.unlikely import UnlikelyWords
from figkg.reference.entries import NAME_STATUS, Gene
from figkg.reference.names import fold
from figkg.reference.tables import ReferenceTables

FAMILY_LEXICONS = frozenset({"bioentities_symbol", "famplex_relations"})
_REMEMBERED = 50_000
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


class _Resolved(Struct, frozen=True):
    entity: Entity | None
    match: str
    doubts: frozenset[Doubt]


class GeneGrounder:
    """Identifies the gene rows of figures; one per process, since it remembers the words that it met."""

    def __init__(self, tables: ReferenceTables, unlikely: UnlikelyWords, corrections: Corrections) -> None:
        self._tables = tables
        self._unlikely = unlikely
        self._corrections = corrections
        self._words = Memo(self._ground_word, most=_REMEMBERED)

    def ground(
        self,
        rows: Iterable[GeneRow],
        *,
        human: bool,
        foreign: bool = False,
        own: Callable[[str], Candidate | None] | None = None,
    ) -> list[Grounded]:
        """Identify the gene rows of one figure.

        Args:
            rows: gene rows of the record.
            human: whether the figure is about human biology as far as its source says.
            foreign: whether caption and titles say that it is about no animal; then no row names a human gene.
            own: what a word is among the genes of the organism that caption and titles name, where those are known;
                it decides what the record takes for a human gene.

        Returns:
            One result per word and organism, in the order of the record.
        """
        by_word: dict[tuple[str, str], list[GeneRow]] = {}
        for row in rows:
            word = row.word, row.taxon
            if word in by_word:
                by_word[word].append(row)
            else:
                by_word[word] = [row]
        wrong = human and bool(by_word) and HUMAN not in [taxon for _, taxon in by_word]
        if own is None:
            return [self._words[wrong, foreign, *group] for group in by_word.values()]
        found: list[Grounded] = []
        for (named, taxon), group in by_word.items():
            candidate = own(named) if taxon == HUMAN and self._corrections.of_word(named) is None else None
            found.append(self._words[wrong, foreign, *group] if candidate is None else owned(named, candidate))
        return found

    def _ground_word(self, group: tuple[bool, bool, *tuple[GeneRow, ...]]) -> Grounded:
        wrong, foreign, *rows = group
        word, taxon = rows[0].word, rows[0].taxon
        wrong = foreign if taxon == HUMAN else wrong
        doubts = _doubts_of(word, taxon, self._unlikely, wrong=wrong)
        return _ground_word(word, taxon, rows, self._tables, self._corrections, doubts)


def owned(word: str, candidate: Candidate) -> Grounded:
    """A word of a figure as the gene of another organism than human, or as its human orthologue."""
    entity = candidate.entity
    doubts: tuple[Doubt, ...] = ("other-species",) if entity.taxon != HUMAN else ()
    return grounded((Grounding(word, entity.curie, "gene", "figure", candidate.match, doubts),), (entity,))


def _doubts_of(word: str, taxon: str, unlikely: UnlikelyWords, *, wrong: bool) -> frozenset[Doubt]:
    doubts: set[Doubt] = set()
    if word in unlikely or (" " in word.strip() and len(word) > 60):
        doubts.add("unlikely-mention")
    if taxon != HUMAN:
        doubts.add("other-species")
    if wrong:
        doubts.add("wrong-organism")
    return frozenset(doubts)


def _ground_word(
    word: str,
    taxon: str,
    rows: Sequence[GeneRow],
    tables: ReferenceTables,
    corrections: Corrections,
    doubts: frozenset[Doubt],
) -> Grounded:
    decided = corrections.of_word(word) if taxon == HUMAN else None
    if decided is not None:
        entity = entity_of(decided, tables)
        return grounded((_grounding(word, entity, "curated", frozenset()),), (entity,))
    resolved = [_unless_refused(word, _misread(row, tables) or _resolve(row, tables), corrections) for row in rows]
    distinct = {one.entity.curie for one in resolved if one.entity is not None}
    expanded = any(row.lexicon in FAMILY_LEXICONS for row in rows)
    if len(distinct) > 1 and taxon == HUMAN:
        members = {curie.removeprefix("ncbigene:") for curie in distinct}
        family = find_family(word, members, tables, expanded=expanded)
        if family is not None and not corrections.refuses(word, f"fplx:{family}"):
            entity = Entity(f"fplx:{family}", "family", tables.families[family].label)
            return grounded((_grounding(word, entity, "family name", doubts),), (entity,))
        best = _single_best(word, resolved)
        if best is not None:
            assert best.entity is not None
            return grounded((_grounding(word, best.entity, best.match, doubts | best.doubts),), (best.entity,))
    if len(distinct) > 1 and not _lists_all(word, distinct, tables):
        doubts |= {"unresolved-family" if expanded else "ambiguous-alias", "ambiguous-alias"}
    groundings = tuple(_grounding(word, one.entity, one.match, doubts | one.doubts) for one in resolved)
    return grounded(groundings, tuple(one.entity for one in resolved if one.entity is not None))


def _unless_refused(word: str, one: _Resolved, corrections: Corrections) -> _Resolved:
    """What a record says of a word, unless a curator says that it does not mean this."""
    if one.entity is None or not corrections.refuses(word, one.entity.curie):
        return one
    return _Resolved(None, "none", one.doubts | {"no-identifier"})


def find_family(word: str, members: set[str], tables: ReferenceTables, *, expanded: bool) -> str | None:
    """The FamPlex family that a word expanded into several genes stands for.

    Args:
        word: the text as read.
        members: NCBI Gene numbers it was expanded into.
        tables: the reference tables.
        expanded: whether the record's lexicon says that the word is a family.

    Returns:
        The family whose name the word is or, for an expanded word, the one whose members fit it best
        (two thirds of all genes of either in both); None when there is none.
    """
    named = [name.curie[5:] for name in tables.lookup(fold(word)) if name.curie.startswith("fplx:")]
    overlapping = [name for name in named if members & set(tables.families[name].members)]
    if overlapping:
        return max(overlapping, key=lambda name: (_overlap(tables, name, members), name))
    if not expanded:
        return None
    candidates = {family for member in members if member in tables.genes for family in tables.genes[member].families}
    best = max(candidates, key=lambda name: (_overlap(tables, name, members), name), default=None)
    return best if best is not None and _overlap(tables, best, members) >= 2 / 3 else None


def _overlap(tables: ReferenceTables, family: str, members: set[str]) -> float:
    own = set(tables.families[family].members)
    return len(own & members) / len(own | members)


def _lists_all(word: str, curies: set[str], tables: ReferenceTables) -> bool:
    """Whether a word lists several genes by name: ``LRP5/6``."""
    named = [{name.curie for name in tables.lookup(fold(part))} for part in parts(word)]
    return len(named) >= len(curies) and all(any(curie in some for some in named) for curie in curies)


def _single_best(word: str, resolved: Sequence[_Resolved]) -> _Resolved | None:
    """The one gene whose approved symbol the word is, among several that the record lists for it."""
    key = fold(word)
    named = {one.entity.curie: one for one in resolved if one.entity is not None and fold(one.entity.label) == key}
    return next(iter(named.values())) if len(named) == 1 else None


def _grounding(word: str, entity: Entity | None, match: str, doubts: frozenset[Doubt]) -> Grounding:
    return Grounding(
        word,
        None if entity is None else entity.curie,
        "gene" if entity is None else entity.kind,
        "figure",
        match,
        tuple(sorted(doubts)),
    )


def _resolve(row: GeneRow, tables: ReferenceTables) -> _Resolved:
    if row.taxon != HUMAN:
        if row.number is None:
            return _Resolved(None, "none", frozenset({"no-identifier"}))
        entity = Entity(f"ncbigene:{row.number}", "gene", row.symbol or row.word, row.taxon)
        return _Resolved(entity, "number", frozenset())
    if row.number is None:
        return _by_symbol(row.symbol or row.word, tables, frozenset())
    gene = tables.genes.get(row.number)
    if gene is not None:
        entity = Entity(f"ncbigene:{row.number}", "gene", gene.symbol, HUMAN)
        return _Resolved(entity, "number", _disagreement(row.symbol, gene))
    if row.number in tables.retired:
        _, replacement = tables.retired[row.number]
        if replacement in tables.genes:
            return _Resolved(entity_of(f"ncbigene:{replacement}", tables), "number", frozenset({"retired-number"}))
        return _by_symbol(row.symbol, tables, frozenset({"retired-number"}))
    return _by_symbol(row.symbol, tables, frozenset({"unknown-number"}))


def _misread(row: GeneRow, tables: ReferenceTables) -> _Resolved | None:
    """What a word with Cyrillic letters names, where the record names something else.

    OCR writes Cyrillic letters for Latin ones, and a reader that drops them takes *TC-PTP* for CP.
    """
    if row.taxon != HUMAN or row.word.isascii() or not _CYRILLIC.search(row.word):
        return None
    named = {name.curie for name in tables.lookup(fold(row.word)) if name.status in "aps"}
    if len(named) != 1 or f"ncbigene:{row.number}" in named:
        return None
    return _Resolved(entity_of(min(named), tables), "alias symbol", frozenset({"symbol-number-mismatch"}))


def _disagreement(symbol: str | None, gene: Gene) -> frozenset[Doubt]:
    """Whether the symbol names another gene than the number; a previous symbol or alias of it agrees."""
    if symbol is None or symbol == gene.symbol or symbol in gene.previous or symbol in gene.aliases:
        return frozenset()
    if fold(symbol) in {fold(name) for name in (gene.symbol, *gene.previous, *gene.aliases)}:
        return frozenset()
    return frozenset({"symbol-number-mismatch"})


def _by_symbol(symbol: str | None, tables: ReferenceTables, doubts: frozenset[Doubt]) -> _Resolved:
    if symbol is None:
        return _Resolved(None, "none", doubts | {"no-identifier"})
    key = fold(symbol)
    for status in "aps":
        found = [name.curie for name in tables.lookup(key) if name.status == status]
        if len(found) == 1:
            return _Resolved(entity_of(found[0], tables), NAME_STATUS[status], doubts)
        if found:
            return _Resolved(None, "none", doubts | {"ambiguous-alias"})
    merged = tables.withdrawn.get(key, ())
    if len(merged) == 1:
        return _Resolved(entity_of(f"ncbigene:{merged[0]}", tables), "previous symbol", doubts | {"withdrawn-symbol"})
    return _Resolved(None, "none", doubts | {"withdrawn-symbol" if key in tables.withdrawn else "no-identifier"})
