"""The graph of the dataset (what this release is) and the graph of the run (how it came about).

The description follows VoID (https://www.w3.org/TR/void/), DCAT (https://www.w3.org/TR/vocab-dcat-3/) and the HCLS
community profile (https://www.w3.org/TR/hcls-dataset/); example queries are ``sh:SPARQLExecutable`` nodes, as generic
SPARQL clients read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from figkg.base.kinds import Kinds
from figkg.emit.figure_graph import CC0, DATASET, Triple, quad_lines
from figkg.emit.statistics import Statistics
from figkg.emit.terms import day, integer, iri, moment, text
from figkg.emit.vocabulary import Vocabulary

TITLE = "figkg: signed edges of pathway figures"
DESCRIPTION = (
    "Which gene, family, chemical, disease or process activates or inhibits which, in which pathway figure and paper, "
    "on the strength of which words: read from the captions of the figures that PFOCR records."
)
RIGHTS = (
    "The records, the statements and their identifiers are CC0. Figures, titles and captions are their papers', under "
    "whose licences they stay."
)
SPARQL = f"{DATASET}sparql"
_NODE = f"<{DATASET}>"
_PFOCR = iri("https://pfocr.wikipathways.org/")
_LINKED_BY = {"shown": ("fkg:depicts", "fkg:mentions"), "matched": ("skos:exactMatch",)}
"""Properties that lead to another dataset, by how it is linked (:class:`figkg.base.kinds.Dataset`)."""


class ExampleQuery(Struct, frozen=True):
    """A query that the description of the dataset shows.

    Attributes:
        name: its name.
        title: what it finds, in few words.
        question: the question it answers, in plain words.
        text: SPARQL that declares the prefixes it uses.
    """

    name: str
    title: str
    question: str
    text: str


class Description(Struct, frozen=True, kw_only=True):
    """What the description of a release states; a function of the release's content alone.

    Attributes:
        version: software version.
        run: key of the run that made it.
        figures: number of figures.
        papers: number of papers.
        edges: number of edges.
        statistics: of the graphs of figures, edges and entities.
        links: number of links by prefix of the dataset that they lead to (:attr:`figkg.base.kinds.Kinds.datasets`).
        examples: IRIs of example resources, as terms.
        queries: example queries.
    """

    version: str
    run: str
    figures: int
    papers: int
    edges: int
    statistics: Statistics
    links: Mapping[str, int]
    examples: Sequence[str]
    queries: Sequence[ExampleQuery]


def dataset_quads(description: Description, vocabulary: Vocabulary, kinds: Kinds) -> list[str]:
    """The description of the dataset; it counts the graphs of figures, edges and entities, not itself."""
    v = vocabulary
    triples = [*_summary(description, v), *_partitions(description.statistics, v)]
    triples += [*_linksets(description.links, v, kinds), *_queries(description.queries, v)]
    return quad_lines(triples, v("graph:dataset"))


def _summary(one: Description, v: Vocabulary) -> Iterator[Triple]:
    yield _NODE, v("rdf:type"), v("void:Dataset")
    yield _NODE, v("rdf:type"), v("dcat:Dataset")
    yield _NODE, v("rdfs:label"), text("figkg")
    yield _NODE, v("dcterms:title"), text(TITLE)
    yield _NODE, v("dcterms:description"), text(DESCRIPTION)
    yield _NODE, v("dcterms:publisher"), iri(DATASET + "project")
    yield iri(DATASET + "project"), v("rdf:type"), v("foaf:Organization")
    yield iri(DATASET + "project"), v("rdfs:label"), text("The figkg project")
    yield _NODE, v("dcterms:license"), CC0
    yield _NODE, v("dcterms:language"), iri("http://lexvo.org/id/iso639-3/eng")
    yield _NODE, v("dcterms:rights"), text(RIGHTS)
    yield _NODE, v("dcterms:source"), _PFOCR
    yield _PFOCR, v("rdf:type"), v("void:Dataset")
    yield _PFOCR, v("rdfs:label"), text("PFOCR")
    yield _PFOCR, v("dcterms:title"), text("Pathway Figure OCR: the records of pathway figures")
    yield _PFOCR, v("dcterms:license"), CC0
    yield _NODE, v("dcterms:conformsTo"), iri(f"{DATASET}vocab")
    yield _NODE, v("pav:version"), text(one.version)
    yield _NODE, v("prov:wasGeneratedBy"), v(f"run:{one.run}")
    yield _NODE, v("fkg:figureCount"), integer(one.figures)
    yield _NODE, v("fkg:paperCount"), integer(one.papers)
    yield _NODE, v("fkg:edgeCount"), integer(one.edges)
    yield _NODE, v("void:triples"), integer(one.statistics.triples)
    yield _NODE, v("void:distinctSubjects"), integer(one.statistics.subjects)
    yield _NODE, v("void:classes"), integer(len(one.statistics.classes))
    yield _NODE, v("void:properties"), integer(len(one.statistics.properties))
    yield _NODE, v("void:sparqlEndpoint"), iri(SPARQL)
    yield _NODE, v("void:uriSpace"), text(DATASET)
    for feature in ("N-Quads", "TriG"):
        yield _NODE, v("void:feature"), iri(f"http://www.w3.org/ns/formats/{feature}")
    for vocabulary in ("fkg:", "wp:"):
        yield _NODE, v("void:vocabulary"), v(vocabulary)
    for keyword in ("pathway figures", "gene regulation", "text mining", "knowledge graph"):
        yield _NODE, v("dcat:keyword"), text(keyword)
    for example in one.examples:
        yield _NODE, v("void:exampleResource"), example


def _partitions(statistics: Statistics, v: Vocabulary) -> Iterator[Triple]:
    for curie, count in statistics.classes.items():
        node = _part("class", curie)
        yield _NODE, v("void:classPartition"), node
        yield node, v("void:class"), v(curie)
        yield node, v("void:entities"), integer(count)
    for curie, count in statistics.properties.items():
        node = _part("property", curie)
        yield _NODE, v("void:propertyPartition"), node
        yield node, v("void:property"), v(curie)
        yield node, v("void:triples"), integer(count)


def _linksets(links: Mapping[str, int], v: Vocabulary, kinds: Kinds) -> Iterator[Triple]:
    spaces = v.prefixes
    for prefix, count in links.items():
        to = kinds.datasets[prefix]
        node, target = _part("linkset", prefix), _part("linked", prefix)
        yield _NODE, v("void:subset"), node
        yield node, v("rdf:type"), v("void:Linkset")
        yield node, v("rdfs:label"), text(f"figkg to {to.name}")
        yield node, v("void:subjectsTarget"), _NODE
        yield node, v("void:objectsTarget"), target
        yield node, v("void:triples"), integer(count)
        for one in _LINKED_BY[to.linked]:
            yield node, v("void:linkPredicate"), v(one)
        yield target, v("rdf:type"), v("void:Dataset")
        yield target, v("rdfs:label"), text(to.name)
        yield target, v("void:uriSpace"), text(spaces[prefix])


def _queries(queries: Sequence[ExampleQuery], v: Vocabulary) -> Iterator[Triple]:
    for query in queries:
        node = iri(f"{DATASET}query/{query.name}")
        yield node, v("rdf:type"), v("sh:SPARQLExecutable")
        yield node, v("rdf:type"), v("sh:SPARQLSelectExecutable")
        yield node, v("rdfs:label"), text(query.title)
        yield node, v("rdfs:comment"), text(query.question)
        yield node, v("sh:select"), text(query.text)
        yield node, v("schema:target"), iri(SPARQL)


def _part(kind: str, name: str) -> str:
    return iri(f"{DATASET}dataset/{kind}/{name.replace(':', '-')}")


class ReleaseFile(Struct, frozen=True):
    """A file of a release.

    Attributes:
        name: its name.
        media_type: ``application/n-quads``.
        size: in bytes.
        sha256: its digest, in hex.
    """

    name: str
    media_type: str
    size: int
    sha256: str


class Run(Struct, frozen=True, kw_only=True):
    """How a release came about.

    Attributes:
        key: of the run, made of what decides what it makes.
        version: software version.
        started: begin in ISO 8601 with time zone.
        ended: end likewise.
        parameters: names and values the run was started with.
        mappings: of each mapping snapshot its SHA-256, release and source, by name.
        files: what was written.
    """

    key: str
    version: str
    started: str
    ended: str
    parameters: Mapping[str, str]
    mappings: Mapping[str, Mapping[str, str]]
    files: Iterable[ReleaseFile] = ()


def run_quads(run: Run, vocabulary: Vocabulary) -> list[str]:
    """The record of the run (times, software, parameters, mapping releases) and of the files it wrote.

    It stands in a file and a graph of its own, so that everything else is the same bytes in every run.
    """
    v = vocabulary
    node, software = v(f"run:{run.key}"), v(f"software:{run.version}")
    triples: list[Triple] = [
        (node, v("rdf:type"), v("prov:Activity")),
        (node, v("rdfs:label"), text(f"figkg {run.version}, run of {run.started}")),
        (node, v("prov:startedAtTime"), moment(run.started)),
        (node, v("prov:endedAtTime"), moment(run.ended)),
        (node, v("prov:wasAssociatedWith"), software),
        (software, v("rdf:type"), v("prov:SoftwareAgent")),
        (software, v("rdfs:label"), text(f"figkg {run.version}")),
        (software, v("pav:version"), text(run.version)),
    ]
    for name, value in run.parameters.items():
        triples.append((node, v("fkg:parameter"), text(f"{name}={value}")))
    for name, sidecar in run.mappings.items():
        source = v(f"mapping:{name}/{sidecar['sha256'][:12]}")
        triples += [
            (node, v("prov:used"), source),
            (source, v("rdf:type"), v("prov:Entity")),
            (source, v("rdfs:label"), text(f"{name} {sidecar['released']}")),
            (source, v("pav:version"), text(sidecar["released"])),
            (source, v("dcterms:source"), text(sidecar["source"])),
        ]
    triples += _release(run, v)
    return quad_lines(triples, v("graph:run"))


def _release(run: Run, v: Vocabulary) -> Iterator[Triple]:
    """The release as a version of the dataset, with its files."""
    day_of = run.ended[:10]
    name = f"{day_of}-{run.key[:8]}"
    release = v(f"release:{name}")
    yield release, v("rdf:type"), v("void:Dataset")
    yield release, v("rdf:type"), v("dcat:Dataset")
    yield release, v("rdfs:label"), text(f"figkg, release of {day_of}")
    yield release, v("dcterms:title"), text(TITLE)
    yield release, v("dcterms:isVersionOf"), _NODE
    yield release, v("dcterms:issued"), day(day_of)
    yield release, v("dcterms:license"), CC0
    yield release, v("pav:version"), text(name)
    yield release, v("prov:wasGeneratedBy"), v(f"run:{run.key}")
    for one in run.files:
        node = v(f"release:{name}/{one.name}")
        checksum = v(f"release:{name}/{one.name}#sha256")
        yield release, v("dcat:distribution"), node
        yield node, v("rdf:type"), v("dcat:Distribution")
        yield node, v("rdfs:label"), text(one.name)
        yield node, v("dcterms:title"), text(one.name)
        yield node, v("dcat:mediaType"), iri(f"https://www.iana.org/assignments/media-types/{one.media_type}")
        yield node, v("dcat:byteSize"), integer(one.size)
        yield node, v("spdx:checksum"), checksum
        yield checksum, v("rdf:type"), v("spdx:Checksum")
        yield checksum, v("spdx:algorithm"), v("spdx:checksumAlgorithm_sha256")
        yield checksum, v("spdx:checksumValue"), text(one.sha256)
