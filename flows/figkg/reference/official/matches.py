"""The same thing in other vocabularies: MeSH to the Disease Ontology, MONDO, ChEBI, HGNC and FamPlex."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from figkg.reference.official.files import Row, lines, table

DISEASES = ("disease_xrefs_mesh.tsv",)
CHEMICALS = ("mesh_chebi.tsv",)
GENES = ("mesh_mappings.tsv",)
FAMILIES = ("famplex/equivalences.csv",)
COLUMNS = ("mesh", "match", "name")


def match_rows(folder: Path) -> Iterator[Row]:
    """MeSH number, CURIE and its name there, as :data:`COLUMNS`; names of diseases and chemicals only."""
    for curie, name, mesh in table(folder, DISEASES, ("curie", "name", "mesh_id")):
        if curie.startswith(("DOID:", "MONDO:")):
            yield mesh, curie, name
    for mesh, curie, label, name in table(folder, CHEMICALS, ("mesh_id", "chebi_id", "mesh_label", "chebi_label")):
        yield mesh, curie, "" if name == label else name
    for mesh, space, number in table(folder, GENES, ("mesh_id", "target", "target_id")):
        if space == "HGNC":
            yield mesh, f"HGNC:{number}", ""
    for space, mesh, family in csv.reader(lines(folder, *FAMILIES)):
        if space == "MESH":
            yield mesh, f"FPLX:{family}", ""
