"""Front matter read without compiled code, where FIGKG_YAML says so: the same records, and the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml_rs

from figkg.base.errors import MappingError, RecordError
from figkg.base.resources import mappings_folder, ontologies_folder
from figkg.build.tools import take_fingerprints
from figkg.extract import RecordText, parse_record
from figkg.extract.front_matter import READER_VARIABLE, read_yaml
from tests.faults.test_yaml import BOMBS, FINE, HEAD

RECORDS = sorted((Path(__file__).parents[1] / "records" / "_figures").glob("*.md"))


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pure reader; the compiled one is out of reach."""
    monkeypatch.setenv(READER_VARIABLE, "pure")
    monkeypatch.delattr(yaml_rs, "loads")


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize("name", BOMBS)
def test_front_matter_that_breaks_things_is_refused(name: str) -> None:
    record = RecordText("x.md", b"---\n" + HEAD.encode() + BOMBS[name]() + b"\n---\n", {})
    if name in FINE - {"an alias of itself"}:
        with pytest.raises(RecordError, match="could not determine a constructor"):
            parse_record(record)
    else:
        with pytest.raises(RecordError) as caught:
            parse_record(record)
        assert len(str(caught.value)) < 500
    assert not Path("/tmp/forged").exists()


def test_shipped_records_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [RecordText(path.name, path.read_bytes(), {}) for path in RECORDS]
    compiled = [parse_record(one) for one in texts]
    monkeypatch.setenv(READER_VARIABLE, "pure")
    assert [parse_record(one) for one in texts] == compiled
    assert len(compiled) > 40


def test_a_build_knows_which_reader_its_figures_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = mappings_folder(), ontologies_folder()
    before = take_fingerprints(*folders)
    monkeypatch.setenv(READER_VARIABLE, "pure")
    after = take_fingerprints(*folders)
    assert (after.code != before.code, after.data) == (True, before.data)


def test_another_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READER_VARIABLE, "fast")
    with pytest.raises(MappingError, match="FIGKG_YAML: 'fast' is no reader of YAML; there are: compiled, pure"):
        read_yaml("a: b\n", "x.md")
