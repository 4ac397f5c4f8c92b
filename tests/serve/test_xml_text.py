"""XML that every parser takes."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pyoxigraph
import pytest

from figkg.serve.description import serialize
from figkg.serve.xml_text import NoXmlNameError, XmlFile, with_xml_names

NODE = pyoxigraph.NamedNode("urn:x")


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_characters_that_come_in_pieces_are_whole(size: int) -> None:
    text = "<a>\x00\ufffe\uffff\ufffd\r\n\t\x1f é 漢 🧬</a>"
    content, target = text.encode(), io.BytesIO()
    file = XmlFile(target)
    assert sum(file.write(content[start : start + size]) for start in range(0, len(content), size)) == len(content)
    assert ElementTree.fromstring(target.getvalue()).text == "\ufffd\ufffd\ufffd\ufffd\r\n\t\ufffd é 漢 🧬"


def test_descriptions_are_well_formed() -> None:
    triple = pyoxigraph.Triple(NODE, pyoxigraph.NamedNode("urn:p"), pyoxigraph.Literal("a\x01b"))
    texts = [one.text for one in ElementTree.fromstring(serialize([triple], "application/rdf+xml")).iter()]
    assert "a\ufffdb" in texts


@pytest.mark.parametrize(("name", "fits"), [("a", True), ("1a", True), ("_1", True), ("1", False), ("a/", False)])
def test_properties_need_a_name_of_xml(name: str, fits: bool) -> None:
    triples = [pyoxigraph.Triple(NODE, pyoxigraph.NamedNode(f"http://x/{name}"), NODE)]
    if fits:
        assert list(with_xml_names(triples)) == triples
        assert len(ElementTree.fromstring(serialize(triples, "application/rdf+xml"))) == 1
    else:
        with pytest.raises(NoXmlNameError, match="ask for text/turtle"):
            list(with_xml_names(triples))
