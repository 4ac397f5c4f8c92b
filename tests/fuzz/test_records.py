"""Whole records at random: each becomes a graph that can be read back, or is refused with its file and field."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figkg.base.errors import RecordError
from figkg.build.tools import Tools
from figkg.extract import RecordText, parse_record

QUIET = settings(deadline=None, max_examples=400, derandomize=True, suppress_health_check=list(HealthCheck))

NAMES = ["BCL2", "NF-κB", "akt1", "IL-6", "caspase-3", "NO", "ROS", "p53", "ERK1/2", "TNFα", "АРС", "WAS", "5-HT", ""]
NUMBERS = ["596", "4790", "207", "3569", "836", "7157", "999999999", "0", "NA", "x", "", "596.0"]
MESH = ["D009369", "mesh:D015464", "C535575", "D000000", "NA", "", "D9", "c000001"]
VERBS = ["activates", "inhibits", "is inhibited by", "does not activate", "may block", "→", "⊣", "and", ", so"]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
words = st.sampled_from(NAMES) | st.text(max_size=12)
genes = st.fixed_dictionaries(
    {"word": words},
    optional={
        "hgnc_symbol": words,
        "entrez": st.sampled_from(NUMBERS),
        "source": st.sampled_from(["hgnc_symbol", "bioentities_symbol", "famplex_relations", "drawing", ""]),
        "organism_id": st.sampled_from(["9606", "10090", "NA", ""]),
    },
)
things = st.fixed_dictionaries(
    {"word": words},
    optional={"mesh": st.sampled_from(MESH), "chebi": st.sampled_from(["16113", "chebi:1", "x", "NA"]), "name": words},
)
captions = st.lists(words | st.sampled_from(VERBS), max_size=16).map(" ".join)
plain: dict[str, st.SearchStrategy[Any]] = {
    "figid": st.from_regex(r"PMC[1-9][0-9]{0,4}__[\w. %/#-]{1,12}", fullmatch=True),
    "pmcid": st.from_regex(r"PMC[1-9][0-9]{0,6}", fullmatch=True),
    "caption": captions,
    "figtitle": st.text(max_size=20),
    "papertitle": st.text(max_size=20),
    "year": st.sampled_from(["1999", "2023", "0", "NA", "20233"]) | st.integers(0, 3000),
    "doi": st.sampled_from(["10.1000/x", "https://doi.org/10.1000/a<b>", "none", "10.1/ "]),
    "number": st.text(max_size=8),
    "figtype": st.text(max_size=8),
    "figid_alias": st.text(max_size=8),
    "organisms": st.lists(st.sampled_from(["Homo sapiens", "Mus musculus", "NA"]), max_size=3),
    "organisms_ner": st.sampled_from(["Homo sapiens", "NA", ""]),
    "automl_pathway": st.sampled_from(["0.9", "x", ""]) | st.floats(0, 1),
    "genes": st.lists(genes, max_size=6),
    "chemicals": st.lists(things, max_size=3),
    "diseases": st.lists(things, max_size=3),
}


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Fields of a record, of which a few may hold anything at all."""
    fields: dict[str, Any] = {
        name: draw(some) for name, some in plain.items() if name in ("figid", "pmcid") or draw(st.booleans())
    }
    for name in draw(st.lists(st.sampled_from([*plain, "other"]), max_size=2)):
        if draw(st.integers(0, 3)) == 0:
            fields[name] = draw(anything)
    return fields


def graph_of(source: RecordText, tools: Tools) -> list[str] | RecordError:
    """The lines of a record's graph, or why there are none."""
    try:
        figure = tools.grounder.ground(parse_record(source))
    except RecordError as error:
        return error
    assertions = tools.relator.relate(figure.record.caption, figure.mentions)
    for one in assertions:
        evidence = one.evidence
        assert figure.record.caption[evidence.start : evidence.end] == evidence.sentence
    return tools.writer.graph(figure, assertions).lines()


def as_text(content: Any) -> Any:
    """The same with yes and no as the words that YAML has for them, and without ends of lines of YAML 1.1."""
    if isinstance(content, dict):
        return {as_text(name): as_text(value) for name, value in content.items()}
    if isinstance(content, str):
        return content.translate({0x85: " ", 0x2028: " ", 0x2029: " "})
    if isinstance(content, list):
        return [as_text(value) for value in content]
    return str(content).lower() if isinstance(content, bool) else content


def check(found: list[str] | RecordError, tools: Tools) -> None:
    """That a graph says what it is to say, or that a refusal does."""
    if isinstance(found, RecordError):
        assert found.file.partition(" ")[0] == "x"
        assert found.field
        assert found.reason
        return
    quads = list(pyoxigraph.parse("".join(found).encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    assert len(quads) == len(found) == len(set(quads))
    assert len({quad.graph_name for quad in quads}) == 1
    assert [*tools.checker.check_lines(found)] == []
    again = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    assert again == "".join(found).encode()


@QUIET
@given(records())
def test_a_record_in_json_becomes_a_valid_graph_or_a_refusal(tools: Tools, fields: dict[str, Any]) -> None:
    content = json.dumps(fields).encode()
    found = graph_of(RecordText("x", content, {}, "json"), tools)
    check(found, tools)
    assert str(graph_of(RecordText("x", content, {}, "json"), tools)) == str(found)


@QUIET
@given(records())
def test_a_record_in_markdown_says_the_same_as_in_json(tools: Tools, fields: dict[str, Any]) -> None:
    texts = as_text(json.loads(json.dumps(fields), parse_float=str, parse_int=str))
    markdown = "---\n" + yaml.safe_dump(texts, allow_unicode=True, width=80) + "---\n"
    found = graph_of(RecordText("x", markdown.encode("utf-8", "replace"), {}), tools)
    check(found, tools)
    if not isinstance(found, RecordError) and not any("\ufffd" in line for line in found):
        same = graph_of(RecordText("x", json.dumps(texts).encode(), {}, "json"), tools)
        assert same == found


@QUIET
@given(st.binary(max_size=300), st.booleans())
def test_bytes_that_are_no_record_are_refused(tools: Tools, content: bytes, framed: bool) -> None:
    markdown = b"---\n" + content + b"\n---\n" if framed else content
    check(graph_of(RecordText("x", markdown, {"genes": content}), tools), tools)
    check(graph_of(RecordText("x", content, {}, "json"), tools), tools)
