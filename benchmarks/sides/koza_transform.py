"""A Koza transform: a record to a node for the figure, one for its paper, one for each gene, and their edges."""

from __future__ import annotations

from typing import Any

import koza
from biolink_model.datamodel.pydanticmodel_v2 import (
    AgentTypeEnum,
    Association,
    Gene,
    InformationContentEntity,
    KnowledgeLevelEnum,
    Publication,
)
from koza.model.graphs import KnowledgeGraph


def edge(subject: str, predicate: str, thing: str) -> Association:
    """An edge of KGX."""
    return Association(
        id=f"{subject}-{predicate}-{thing}",
        subject=subject,
        predicate=predicate,
        object=thing,
        knowledge_level=KnowledgeLevelEnum.knowledge_assertion,
        agent_type=AgentTypeEnum.image_processing_agent,
    )


@koza.transform_record()
def transform_record(_: koza.KozaTransform, record: dict[str, Any]) -> KnowledgeGraph:
    """The nodes and edges of a record."""
    figure = f"figure:{record['figid']}"
    paper = f"PMC:{record['pmcid']}"
    node = InformationContentEntity(
        id=figure,
        name=record["figtitle"],
        description=record["caption"],
        category=["biolink:InformationContentEntity"],
    )
    genes = {row["entrez"]: row["word"] for row in record["genes"] if row.get("entrez")}
    article = Publication(id=paper, category=["biolink:Publication"], publication_type=["Journal Article"])
    nodes = [node, article] + [
        Gene(id=f"NCBIGene:{number}", name=word, category=["biolink:Gene"]) for number, word in genes.items()
    ]
    edges = [edge(figure, "biolink:part_of", paper)]
    edges += [edge(figure, "biolink:mentions", f"NCBIGene:{number}") for number in genes]
    return KnowledgeGraph(nodes=nodes, edges=edges)
