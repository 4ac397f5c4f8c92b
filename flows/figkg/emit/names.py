"""The names that entities have in the graph: those of the tables and of curators, as people write them."""

from __future__ import annotations

from collections.abc import Iterable

from figkg.reference.organism_genes import OrganismGenes
from figkg.reference.tables import ReferenceTables


class Names:
    """The other names of entities.

    Args:
        tables: the reference tables.
        curated: names and the CURIEs that curators say they mean, beside the tables.
        own: genes of other organisms.
    """

    def __init__(
        self, tables: ReferenceTables, curated: Iterable[tuple[str, str]] = (), own: OrganismGenes | None = None
    ) -> None:
        self._tables = tables
        self._own = own
        self._curated: dict[str, list[str]] = {}
        for name, curie in sorted(curated):
            self._curated.setdefault(curie, []).append(name)

    def of(self, curie: str, label: str) -> tuple[str, ...]:
        """The names of an entity besides its label, each once whatever its case.

        Args:
            curie: the entity.
            label: its label.
        """
        known = self._tables.spellings.get(curie, ()) or self._of_own(curie)
        return _each_once((*known, *self._curated.get(curie, ())), label)

    def _of_own(self, curie: str) -> tuple[str, ...]:
        """The names of a gene of another organism: its full name and its other symbols."""
        prefix, _, number = curie.partition(":")
        gene = self._own.gene(number) if self._own is not None and prefix == "ncbigene" else None
        return () if gene is None else tuple(filter(None, (gene.symbol, gene.name, *gene.synonyms)))


def _each_once(names: Iterable[str], label: str) -> tuple[str, ...]:
    """Names that differ from the label and from each other in more than case.

    >>> _each_once(["CML", "cml", "Imatinib"], "imatinib")
    ('CML',)
    """
    found = {label.casefold(): label}
    for name in names:
        found.setdefault(name.casefold(), name)
    return tuple(name for name in found.values() if name != label)
