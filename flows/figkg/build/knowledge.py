"""What the derived graphs need beside the figures: tables, names, organisms, the ontology, the named queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from figkg.base.kinds import Kinds
from figkg.build.tools import Toolbox, Tools
from figkg.emit.names import Names
from figkg.emit.vocabulary import Vocabulary
from figkg.graph.named_queries import NamedQuery, read_named_queries
from figkg.ground.organisms import load_organisms
from figkg.ground.senses import load_senses
from figkg.reference.organism_genes import OrganismGenes
from figkg.reference.papers import Papers
from figkg.reference.tables import ReferenceTables


class Knowledge(Struct, frozen=True, kw_only=True):
    """What is known beside the figures.

    Attributes:
        tables: the reference tables.
        names: the names of entities.
        papers: numbers of papers.
        organisms: names of organisms by NCBI Taxonomy number.
        vocabulary: expands terms.
        kinds: the kinds of entities.
        ontologies: folder of the ontology.
        queries: named queries that the description of the dataset shows.
        run: key of the run that makes the release.
    """

    tables: ReferenceTables
    names: Names
    papers: Papers
    organisms: Mapping[str, str]
    vocabulary: Vocabulary
    kinds: Kinds
    ontologies: Path
    queries: Sequence[NamedQuery]
    run: str


def gather_knowledge(toolbox: Toolbox, tools: Tools, papers: Papers, run: str) -> Knowledge:
    """Everything that the derived graphs of a build need.

    Args:
        toolbox: where the data lies.
        tools: what was opened from it.
        papers: numbers of papers.
        run: key of the run.

    Raises:
        MappingError: a table is missing or wrong.
    """
    mappings, ontologies = Path(toolbox.mappings), Path(toolbox.ontologies)
    tables = tools.grounder.tables
    meant = [(name, curie) for (name, _), curie in load_senses(mappings).meant.items()]
    return Knowledge(
        tables=tables,
        names=Names(tables, [*tools.grounder.corrections.words.items(), *meant], OrganismGenes(mappings)),
        papers=papers,
        organisms=load_organisms(mappings).names(),
        vocabulary=tools.vocabulary,
        kinds=tools.kinds,
        ontologies=ontologies,
        queries=read_named_queries(ontologies / "queries"),
        run=run,
    )
