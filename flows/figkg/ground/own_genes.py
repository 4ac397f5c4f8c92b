"""Genes of other organisms: what a name is in NCBI Gene's tables of them, where `figkg refresh` has fetched any.

A vertebrate's gene becomes its human orthologue, since pathways are compared across them; a fly's, worm's, yeast's,
plant's, microbe's or virus's gene has its own number. What an animal has and humans do not has its own number too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from figkg.base.memo import Memo
from figkg.ground.entities import HUMAN, entity_of
from figkg.ground.figure import Entity, Kind
from figkg.ground.lookup import Candidate
from figkg.ground.organisms import Organism
from figkg.reference.names import fold
from figkg.reference.organism_genes import LOCUS, NAME, SYMBOL, SYNONYM, GeneName, OrganismGene, OrganismGenes
from figkg.reference.tables import ReferenceTables

ORTHOLOGUE = "orthologue"
"""The match of a human gene that was reached by the gene of an animal."""

_WAYS = {SYMBOL: "approved symbol", NAME: "name", LOCUS: "name", SYNONYM: "alias symbol"}
_TRUST = {SYMBOL: 1.0, NAME: 0.95, LOCUS: 0.95, SYNONYM: 0.85}
_FIRM = (SYMBOL, NAME, LOCUS)
"""What a name is to its gene where nothing else has it."""
_FEWEST = 2
_REMEMBERED = 100_000


class _Asked(Struct, frozen=True):
    """A name, the organism it is looked up in, and whether symbols alone count."""

    text: str
    organism: Organism
    firm: bool


class OwnGenes:
    """Looks names up among the genes of other organisms; one per process, since it remembers them."""

    def __init__(self, genes: OrganismGenes, tables: ReferenceTables) -> None:
        self._genes = genes
        self._tables = tables
        self._found: Memo[_Asked, Candidate | None] = Memo(self._find, most=_REMEMBERED)

    def known(self, organisms: Iterable[Organism]) -> tuple[Organism, ...]:
        """The organisms among these whose genes are there."""
        return tuple(one for one in organisms if not self._genes.taxa.isdisjoint(one.taxa))

    def find(self, text: str, kind: Kind, owners: Sequence[Organism], *, firm: bool = False) -> Candidate | None:
        """What a name stands for in the organisms that it may be of, the first of them that has it.

        Args:
            text: the name as it is written.
            kind: what it names: of a family symbols alone count.
            owners: the organisms, the likeliest first.
            firm: whether symbols alone count, since other names are less certain than what else is known.
        """
        for one in owners:
            found = self._found[_Asked(text, one, firm or kind == "family")]
            if found is not None:
                return found
        return None

    def _find(self, asked: _Asked) -> Candidate | None:
        for form in _forms(asked.text, asked.organism):
            key = fold(form)
            if len(key) < _FEWEST and form != asked.text:
                continue
            for taxon in asked.organism.taxa:
                name = chosen(self._genes.named(taxon, key), form, firm=asked.firm)
                gene = None if name is None else self._genes.gene(name.number)
                if name is not None and gene is not None:
                    return self._candidate(gene, name, asked.organism)
        return None

    def _candidate(self, gene: OrganismGene, name: GeneName, organism: Organism) -> Candidate:
        human = self._orthologue(gene) if organism.group == "vertebrate" else None
        if human is not None:
            return Candidate(entity_of(f"ncbigene:{human}", self._tables), ORTHOLOGUE, name.text, _TRUST[name.rank])
        entity = Entity(f"ncbigene:{gene.number}", "gene", gene.symbol, gene.taxon)
        return Candidate(entity, _WAYS[name.rank], name.text, _TRUST[name.rank])

    def _orthologue(self, gene: OrganismGene) -> str | None:
        """The human gene that an animal's is named by, or None where there is none or nobody can tell which.

        Of several it is the one with the animal's symbol; where none is listed, the human gene of the same symbol.
        """
        listed = [number for number in gene.human if number in self._tables.genes]
        if len(listed) == 1:
            return listed[0]
        alike = {
            one.curie.partition(":")[2]
            for one in self._tables.lookup(fold(gene.symbol))
            if one.status == "a" and one.curie.startswith("ncbigene:")
        }
        same = [number for number in listed if number in alike] if listed else sorted(alike)
        return same[0] if len(same) == 1 else None


def chosen(names: Sequence[GeneName], text: str, *, firm: bool = False) -> GeneName | None:
    """Which of an organism's genes a name is: symbols before full names, loci and synonyms, the exact spelling first.

    Args:
        names: what has the name, folded.
        text: the name as it is written: *Dl* is another gene of flies than *dl*.
        firm: whether symbols alone count.

    Returns:
        The gene's name, or None where several genes have it equally.
    """
    for rank in _FIRM if firm else _WAYS:
        here = [one for one in names if one.rank == rank]
        here = [one for one in here if one.text == text] or here
        here = [one for one in here if one.coding] or here
        if here:
            return here[0] if len({one.number for one in here}) == 1 else None
    return None


def own_taxon(organisms: Sequence[Organism], genes: OwnGenes) -> str:
    """The taxon of a figure of one kind of animal whose genes are known, or nothing where people are named too."""
    if any(one.taxon == HUMAN for one in organisms):
        return ""
    animals = [one for one in organisms if one.group in ("vertebrate", "animal")]
    return animals[0].taxon if animals and genes.known(animals[:1]) else ""


def _forms(text: str, organism: Organism) -> Iterator[str]:
    """A name as it stands, and without the letters that captions write around the symbols of an organism: *AtFT*."""
    yield text
    for letters in organism.before:
        match = re.match(rf"{re.escape(letters)}[-_]?(?=[A-Z])", text)
        if match is not None and match.end() < len(text):
            yield text[match.end() :]
    for letters in organism.behind:
        if text.endswith(letters) and len(text) > len(letters) + _FEWEST:
            yield text.removesuffix(letters)
