"""One partition: a figure whose graph violates a shape is refused, the others are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from figkg.base.resources import mappings_folder, ontologies_folder
from figkg.build.figures import FigureJob, read_figures
from figkg.build.tools import Toolbox, take_fingerprints
from figkg.extract import partition

STRICT = """
@prefix fkg: <https://w3id.org/figkg/vocab#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix shape: <https://w3id.org/figkg/shape/> .
shape:Figure a sh:NodeShape ; sh:targetClass fkg:PathwayFigure ; sh:property shape:Figure-label .
shape:Figure-label sh:path rdfs:label ; sh:maxCount 1 ; sh:maxLength 5 ; sh:message "a label is one and short" .
"""
RECORD = "---\nfigid: {figid}\npmcid: PMC1\nfigtitle: {title}\ncaption: TP53 activates MDM2.\ngenes: []\n---\n"


@pytest.fixture
def strict(tmp_path: Path) -> Toolbox:
    """Tools whose shapes allow short labels only."""
    shutil.copytree(ontologies_folder(), tmp_path / "ontologies")
    (tmp_path / "ontologies" / "shapes.ttl").write_text(STRICT)
    mappings = mappings_folder().resolve()
    return Toolbox(str(mappings), str(tmp_path / "ontologies"), take_fingerprints(mappings, tmp_path / "ontologies"))


def read(folder: Path, records: dict[str, str], toolbox: Toolbox) -> list[tuple[str, list[object]]]:
    """Read records, and return kind and content of what each came to."""
    for name, record in records.items():
        (folder / "records").mkdir(exist_ok=True)
        (folder / "records" / f"{name}.md").write_text(record)
    (one,) = partition([str(folder / "records")], folder / "partitions", 100)
    result = read_figures(one, FigureJob(toolbox, str(folder)))
    assert result.read == len(records)
    lines = [msgspec.json.decode(line) for line in Path(result.outcomes).read_bytes().splitlines()]
    return [(kind, content[1] if kind == "made" else content[0]) for kind, _, *content in lines]


def test_a_figure_that_violates_a_shape_is_refused_with_the_reason(tmp_path: Path, strict: Toolbox) -> None:
    records = {
        name: RECORD.format(figid=f"PMC1__{name}", title=title) for name, title in {"a": "ok", "b": "too long"}.items()
    }
    (_, refusal), (_, figure) = sorted(read(tmp_path, records, strict), reverse=True)
    node = "https://pfocr.wikipathways.org/figures/PMC1__b.html"
    assert refusal[1] == "(graph)"
    assert refusal[2] == f'PMC1__b: {node}: a label is one and short (Figure-label, found "too long")'
    assert figure[0] == "PMC1__a"
    (written,) = tmp_path.glob("*.nq")
    assert "PMC1__b" not in written.read_text()


def test_two_records_of_one_figure_are_checked_apart(tmp_path: Path, strict: Toolbox) -> None:
    records = {name: RECORD.format(figid="PMC1__a", title=name) for name in ("one", "two")}
    assert [kind for kind, _ in read(tmp_path, records, strict)] == ["made", "made"]
