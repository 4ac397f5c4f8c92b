"""The names that entities have in the graph: those of the tables and of curators, as people write them."""

from __future__ import annotations

from collections.abc import Iterable

from figkg.reference.tables import ReferenceTables


class Names:
    """The other names of entities.

    Args:
        tables: the reference tables.
        curated: names and the CURIEs that curators say they mean, beside the tables.
    """

    def __init__(self, tables: ReferenceTables, curated: Iterable[tuple[str, str]] = ()) -> None:
        self._tables = tables
        self._curated: dict[str, list[str]] = {}
        for name, curie in sorted(curated):
            self._curated.setdefault(curie, []).append(name)

    def of(self, curie: str, label: str) -> tuple[str, ...]:
        """The names of an entity besides its label, each once whatever its case.

        Args:
            curie: the entity.
            label: its label.
        """
        return _each_once((*self._tables.spellings.get(curie, ()), *self._curated.get(curie, ())), label)


def _each_once(names: Iterable[str], label: str) -> tuple[str, ...]:
    """Names that differ from the label and from each other in more than case.

    >>> _each_once(["CML", "cml", "Imatinib"], "imatinib")
    ('CML',)
    """
    found = {label.casefold(): label}
    for name in names:
        found.setdefault(name.casefold(), name)
    return tuple(name for name in found.values() if name != label)
