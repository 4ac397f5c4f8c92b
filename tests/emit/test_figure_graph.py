"""The graph of a figure: its lines in order, each once; what it remembers is its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pyoxigraph
import pytest
from msgspec.structs import replace

from figkg.base.regions import NOWHERE, Box, Line, Place
from figkg.emit import FigureWriter, Vocabulary
from figkg.emit.figure_graph import drawn_key
from figkg.extract.record import FigureRecord, GeneRow
from figkg.ground import Entity, GroundedFigure, Grounder, Grounding
from figkg.relate import Relator
from figkg.relate.drawings import DrawnAssertion

TNF = Entity("ncbigene:7124", "gene", "TNF", "9606")
PAGE = "<https://pfocr.wikipathways.org/figures/PMC1__f1.html>"


@pytest.fixture
def make_figure(make_record: Callable[..., FigureRecord]) -> Callable[..., GroundedFigure]:
    """Makes a figure that shows TNF, with groundings of its words."""

    def make(*groundings: Grounding, **fields: object) -> GroundedFigure:
        return GroundedFigure(make_record(**fields), (TNF,), groundings, (), "9606")

    return make


def said(lines: list[str], predicate: str) -> list[str]:
    """Objects of a predicate."""
    return [line.split(" ", 2)[2].rsplit(" ", 2)[0] for line in lines if line.split(" ")[1] == predicate]


def test_lines_are_in_order_and_each_once(
    grounder: Grounder, vocabulary: Vocabulary, make_record: Callable[..., FigureRecord]
) -> None:
    rows = (GeneRow("NF-KB", "NFKB1", "4790", ""), GeneRow("light", "TNFSF14", "8740", ""))
    figure = grounder.ground(make_record("NF-κB “binds” Ca2+ (in breast cancer).", rows, alias="PMC1__F1"))
    lines = FigureWriter(vocabulary).graph(figure, ()).lines()
    assert lines == sorted(set(lines))
    quads = list(pyoxigraph.parse("".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    assert pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) == "".join(lines).encode()


def test_a_word_that_is_the_label_needs_no_grounding(
    vocabulary: Vocabulary, make_figure: Callable[..., GroundedFigure]
) -> None:
    word = vocabulary("fkg:word")
    writer = FigureWriter(vocabulary)
    for written, wanted in (("TNF", []), ("Tnf", []), ("TNFA", ['"TNFA"'])):
        grounding = Grounding(written, TNF.curie, "gene", "figure", "number")
        assert said(writer.graph(make_figure(grounding), ()).lines(), word) == wanted
    doubted = Grounding("TNF", TNF.curie, "gene", "figure", "number", ("retired-number",))
    assert said(writer.graph(make_figure(doubted), ()).lines(), word) == ['"TNF"']


def test_a_word_read_from_image_and_caption_is_one_grounding(
    vocabulary: Vocabulary, make_figure: Callable[..., GroundedFigure]
) -> None:
    figure = make_figure(
        Grounding("TNFA", TNF.curie, "gene", "caption", "alias symbol"),
        Grounding("TNFA", TNF.curie, "gene", "figure", "number"),
    )
    graph = FigureWriter(vocabulary).graph(figure, ())
    lines = graph.lines()
    assert lines == sorted(set(lines))
    assert said(lines, vocabulary("fkg:inFigure")) == [PAGE]
    assert said(lines, vocabulary("fkg:readFrom")) == ['"caption"', '"figure"']
    assert graph.statistics(vocabulary).triples == len(lines)


def test_an_alias_that_is_the_identifier_is_said_once(
    vocabulary: Vocabulary, make_figure: Callable[..., GroundedFigure]
) -> None:
    lines = FigureWriter(vocabulary).graph(make_figure(alias="PMC1__f1"), ()).lines()
    assert said(lines, vocabulary("dcterms:identifier")) == ['"PMC1__f1"']


def test_statistics_are_those_of_the_lines(
    grounder: Grounder, vocabulary: Vocabulary, make_record: Callable[..., FigureRecord]
) -> None:
    figure = grounder.ground(make_record("STAT3 binds.", (GeneRow("NF-KB", "NFKB1", "4790", ""),)))
    graph = FigureWriter(vocabulary).graph(figure, ())
    terms = [line.split(" ", 3) for line in graph.lines()]
    found = graph.statistics(vocabulary)
    assert found.subjects == len({subject for subject, *_ in terms})
    assert found.properties == Counter(vocabulary.curie(predicate) for _, predicate, *_ in terms)
    assert found.classes["fkg:Grounding"] == 1


def test_a_writer_remembers_nothing_of_another(
    prefixes: dict[str, str], make_figure: Callable[..., GroundedFigure]
) -> None:
    figure = make_figure(Grounding("TNFA", TNF.curie, "gene", "figure", "number"))
    for space in ("https://a.example/gene/", "https://b.example/gene/"):
        lines = FigureWriter(Vocabulary(prefixes | {"ncbigene": space})).graph(figure, ()).lines()
        assert sum(f"<{space}7124>" in line for line in lines) == 2


def test_where_an_edge_is_drawn_stands_with_its_evidence_as_far_as_it_is_known(
    grounder: Grounder, vocabulary: Vocabulary, make_record: Callable[..., FigureRecord]
) -> None:
    figure = grounder.ground(make_record("TNF and IL6."))
    a, b = (one.curie for one in figure.entities[:2])
    bare = DrawnAssertion(b, a, 1, 0.9, "curator", "arrow", "b", "a", "0000218")
    place = Place(Box(10, 20, 70, 20), Box(160, 25, 60, 20), Line((80, 30), (160, 30)), "A")
    writer = FigureWriter(vocabulary)
    without, whole, panel = (
        set(writer.graph(figure, (), [replace(bare, place=one)]).lines()) for one in (NOWHERE, place, Place(panel="A"))
    )
    assert without < panel < whole
    added = sorted(line.split(" <https://w3id.org/figkg/graph/")[0] for line in whole - without)
    key = drawn_key("PMC1__f1", bare)
    evidence, region = vocabulary.evidence(key), vocabulary.region(key)
    assert added == sorted(
        f"{node} {vocabulary(name)} {thing}"
        for node, name, thing in (
            (evidence, "fkg:subjectBox", '"xywh=10,20,70,20"'),
            (evidence, "fkg:objectBox", '"xywh=160,25,60,20"'),
            (evidence, "fkg:drawnLine", '"80,30 160,30"'),
            (evidence, "fkg:panel", '"A"'),
            (evidence, "oa:hasSelector", region),
            (region, "rdf:type", vocabulary("oa:FragmentSelector")),
            (region, "dcterms:conformsTo", "<http://www.w3.org/TR/media-frags/>"),
            (region, "rdf:value", '"xywh=10,20,210,25"'),
        )
    )


def test_only_what_is_stated_outright_is_an_assertion_of_knowledge(
    grounder: Grounder, relator: Relator, vocabulary: Vocabulary, make_record: Callable[..., FigureRecord]
) -> None:
    caption = "TNF activates IL6. EGF may activate EGFR. TP53 inhibits MYC."
    figure = grounder.ground(make_record(caption))
    stated, possible, candidate = relator.relate(caption, figure.mentions)
    assert (stated.hedged, possible.hedged) == (False, True)
    a, b = (one.curie for one in figure.entities[:2])
    drawn = DrawnAssertion(b, a, 1, 0.9, "curator", "arrow", "b", "a", "0000218")
    lines = FigureWriter(vocabulary).graph(figure, [stated, possible], [drawn], [candidate]).lines()
    levels, agents, labels = (
        {line.split(" ", 1)[0]: line.split(" ", 2)[2].split('"')[1] for line in lines if f" {name} " in line}
        for name in map(vocabulary, ("biolink:knowledge_level", "biolink:agent_type", "rdfs:label"))
    )
    told = {labels[node]: (level, agents[node]) for node, level in levels.items()}
    knowledge, prediction, text = "knowledge_assertion", "prediction", "text_mining_agent"
    assert {label: said for label, said in told.items() if "drawn" not in label} == {
        "TNF activates IL6 (PMC1, figure 1)": (knowledge, text),
        "EGF activates EGFR (PMC1, figure 1)": (prediction, text),
        "TP53 perhaps inhibits MYC (PMC1, figure 1)": (prediction, text),
    }
    assert [said for label, said in told.items() if "drawn" in label] == [(knowledge, "manual_agent")]
