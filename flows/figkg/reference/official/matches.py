"""The same thing in other vocabularies: MeSH to the Disease Ontology, MONDO and ChEBI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figkg.reference.official.files import Row, table

DISEASES = ("disease_xrefs_mesh.tsv",)
CHEMICALS = ("mesh_chebi.tsv",)
COLUMNS = ("mesh", "match", "name")


def match_rows(folder: Path) -> Iterator[Row]:
    """MeSH number, CURIE and the name of diseases there, as :data:`COLUMNS`."""
    for curie, name, mesh in table(folder, DISEASES, ("curie", "name", "mesh_id")):
        if curie.startswith(("DOID:", "MONDO:")):
            yield mesh, curie, name
    for mesh, curie in table(folder, CHEMICALS, ("mesh_id", "chebi_id")):
        yield mesh, curie, ""
