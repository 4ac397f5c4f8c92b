"""GMT: the human genes of each figure as a gene set, the way PFOCR publishes them.

https://software.broadinstitute.org/cancer/software/gsea/wiki/index.php/Data_formats: name, description, genes, by tab.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from figkg.export.files import open_text
from figkg.graph.release import FKG, LABEL, RDF_TYPE, figures, nodes_of
from figkg.graph.rows import entity_rows

_HUMAN = "9606"
FEWEST_GENES = 1


def write_gmt(release: Path, target: Path, prefixes: Mapping[str, str]) -> None:
    """Write a line for each figure with genes: figure, title, NCBI Gene numbers."""
    human = {entity.curie for entity in entity_rows(release, prefixes) if entity.taxon == _HUMAN}
    base = prefixes["ncbigene"]
    with open_text(target) as file:
        for _, quads in figures(release):
            for node in nodes_of(quads).values():
                if f"{FKG}PathwayFigure" not in node.get(RDF_TYPE, ()):
                    continue
                shown = [iri.removeprefix(base) for iri in node.get(FKG + "depicts", ()) if iri.startswith(base)]
                genes = sorted({number for number in shown if f"ncbigene:{number}" in human}, key=int)
                if len(genes) >= FEWEST_GENES:
                    name = node["http://purl.org/dc/terms/identifier"][0]
                    file.write("\t".join([name, " ".join(node[LABEL][0].split()), *genes]) + "\n")
