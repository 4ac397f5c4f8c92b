"""The formats by name: what each is called, how its files end, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import OutputError
from figkg.base.near import nearest, or_list
from figkg.base.resources import ontologies_folder
from figkg.export import bel, flat, gene_sets, indra, jsonld, kgx, nanopubs, neo4j, networks, omnipath, rdf
from figkg.export.files import COMPRESSED
from figkg.graph.built import Release

Writer = Callable[[Release, Path], None]


class Format(Struct, frozen=True):
    """One format.

    Attributes:
        name: as ``--format`` takes it.
        about: what it is, in few words.
        endings: how its files end, without compression; the first is the usual one.
        write: writes a release to a target.
    """

    name: str
    about: str
    endings: tuple[str, ...]
    write: Writer


def _write_jsonld(release: Release, target: Path) -> None:
    jsonld.write_jsonld(release, target, jsonld.read_context(ontologies_folder()))


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("nquads", "RDF with graphs, a line a statement; for loading", (".nq",), rdf.write_nquads),
        Format("trig", "RDF with graphs, for people", (".trig",), rdf.write_trig),
        Format("turtle", "RDF without graphs, for people", (".ttl",), rdf.write_turtle),
        Format("ntriples", "RDF without graphs, a line a statement", (".nt",), rdf.write_ntriples),
        Format("jsonld", "JSON-LD with the context of ontologies/context.jsonld", (".jsonld",), _write_jsonld),
        Format("rdfxml", "RDF/XML without graphs", (".rdf", ".xml"), rdf.write_rdfxml),
        Format(
            "edges",
            "one table of edges, for pandas, R, spreadsheets",
            (".tsv", ".csv", ".parquet", ".xlsx"),
            flat.write_edges,
        ),
        Format(
            "statements",
            "one table of what each figure says",
            ("statements.tsv", "statements.csv", "statements.parquet", "statements.xlsx"),
            flat.write_statements,
        ),
        Format("omnipath", "cause, effect, signs in OmniPath's columns", ("omnipath.tsv",), omnipath.write_omnipath),
        Format("indra", "INDRA statements", ("indra.json",), indra.write_indra),
        Format("bel", "BEL script", (".bel",), bel.write_bel),
        Format("kgx", "a folder with Biolink nodes.tsv and edges.tsv", ("kgx",), kgx.write_kgx),
        Format("neo4j", "a folder with nodes.csv and edges.csv for Neo4j's importer", ("neo4j",), neo4j.write_neo4j),
        Format("sif", "source, interaction, target; for Cytoscape", (".sif",), networks.write_sif),
        Format(
            "graphml",
            "a network with attributes; for networkx, Cytoscape, igraph",
            (".graphml",),
            networks.write_graphml,
        ),
        Format("cx2", "a network with style; for NDEx and Cytoscape", (".cx2",), networks.write_cx2),
        Format("gmt", "human genes of each figure as gene sets", (".gmt",), gene_sets.write_gmt),
        Format("nanopub", "one nanopublication an assertion, as TriG", (".nanopub.trig",), nanopubs.write_nanopubs),
    )
}
"""All formats by name."""

_ENDINGS = sorted({ending for one in FORMATS.values() for ending in one.endings if ending.startswith(".")})
_EXAMPLES = "edges.tsv, statements.csv, graph.ttl, kgx/"

_INSTEAD = {
    ".xls": "edges.xlsx and statements.xlsx are Excel files",
    ".ods": "no such files are written; edges.xlsx and statements.csv open in a spreadsheet",
    ".json": "indra.json has INDRA statements, graph.jsonld all as JSON-LD, graph.cx2 a network",
    ".txt": "edges.tsv and statements.tsv are tables, graph.sif is a network",
    ".gml": "graph.graphml is a network",
    ".xgmml": "graph.graphml and graph.cx2 are networks",
    ".tab": "edges.tsv and statements.tsv are tables",
    ".cx": "graph.cx2 is a network",
    ".owl": "graph.rdf has all as RDF/XML",
    ".n3": "graph.ttl has all as Turtle",
}
"""What to ask for in the stead of endings that people try."""


def format_of(target: Path) -> Format:
    """The format that a file's name tells.

    Raises:
        OutputError: it tells none.
    """
    name = target.name
    for ending in COMPRESSED:
        name = name.removesuffix(ending)
    found = [one for one in FORMATS.values() if any(ending and name.endswith(ending) for ending in one.endings)]
    if not found and (instead := _INSTEAD.get(Path(name).suffix.lower())):
        raise OutputError(str(target), instead)
    if not found and (near := nearest(Path(name).suffix, _ENDINGS)):
        names = [f"{Path(name).stem}{one}" for one in near]
        raise OutputError(str(target), f"the name tells no format; {or_list(names)}")
    if not found:
        reason = f"the name tells no format; say --format: {', '.join(FORMATS)}; or take a name such as {_EXAMPLES}"
        raise OutputError(str(target), reason)
    return max(found, key=lambda one: max(len(ending) for ending in one.endings if name.endswith(ending)))


def export(release: Release, target: Path, form: Format) -> None:
    """Write a release in a format.

    Args:
        release: what :func:`figkg.graph.open_release` opens.
        target: the file, or for ``kgx`` and ``neo4j`` the folder; ``-`` is standard output.
        form: the format.

    Raises:
        OutputError: the release cannot be read or the target not written.
    """
    form.write(release, target)
