"""GMT: the human genes of each figure as a gene set, the way PFOCR publishes them.

https://software.broadinstitute.org/cancer/software/gsea/wiki/index.php/Data_formats: name, description, genes, by tab.
"""

from __future__ import annotations

from pathlib import Path

from figkg.base.iris import Shortener, split_curie
from figkg.base.spreadsheets import plain_cell
from figkg.export.files import open_text
from figkg.graph.built import Release
from figkg.graph.release import stream_entities, stream_figures

_HUMAN = "9606"
FEWEST_GENES = 1


def write_gmt(release: Release, target: Path) -> None:
    """Write a line for each figure with genes: figure, title, NCBI Gene numbers."""
    entities = (one for one in stream_entities(release) if one.kind == "gene" and one.taxon == _HUMAN)
    human = {one.curie for one in entities if split_curie(one.curie).local.isdecimal()}
    short = Shortener(release.prefixes)
    with open_text(target) as file:
        for _, nodes in stream_figures(release):
            for node in nodes.values():
                if not node.is_a("fkg:PathwayFigure"):
                    continue
                shown = human.intersection(map(short, node.all("fkg:depicts")))
                genes = sorted((split_curie(curie).local for curie in shown), key=int)
                if len(genes) >= FEWEST_GENES:
                    title = plain_cell(" ".join(node["rdfs:label"].split()))
                    file.write("\t".join([node["dcterms:identifier"], title, *genes]) + "\n")
