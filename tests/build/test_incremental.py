"""Builds upon builds: the bytes of a full build, whatever happened before, and no work that is not needed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from figkg.base.errors import LossError, SourceError
from figkg.base.resources import MAPPINGS_VARIABLE, mappings_folder
from figkg.build import assemble, description, run, tools
from figkg.build.memory import STATE_FILE
from figkg.build.output import OutputFolder
from figkg.build.request import Request
from figkg.build.run import build_graph
from figkg.build.summary import Summary
from figkg.extract.questions import load_model_policy
from figkg.validate import find_broken_links
from tests.helpers.records import CAPTIONS, write

pytestmark = pytest.mark.slow

CONTENTS = ("figkg.nq", "quarantine.jsonl", "figkg.trig")


def build(out: Path, *sources: Path, full: bool = False, allow_loss: bool = True) -> Summary:
    """Build without an orchestrator."""
    named = tuple(map(str, sources))
    request = Request(sources=named, workers=1, partition_size=3, full=full, allow_loss=allow_loss)
    return build_graph(request, OutputFolder(out))


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in CONTENTS}


def store_and_lines(out: Path) -> tuple[set[str], set[str]]:
    """What the store holds, and what a new one holds that is filled from the files; to be equal."""
    fresh = pyoxigraph.Store()
    for name in ("figkg.nq", "run.nq"):
        fresh.load(path=str(out / "current" / name), format=pyoxigraph.RdfFormat.N_QUADS)
    return {str(quad) for quad in pyoxigraph.Store.read_only(str(out / "store"))}, {str(quad) for quad in fresh}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    for number, caption in enumerate(CAPTIONS):
        write(folder, 1 + number // 2, number, caption)
    return folder


def test_a_build_that_finds_nothing_new_does_nothing(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = build(out, records)
    assert (first.graph, first.unchanged, first.new) == (5, 0, 5)
    made = (out / "current").resolve()
    second = build(out, records)
    assert (second.read, second.graph, second.unchanged) == (5, 0, 5)
    assert (second.new, second.changed, second.withdrawn) == (0, 0, 0)
    assert (out / "current").resolve() == made
    assert len(list((out / "builds").iterdir())) == 1
    assert second.edges_and_doubts() == first.edges_and_doubts()


def test_only_what_changed_is_made(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, records)
    write(records, 1, 0, "BCL2 inhibits NFKB1.")
    write(records, 9, 9, "BCL2 activates NFKB1.")
    (records / "PMC2__f2.md").unlink()
    summary = build(out, records)
    assert (summary.graph, summary.unchanged) == (2, 3)
    assert (summary.new, summary.changed, summary.withdrawn) == (1, 1, 1)
    build(tmp_path / "whole", records)
    assert contents(out) == contents(tmp_path / "whole")
    stored, lines = store_and_lines(out)
    assert stored == lines


@pytest.mark.parametrize("full", [False, True])
def test_a_build_that_would_withdraw_much_of_the_graph_stops(full: bool, records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, records)
    before = contents(out)
    (records / "PMC2__f2.md").unlink()
    write(records, 1, 0, CAPTIONS[0], pmcid="broken")
    with pytest.raises(LossError) as caught:
        build(out, records, full=full, allow_loss=False)
    assert (caught.value.lost, caught.value.before, caught.value.example) == (2, 5, "PMC1__f0")
    assert caught.value.refusal.startswith(f"{records}/PMC1__f0.md: pmcid: ")
    assert contents(out) == before
    assert len(list((out / "builds").iterdir())) == 1
    assert build(out, records, full=full).figures == 3


def test_a_build_may_withdraw_a_tenth_of_the_graph_unasked(records: Path, tmp_path: Path) -> None:
    for number in range(10, 15):
        write(records, number, number, "")
    build(tmp_path / "out", records)
    (records / "PMC12__f12.md").unlink()
    assert build(tmp_path / "out", records, allow_loss=False).withdrawn == 1


def test_the_store_holds_the_record_that_won_though_others_were_loaded_before(records: Path, tmp_path: Path) -> None:
    out, more = tmp_path / "out", tmp_path / "more"
    more.mkdir()
    for number, caption in enumerate(("TNF activates BCL2.", CAPTIONS[1], "TNF inhibits NFKB1.")):
        write(more, 1 + number // 2, number, caption)
    for folders in ((records, more), (more, records)):
        summary = build(out, *folders, full=True)
        assert (summary.figures, summary.quarantined) == (5, 3)
        stored, lines = store_and_lines(out)
        assert stored == lines


def test_full_makes_everything_and_gives_the_same(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, records)
    before = contents(out)
    summary = build(out, records, full=True)
    assert (summary.graph, summary.unchanged) == (5, 0)
    assert contents(out) == before


def test_a_moved_record_is_known_and_quarantine_names_where_it_is(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (records / "broken.md").write_text("---\nfigid: X\n---\n")
    build(out, records)
    moved = tmp_path / "elsewhere"
    records.rename(moved)
    summary = build(out, moved)
    assert (summary.graph, summary.unchanged, summary.quarantined) == (0, 5, 1)
    assert str(moved / "broken.md") in (out / "quarantine.jsonl").read_text()
    build(tmp_path / "whole", moved)
    assert contents(out) == contents(tmp_path / "whole")


@pytest.fixture
def own_mappings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the mappings that a test may change."""
    folder = tmp_path / "mappings"
    shutil.copytree(mappings_folder(), folder)
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(folder))
    return folder


def test_a_corrected_word_makes_its_figures_again_and_no_others(
    records: Path, tmp_path: Path, own_mappings: Path
) -> None:
    out = tmp_path / "out"
    write(records, 7, 7, "p50X activates BCL2.", word="p50X")
    build(out, records)
    table = own_mappings / "words.sssom.tsv"
    head = next(line for line in table.read_text().splitlines() if not line.startswith("#")).split("\t")
    example = next(line for line in table.read_text().splitlines()[::-1] if "ncbigene:" in line).split("\t")
    row = dict(zip(head, example, strict=False))
    changed = {"subject_label": "p50X", "object_id": "ncbigene:4790", "object_label": "NFKB1"}
    with table.open("a") as file:
        file.write("\t".join((row | {name: value for name, value in changed.items() if name in row}).values()) + "\n")
    summary = build(out, records)
    assert (summary.graph, summary.unchanged) == (1, 5)
    build(tmp_path / "whole", records)
    assert contents(out) == contents(tmp_path / "whole")


def test_a_drawing_makes_its_figure_again_and_may_contradict_its_caption(records: Path, tmp_path: Path) -> None:
    out, drawn = tmp_path / "out", tmp_path / "drawn.jsonl"
    nodes = '"nodes": [{"label": "BCL2"}, {"label": "NFKB1", "entrez": "4790"}]'
    line = (
        '{"figid": "PMC1__f0", "by": "curator", %s, "edges": [{"source": "NFKB1", "target": "BCL2", "type": "%s"}]}\n'
    )

    def run(out: Path, *, full: bool = False) -> Summary:
        annotations = (str(drawn),)
        request = Request(sources=(str(records),), workers=1, partition_size=3, full=full, annotations=annotations)
        return build_graph(request, OutputFolder(out))

    build(out, records)
    drawn.write_text(line % (nodes, "inhibition"))
    first = run(out)
    assert (first.graph, first.unchanged, first.changed) == (1, 4, 1)
    assert run(out).graph == 0
    drawn.write_text(line % (nodes, "activation") + "no JSON\n")
    second = run(out)
    assert (second.graph, second.quarantined) == (1, 1)
    assert second.contradicted == first.contradicted + 2
    run(tmp_path / "whole", full=True)
    assert contents(out) == contents(tmp_path / "whole")
    assert "drawn.jsonl, line 2" in (out / "quarantine.jsonl").read_text()


def test_a_vision_model_that_is_away_ends_no_build(records: Path, tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    (images / "PMC1__f0.png").write_bytes(b"image")
    request = Request(sources=(str(records),), workers=1, vision="http://127.0.0.1:9", model="m", images=str(images))
    policy = load_model_policy(mappings_folder())
    policy = replace(policy, limits=replace(policy.limits, attempts=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "load_model_policy", lambda _: policy)
        summary = build_graph(request, OutputFolder(tmp_path / "out"))
    assert summary.figures == 5
    assert summary.images is not None
    assert summary.images.failed == {"no connection": 1}


def test_another_code_makes_everything(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    build(out, records)
    monkeypatch.setattr(tools, "_code", lambda: ("other", "other"))
    assert build(out, records).graph == 5


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("damage", [Path.unlink, _cut], ids=["gone", "cut off"])
def test_without_a_memory_everything_is_made(records: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    out = tmp_path / "out"
    build(out, records)
    damage(out / "current" / STATE_FILE)
    assert build(out, records).graph == 5


def test_two_records_of_one_figure_change_places(records: Path, tmp_path: Path) -> None:
    """The loser of a double is made when the winner is gone, though it was read before."""
    out = tmp_path / "out"
    (records / "sub").mkdir()
    write(records / "sub", 1, 0, "NFKB1 activates BCL2.")
    build(out, records)
    for name in ("PMC1__f0.md", "sub/PMC1__f0.md"):
        kept = (records / name).read_bytes()
        (records / name).unlink()
        build(out, records)
        build(tmp_path / f"whole {name[:3]}", records)
        assert contents(out) == contents(tmp_path / f"whole {name[:3]}")
        (records / name).write_bytes(kept)


class History(RuleBasedStateMachine):
    """A random history of additions, edits and removals, with builds in between."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        type(self).count += 1
        self.place = self.folder / str(self.count)
        self.records = self.place / "records"
        self.records.mkdir(parents=True)
        write(self.records, 1, 1, CAPTIONS[0])
        self.checked = True

    count = 0

    @rule(
        number=st.integers(1, 6),
        caption=st.sampled_from(CAPTIONS),
        word=st.sampled_from(["NFKB1", "p50", "qqq"]),
        pmcid=st.sampled_from(["", "", "", "broken"]),
    )
    def add_or_edit(self, number: int, caption: str, word: str, pmcid: str) -> None:
        write(self.records, 1 + number % 2, number, caption, word, pmcid)
        self.checked = False

    @precondition(lambda self: len(list(self.records.iterdir())) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(sorted(self.records.iterdir()))).unlink()
        self.checked = False

    @precondition(lambda self: not self.checked)
    @rule(size=st.integers(1, 4))
    def build(self, size: int) -> None:
        request = Request(sources=(str(self.records),), workers=1, partition_size=size, allow_loss=True)
        self.checked = True
        if all("pmcid: broken" in path.read_text() for path in self.records.iterdir()):
            with pytest.raises(SourceError, match=r"none of its \d records can be used; the first: .*, pmcid: "):
                build_graph(request, OutputFolder(self.place / "out"))
            return
        summary = build_graph(request, OutputFolder(self.place / "out"))
        whole = self.place / "whole"
        shutil.rmtree(whole, ignore_errors=True)
        again = build_graph(replace(request, full=True), OutputFolder(whole))
        for name in ("figkg.nq", "quarantine.jsonl"):
            assert (self.place / "out" / name).read_bytes() == (whole / name).read_bytes()
        assert summary.edges_and_doubts() == again.edges_and_doubts()
        assert (summary.read, summary.figures, summary.quarantined) == (again.read, again.figures, again.quarantined)

    @invariant()
    def numbers_balance(self) -> None:
        """Each build checks it itself; a build that does not balance raises."""


def test_any_history_ends_in_the_bytes_of_a_full_build(tmp_path: Path) -> None:
    History.folder = tmp_path
    case = History.TestCase
    case.settings = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()


def test_the_same_bytes_under_another_ending_are_read_anew(records: Path, tmp_path: Path) -> None:
    out, more = tmp_path / "out", tmp_path / "more"
    more.mkdir()
    document = (
        '{"_id": "PMC5__f5.jpg", "associatedWith": {"pmc": "PMC5", "figureId": "PMC5__f5.jpg", "mentions": {}}}\n'
    )
    (more / "record.md").write_text(document)
    assert build(out, records, more).quarantined == 1
    (more / "record.md").rename(more / "record.jsonl")
    second = build(out, records, more / "record.jsonl")
    whole = build(tmp_path / "whole", records, more / "record.jsonl")
    assert (second.figures, second.quarantined) == (whole.figures, whole.quarantined)
    assert contents(out) == contents(tmp_path / "whole")


def test_other_code_of_exports_or_pages_makes_what_is_derived_again(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build(out, records)
    first = (out / "current").resolve()
    deciding, _ = tools._code()
    monkeypatch.setattr(tools, "_code", lambda: (deciding, "other"))
    summary = build(out, records)
    assert (summary.graph, summary.unchanged) == (0, 5)
    assert (out / "current").resolve() != first


def _zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("name", ["figkg.nq", "run.nq", STATE_FILE])
@pytest.mark.parametrize("hurt", [Path.unlink, _cut, _zero], ids=["gone", "cut off", "zeroed"])
def test_a_damaged_build_is_made_anew(
    hurt: Callable[[Path], None], name: str, records: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    build(out, records)
    before = contents(out)
    hurt(out / "current" / name)
    assert build(out, records).graph == 5
    assert contents(out) == before
    told = capfd.readouterr().err
    assert (f"{name} is not as it was written; every graph is made anew" in told) == (hurt is not Path.unlink)


def test_what_was_built_is_on_the_disk_before_it_is_used(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda number: written.append(Path(f"/proc/self/fd/{number}").readlink().name))
    build(tmp_path / "out", records)
    assert {"figkg.nq", "run.nq", "summary.json", STATE_FILE} <= set(written)


def test_another_version_of_figkg_that_decides_the_same_gives_the_bytes_of_a_full_build(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefixes: dict[str, str]
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    build(out, records)
    deciding, _ = tools._code()
    monkeypatch.setattr(tools, "_code", lambda: (deciding, "of the other version"))
    for module in (assemble, description, run):
        monkeypatch.setattr(module, "__version__", "9.9.9")
    write(records, 9, 9, "BCL2 activates NFKB1.")
    assert build(out, records).unchanged == 5
    build(whole, records)
    assert contents(out) == contents(whole)
    assert b'"9.9.9"' in (out / "run.nq").read_bytes()
    assert list(find_broken_links(pyoxigraph.Store.read_only(str(out / "store")), prefixes)) == []
