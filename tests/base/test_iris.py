"""IRIs: those of the graph's own things are fixed and stand in one place; all others come from the prefix map."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.iris import BASE, FKG, GRAPHS, OWN, Shortener, expand, read_curie
from figkg.base.resources import MAPPINGS_VARIABLE, mappings_folder, read_prefixes

PACKAGE = Path(__file__).parent.parent.parent / "flows" / "figkg"
USER_AGENT = "figkg (https://w3id.org/figkg)"
"""How requests name the project, which is no IRI of the graph."""


@pytest.fixture
def prefixes_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The prefix map of another mappings folder."""
    file = tmp_path / "prefixes.yaml"
    file.write_text((mappings_folder() / "prefixes.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(tmp_path))
    return file


def replace(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_the_base_stands_in_one_place_of_the_code() -> None:
    texts = {path: path.read_text(encoding="utf-8").replace(USER_AGENT, "") for path in PACKAGE.rglob("*.py")}
    assert [path for path, text in texts.items() if BASE.rstrip("/") in text] == [PACKAGE / "base" / "iris.py"]


def test_the_shipped_prefixes_are_those_that_the_graph_is_published_under() -> None:
    prefixes = read_prefixes()
    assert {name: iri for name, iri in prefixes.items() if iri.startswith(BASE)} == dict(OWN)
    assert (FKG, GRAPHS) == ("https://w3id.org/figkg/vocab#", "https://w3id.org/figkg/graph/")


@pytest.mark.parametrize("prefix", OWN)
def test_another_iri_for_a_thing_of_the_graph_is_refused(prefixes_file: Path, prefix: str) -> None:
    replace(prefixes_file, f"\n{prefix}: https://w3id.org/figkg/", f"\n{prefix}: https://example.org/")
    lines = prefixes_file.read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines, 1) if line.startswith(f"{prefix}:"))
    with pytest.raises(MappingError) as caught:
        read_prefixes()
    there = OWN[prefix].replace(BASE, "https://example.org/")
    assert str(caught.value) == (
        f"mapping prefixes.yaml, line {row}: {prefix}: is {there}, but the graph is published under {OWN[prefix]}"
    )


def test_a_map_without_a_thing_of_the_graph_is_refused(prefixes_file: Path) -> None:
    replace(prefixes_file, "\nedge: https://w3id.org/figkg/edge/", "")
    with pytest.raises(MappingError) as caught:
        read_prefixes()
    assert str(caught.value) == (
        "mapping prefixes.yaml: edge: is missing; the graph is published under https://w3id.org/figkg/edge/"
    )


def test_other_prefixes_are_those_of_the_map(prefixes_file: Path) -> None:
    replace(prefixes_file, "https://identifiers.org/ncbigene/", "https://www.ncbi.nlm.nih.gov/gene/")
    prefixes = read_prefixes()
    assert expand("ncbigene:596", prefixes) == "https://www.ncbi.nlm.nih.gov/gene/596"
    assert Shortener(prefixes)("https://www.ncbi.nlm.nih.gov/gene/596") == "ncbigene:596"


def test_a_prefix_that_the_map_lacks_is_named() -> None:
    with pytest.raises(MappingError, match=r"prefixes\.yaml: has no prefix 'wp', which wp:source needs"):
        expand("wp:source", {})


@pytest.mark.parametrize(
    "text", ["", "n", "n:", ":1", "m:1", "n:1 ", "n:1> ?p", "n:a/b", "n:%", "n:%zz", "n:\ue000", "n:\n"]
)
def test_what_is_typed_makes_no_iri_unless_it_is_a_curie(text: str) -> None:
    assert read_curie(text, {"n": "http://n/"}) is None
