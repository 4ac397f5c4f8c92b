"""The same thing in other vocabularies: MeSH to the Disease Ontology, MONDO and ChEBI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.reference.official.files import Row, table

DISEASES = ("disease_xrefs_mesh.tsv",)
CHEMICALS = ("mesh_chebi.tsv",)
COLUMNS = ("mesh", "match")


def match_rows(folder: Path) -> Iterator[Row]:
    """Pairs of MeSH number and CURIE, as :data:`COLUMNS`."""
    for curie, mesh in table(folder, DISEASES, ("curie", "mesh_id")):
        if curie.startswith(("DOID:", "MONDO:")):
            yield mesh, curie
    yield from table(folder, CHEMICALS, ("mesh_id", "chebi_id"))
