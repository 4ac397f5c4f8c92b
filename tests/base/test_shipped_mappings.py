"""Every table and setting of mappings/ refuses nonsense, with its file and the line.

``FILES`` × kinds of nonsense: each file is changed in every place where a kind of nonsense fits.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from figkg.base.errors import MappingError
from figkg.base.kinds import read_kinds
from figkg.base.resources import mappings_folder, read_prefixes
from figkg.extract.questions import load_model_policy
from figkg.fetch.configuration import read_sources
from figkg.ground import Grounder
from figkg.ground.bare import load_affixes
from figkg.ground.boundaries import load_boundaries
from figkg.ground.curated import REQUIRED, load_corrections
from figkg.ground.fusions import load_fusions
from figkg.ground.organisms import load_organisms
from figkg.ground.policy import load_policy
from figkg.ground.senses import load_senses
from figkg.ground.unlikely import load_unlikely_words
from figkg.ground.usage import load_usage
from figkg.ground.wordings import load_wordings
from figkg.load.profiles import read_profiles
from figkg.reference.processes import read_processes
from figkg.relate.bystanders import load_bystanders
from figkg.relate.denial import load_denial
from figkg.relate.drawings import load_drawing_policy
from figkg.relate.grammar import load_grammar
from figkg.relate.judgement import load_judgement
from figkg.relate.lexicon import load_lexicon
from figkg.relate.verdicts import load_verdicts
from figkg.relate.vocabulary import load_vocabulary

Load = Callable[[Path], object]
SETTINGS: dict[str, Load] = {
    "affixes.yaml": load_affixes,
    "boundaries.yaml": load_boundaries,
    "bystanders.yaml": load_bystanders,
    "constructions.yaml": load_vocabulary,
    "denials.yaml": lambda folder: load_denial(folder, load_lexicon(mappings_folder())),
    "drawings.yaml": load_drawing_policy,
    "fusions.yaml": load_fusions,
    "grammar.yaml": load_grammar,
    "grounding.yaml": load_policy,
    "judgement.yaml": load_judgement,
    "kinds.yaml": read_kinds,
    "organisms.yaml": load_organisms,
    "prefixes.yaml": read_prefixes,
    "relations.yaml": load_lexicon,
    "sources.yaml": read_sources,
    "stores.yaml": read_profiles,
    "unlikely_mentions.yaml": load_unlikely_words,
    "verdicts.yaml": load_verdicts,
    "vision.yaml": load_model_policy,
    "wordings.yaml": load_wordings,
}
TABLES = (
    "chemical_abbreviations.tsv",
    "caption_names.tsv",
    "identifiers.sssom.tsv",
    "processes.tsv",
    "senses.tsv",
    "verdicts.tsv",
    "words.sssom.tsv",
)
VERDICT = "\tncbigene:596\tinhibits\tgo:0006915\t\tright\t\t0000-0002-1825-0097\t2026-11-28"
Place = list[Any]


def places(node: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Every value of a file with the way to it; of the entries of a list the first."""
    yield place, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from places(value, [*place, key])
    elif isinstance(node, list) and node:
        yield from places(node[0], [*place, 0])


def put(root: Any, place: Place, value: Any) -> Any:
    """A copy of a file with another value in a place."""
    if not place:
        return value
    whole = copy.deepcopy(root)
    node = whole
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    return whole


def nonsense(kind: str, root: Any) -> Iterator[Any]:
    for place, node in places(root, []):
        if kind == "an unknown field" and not place and isinstance(node, dict):
            yield {**node, "nonsense field": {}}
        elif kind == "an entry twice" and isinstance(node, list) and node and not isinstance(node[0], list):
            yield put(root, place, [*node, node[0]])
        elif kind == "an empty entry" and isinstance(node, list) and node and isinstance(node[0], str):
            yield put(root, place, [*node, ""])
        elif kind == "a number out of range" and isinstance(node, (int, float)) and not isinstance(node, bool):
            yield put(root, place, -500)
        elif kind == "a list for a value" and isinstance(node, (int, float)):
            yield put(root, place, [[]])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A mappings folder of which each file may be replaced."""
    for path in mappings_folder().resolve().iterdir():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def refused(load: Load, folder: Path, name: str) -> None:
    with pytest.raises(MappingError) as caught:
        load(folder)
    assert caught.value.table == name
    assert caught.value.row is not None, str(caught.value)


KINDS = ("an unknown field", "an entry twice", "an empty entry", "a number out of range", "a list for a value")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_refuses_nonsense_with_its_line(name: str, kind: str, folder: Path) -> None:
    file = folder / name
    root = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    file.unlink()
    for wrong in list(nonsense(kind, root))[:40]:
        file.write_text(yaml.dump(wrong, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))
        refused(SETTINGS[name], folder, name)


def load_table(name: str, folder: Path, grounder: Grounder) -> object:
    if name.endswith(".sssom.tsv"):
        return load_corrections(folder, grounder.tables)
    if name == "caption_names.tsv":
        return load_usage(folder, grounder.tables)
    if name == "processes.tsv":
        return read_processes(folder, grounder.tables.processes)
    return load_senses(folder) if name in ("senses.tsv", "chemical_abbreviations.tsv") else load_verdicts(folder)


def an_unknown_column(header: str, row: str) -> tuple[list[str], int]:
    return [f"{header}\tnonsense", f"{row}\t"], 1


def a_missing_column(header: str, row: str) -> tuple[list[str], int]:
    return [header.rpartition("\t")[0].rpartition("\t")[0], row], 1


def a_column_twice(header: str, row: str) -> tuple[list[str], int]:
    return [f"{header}\t{header.split(chr(9))[0]}", f"{row}\t"], 1


def a_row_twice(header: str, row: str) -> tuple[list[str], int]:
    return [header, row, row], 3


def a_cell_too_many(header: str, row: str) -> tuple[list[str], int]:
    return [header, row, f"{row}\tnonsense"], 3


def a_cell_too_few(header: str, row: str) -> tuple[list[str], int]:
    return [header, row, row.partition("\t")[2]], 3


WRONG = (an_unknown_column, a_missing_column, a_column_twice, a_row_twice, a_cell_too_many, a_cell_too_few)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", TABLES)
def test_a_table_refuses_nonsense_with_its_line(
    name: str, wrong: Callable[[str, str], tuple[list[str], int]], folder: Path, grounder: Grounder
) -> None:
    file = folder / name
    header, *rows = [line for line in file.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    for other in folder.glob("*.sssom.tsv"):
        other.unlink()
    file.unlink(missing_ok=True)
    lines, line = wrong(header, rows[0] or VERDICT)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        load_table(name, folder, grounder)
    assert (caught.value.table, caught.value.row) == (name, line)


def test_ordinary_words_stand_there_once(folder: Path) -> None:
    file = folder / "ordinary_words.txt"
    content = file.read_text(encoding="utf-8")
    file.unlink()
    file.write_text(f"{content}ace\n", encoding="utf-8")
    refused(load_unlikely_words, folder, "ordinary_words.txt")


def test_a_row_of_words_may_not_say_two_things(folder: Path, grounder: Grounder) -> None:
    row = "\tCDC2\tskos:exactMatch\tncbigene:983\tCDK1\tsemapv:ManualMappingCuration\t"
    for added, said in (
        ("Not", "'CDC2' is ncbigene:983 in one row and not in another"),
        ("Nott", "predicate_modifier 'Nott' is neither empty nor Not"),
    ):
        for other in folder.glob("*.sssom.tsv"):
            other.unlink()
        columns = "\t".join((*REQUIRED, "predicate_modifier"))
        (folder / "a.sssom.tsv").write_text(f"{columns}\n{row}\n{row}{added}\n", encoding="utf-8")
        with pytest.raises(MappingError) as caught:
            load_corrections(folder, grounder.tables)
        assert (caught.value.row, caught.value.reason) == (3, said)


def test_every_file_of_mappings_is_tried_here() -> None:
    elsewhere = {"confidence.json", "ordinary_words.txt"}
    found = {path.name for path in mappings_folder().iterdir() if path.is_file() and not path.name.startswith(".")}
    assert found - elsewhere == SETTINGS.keys() | set(TABLES)
