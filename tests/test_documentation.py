"""The pages say what is so: their trees, paths and names are there, their examples run, their lists are whole."""

from __future__ import annotations

import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import figkg
from tests.helpers.answers import failed_examples
from tests.test_architecture import APART, PACKAGE, ROOMS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
PAGES = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "benchmarks" / "README.md", ROOT / "output" / "README.md"]
)
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")
FOLDERS = ("benchmarks/", "deploy/", "docs/", "flows/", "mappings/", "ontologies/", "tests/", ".ci/")
"""What a page names before it is there."""
LONGEST_DECISION = 20

_PATH = re.compile(rf"(?<![\w/.:-])(?:{'|'.join(map(re.escape, FOLDERS))})[\w./*-]*")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NAME = re.compile(r"\bfigkg(?:\.\w+)+")
_CAMEL = re.compile(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)*)(?:\.\w+)?`")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def tree(section: str) -> set[str]:
    """The names in the first indented block of a section of the architecture page."""
    block = re.search(rf"^## {section}\n(?:\S?.*\n)*?\n((?:    \S.*\n)+)", ARCHITECTURE, re.MULTILINE)
    assert block, section
    return {line.split()[0].rstrip("/") for line in block[1].splitlines()}


def prose(page: Path) -> str:
    """A page without its examples."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("    "))


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def test_every_room_stands_in_the_tree_and_the_other_way_round() -> None:
    found = {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__" and path.name != "data"}
    assert tree("The package") == found


def test_everything_at_the_top_stands_in_the_tree_and_the_other_way_round() -> None:
    named = tree("The repository")
    assert [name for name in named if not (ROOT / name).exists()] == []
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("no checkout: what else lies here is not known")
    tracked = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    assert tracked <= named


def test_the_direction_of_imports_is_the_one_that_is_tested() -> None:
    block = re.search(r"    (base ←.*\n(?:    .*\n)*)", ARCHITECTURE)
    assert block
    steps = [step.split(" · ") for step in " ".join(block[1].split()).removeprefix("← ").split(" ← ")]
    assert [room for step in steps for room in step] == list(ROOMS)
    beside = {(room, other) for step in steps for room in step for other in step if room < other}
    assert beside == {tuple(sorted((room, other))) for room, others in APART.items() for other in others}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    named = {found.rstrip("./*-") for found in _PATH.findall(page.read_text(encoding="utf-8"))}
    kept = {path for path in named if "/." not in path}  # what is hidden in a folder is made
    missing = {path for path in kept if not (ROOT / path).exists() and not any(ROOT.glob(f"{path}*"))}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        if ":" in target:
            continue
        path = (page.parent / target) if target else page
        assert path.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_name_of_python_that_a_page_names_can_be_imported(page: Path) -> None:
    for name in sorted(set(_NAME.findall(prose(page)))):
        if name.split(".")[-1] not in ("nq", "trig", "ttl", "ipynb", "built", "service"):  # files, an event, a unit
            resolve(name)


def resolve(name: str) -> object:
    """What a dotted name stands for."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise AssertionError(name)


def test_every_class_that_the_architecture_names_shortly_is_named_in_full_too() -> None:
    full = {name.rpartition(".")[2] for name in _NAME.findall(ARCHITECTURE)}
    assert set(_CAMEL.findall(prose(DOCS / "architecture.md"))) <= full | {"Makefile"}


@pytest.mark.parametrize("page", ["README.md", "docs/api.md", "docs/architecture.md"])
def test_the_examples_of_a_page_give_what_it_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as in a checkout, but for what is written."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    failed, there = failed_examples(ROOT / page)
    assert failed == 0
    assert there > 2


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_what_was_rejected(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_DECISION
    number, title = re.match(r"# (\d+)\. (.+)\n\nStatus: accepted", text).groups()  # type: ignore[union-attr]
    assert decision.name.startswith(f"{int(number):04d}-")
    assert re.findall(r"^\*\*(\w+)[.*]", text, re.MULTILINE) == ["Context", "Decision", "Rejected", "Consequences"]
    assert f"| [{number}](decisions/{decision.name}) | {title} |" in (DOCS / "README.md").read_text(encoding="utf-8")


def test_the_index_names_every_page() -> None:
    named = {(DOCS / link.partition("#")[0]).resolve() for link in _LINK.findall((DOCS / "README.md").read_text())}
    assert {path for path in DOCS.rglob("*.md") if path.name != "README.md"} <= named


def test_the_citation_and_the_changelog_tell_the_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    released = re.findall(r"^## (\d\S*) — (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert (citation["version"], citation["date-released"]) == released[0]
    assert citation["version"] == figkg.__version__
    assert citation["license"] == "MIT"
