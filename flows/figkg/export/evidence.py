"""What stands behind edges: statements with their words, figures and papers, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from msgspec import Struct

from figkg.base.errors import OutputError, reason_of
from figkg.base.iris import FKG, Shortener, split_curie
from figkg.graph.built import Release
from figkg.graph.nodes import Node
from figkg.graph.release import derived, stream_figures, words_of
from figkg.graph.rows import EdgeRow, key_of

_PUBMED = re.compile(r"(?:pubmed|pmid)[^0-9]*([0-9]+)$", re.IGNORECASE)
_UNRESERVED = "-._~"
_DRAWN = f"vocab#reading> <{FKG}Drawn> ".encode()


class StatementRow(Struct, frozen=True):
    """One statement of a figure, asserted or denied.

    Attributes:
        key: name of the assertion, the last part of its IRI.
        iri: its IRI.
        subject: CURIE of the cause.
        sign: 1 or -1.
        object: CURIE of the effect.
        confidence: in [0, 1].
        hedged: whether it is only said to be possible.
        inferred: whether it is read from the order of steps.
        drawn: whether it is drawn in the figure rather than written in its caption.
        denied: whether the figure says that it is not so.
        agent: what read it, in the words of Biolink.
        trigger: the words that state it, or what is drawn.
        sentence: the evidence in one line.
        figure: identifier of the figure.
        page: address of its page.
        paper: PubMed Central identifier, ``PMC6676106``.
    """

    key: str
    iri: str
    subject: str
    sign: int
    object: str
    confidence: float
    hedged: bool
    inferred: bool
    drawn: bool
    denied: bool
    agent: str
    trigger: str
    sentence: str
    figure: str
    page: str
    paper: str

    @property
    def outright(self) -> bool:
        """Whether the figure states it outright."""
        return not (self.hedged or self.inferred or self.denied)


class PaperRow(Struct, frozen=True):
    """A paper.

    Attributes:
        pmcid: PubMed Central identifier, ``PMC6676106``.
        pmid: PubMed number, or empty.
        doi: or empty.
        title: or empty.
        year: or empty.
    """

    pmcid: str
    pmid: str = ""
    doi: str = ""
    title: str = ""
    year: str = ""


class EdgeEvidence(Struct, frozen=True):
    """What stands behind an edge, the best statement first.

    Attributes:
        statements: its statements: outright ones before others, then by confidence.
        papers: their papers, each once, by identifier.
    """

    statements: tuple[StatementRow, ...]
    papers: tuple[PaperRow, ...]

    @property
    def drawn(self) -> bool:
        """Whether all of it is drawn."""
        return all(one.drawn for one in self.statements)

    @property
    def figures(self) -> tuple[str, ...]:
        """Identifiers of the figures, each once, sorted."""
        return tuple(sorted({one.figure for one in self.statements}))

    @property
    def agent(self) -> str:
        """What read it, in the words of Biolink: of several the reader of captions."""
        agents = {one.agent for one in self.statements}
        return agents.pop() if len(agents) == 1 else "text_mining_agent"


class Evidence:
    """All statements that are asserted, and their papers; what is behind an edge is looked up here."""

    def __init__(self, release: Release) -> None:
        """Read them.

        Raises:
            OutputError: the release cannot be read.
        """
        self._statements = {one.key: one for one in stream_statements(release) if not one.denied}
        self._papers = read_papers(release)

    def behind(self, edge: EdgeRow) -> EdgeEvidence:
        """What stands behind an edge."""
        statements = sorted((self._statements[key] for key in edge.assertions), key=_best_first)
        papers = sorted({one.paper for one in statements})
        return EdgeEvidence(tuple(statements), tuple(map(self.paper, papers)))

    def paper(self, pmcid: str) -> PaperRow:
        """A paper by its PubMed Central identifier."""
        return self._papers.get(pmcid) or PaperRow(pmcid)


def _best_first(one: StatementRow) -> tuple[bool, float, str]:
    return (not one.outright, -one.confidence, one.key)


def stream_statements(release: Release) -> Iterator[StatementRow]:
    """What figures state and deny, figure after figure; raises what ``stream_figures`` raises."""
    short = Shortener(release.prefixes)
    for _, nodes in stream_figures(release):
        for node in nodes.values():
            if node.is_a("fkg:Assertion") or node.is_a("fkg:NegatedAssertion"):
                yield _statement(node, nodes, short)


def _statement(node: Node, nodes: Mapping[str, Node], short: Shortener) -> StatementRow:
    figure, evidence = nodes[node["prov:wasDerivedFrom"]], nodes[node["fkg:evidence"]]
    reading = node["fkg:reading"].removeprefix(FKG)
    return StatementRow(
        key=key_of(node.iri),
        iri=node.iri,
        subject=short(node["rdf:subject"]),
        sign=1 if node["rdf:predicate"] == f"{FKG}activates" else -1,
        object=short(node["rdf:object"]),
        confidence=float(node["biolink:has_confidence_score"]),
        hedged=node["fkg:hedged"] == "true",
        inferred=reading == "SequenceChain",
        drawn=reading == "Drawn",
        denied=node.is_a("fkg:NegatedAssertion"),
        agent=node["biolink:agent_type"],
        trigger=one_line(evidence.get("fkg:trigger") or evidence.get("fkg:drawnAs")),
        sentence=one_line(words_of(evidence, nodes)),
        figure=_identifier(figure),
        page=figure.iri,
        paper=split_curie(short(figure["dcterms:isPartOf"])).local,
    )


def _identifier(figure: Node) -> str:
    """Of the identifiers of a figure the one that its page has."""
    names = figure.all("dcterms:identifier")
    return next((name for name in names if figure.iri.endswith(f"/{quote(name, safe=_UNRESERVED)}.html")), names[0])


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def read_papers(release: Release) -> dict[str, PaperRow]:
    """The papers of a release by their identifiers; raises what ``stream_figures`` raises."""
    short = Shortener(release.prefixes)
    found: dict[str, PaperRow] = {}
    for node in derived(release, "entities", short):
        if node.is_a("biolink:Article"):
            pmcid = split_curie(short(node.iri)).local
            title = one_line(node["rdfs:label"])
            found[pmcid] = PaperRow(
                pmcid=pmcid,
                pmid=_pmid(node),
                doi=node.get("bibo:doi"),
                title="" if title == pmcid else title,
                year=node.get("dcterms:issued"),
            )
    return found


def _pmid(paper: Node) -> str:
    """The PubMed number of a paper, as a property or as an IRI of PubMed that is the same."""
    if number := paper.get("bibo:pmid"):
        return number
    same = (*paper.all("skos:exactMatch"), *paper.all("owl:sameAs"))
    return next((found[1] for one in same if (found := _PUBMED.search(one))), "")


def drawn_statements(release: Release) -> frozenset[str]:
    """Keys of the statements that are drawn, found without parsing the release.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        with release.path.open("rb") as lines:
            return frozenset(key_of(line.split(b" ", 1)[0][1:-1].decode()) for line in lines if _DRAWN in line)
    except OSError as error:
        raise OutputError(str(release.path), reason_of(error)) from error


def is_drawn(edge: EdgeRow, drawn: frozenset[str]) -> bool:
    """Whether all that stands behind an edge is drawn.

    Args:
        edge: the edge.
        drawn: keys of the statements that are.
    """
    return drawn.issuperset(edge.assertions)
