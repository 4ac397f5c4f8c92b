"""The graph of the dataset (what this release is) and the graph of the run (how it came about)."""

from __future__ import annotations

from collections.abc import Mapping

from flows.emit.figure_graph import CC0, DATASET, Triple, quad_lines
from flows.emit.terms import integer, moment, text
from flows.emit.vocabulary import Vocabulary


def dataset_quads(version: str, figures: int, edges: int, vocabulary: Vocabulary) -> list[str]:
    """The description of the dataset; it depends on the content alone, not on the time of the run."""
    v = vocabulary
    node = f"<{DATASET}>"
    triples: list[Triple] = [
        (node, v("rdf:type"), v("void:Dataset")),
        (node, v("rdf:type"), v("dcat:Dataset")),
        (node, v("dcterms:title"), text("figkg: signed edges of pathway figures")),
        (node, v("rdfs:label"), text("figkg")),
        (node, v("dcterms:license"), CC0),
        (node, v("pav:version"), text(version)),
        (node, v("fkg:figureCount"), integer(figures)),
        (node, v("fkg:edgeCount"), integer(edges)),
        (node, v("prov:wasGeneratedBy"), v(f"run:{version}")),
    ]
    return quad_lines(triples, v("graph:dataset"))


def run_quads(
    version: str,
    started: str,
    ended: str,
    parameters: Mapping[str, str],
    mappings: Mapping[str, Mapping[str, str]],
    vocabulary: Vocabulary,
) -> list[str]:
    """The record of the run: times, software, parameters, mapping releases.

    It stands in a file and a graph of its own, so that everything else is the same bytes in every run.

    Args:
        version: software version, which names the run.
        started: begin in ISO 8601 with time zone.
        ended: end likewise.
        parameters: names and values the run was started with.
        mappings: sidecars of the mapping snapshots by name.
        vocabulary: expands terms.
    """
    v = vocabulary
    run, software = v(f"run:{version}"), v(f"software:{version}")
    triples: list[Triple] = [
        (run, v("rdf:type"), v("prov:Activity")),
        (run, v("rdfs:label"), text(f"figkg {version}, run of {started}")),
        (run, v("prov:startedAtTime"), moment(started)),
        (run, v("prov:endedAtTime"), moment(ended)),
        (run, v("prov:wasAssociatedWith"), software),
        (software, v("rdf:type"), v("prov:SoftwareAgent")),
        (software, v("rdfs:label"), text(f"figkg {version}")),
        (software, v("pav:version"), text(version)),
    ]
    for name, value in parameters.items():
        triples.append((run, v("fkg:parameter"), text(f"{name}={value}")))
    for name, sidecar in mappings.items():
        node = v(f"mapping:{name}/{sidecar['sha256'][:12]}")
        triples += [
            (run, v("prov:used"), node),
            (node, v("rdf:type"), v("prov:Entity")),
            (node, v("rdfs:label"), text(f"{name} {sidecar['released']}")),
            (node, v("pav:version"), text(sidecar["released"])),
            (node, v("dcterms:source"), text(sidecar["source"])),
        ]
    return quad_lines(triples, v("graph:run"))
