"""The output folder: one build in use, switched in one step, never two writers."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from figkg.base.errors import OutputError
from figkg.build.output import OutputFolder, seal


def publish(folder: OutputFolder, content: str) -> Path:
    build = folder.begin()
    (build / "figkg.nq").write_text(content)
    (build / "store").mkdir()
    seal(build, {})
    folder.publish(build)
    return build


def test_a_folder_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="run `figkg build SOURCE --out DIR` first"):
        _ = OutputFolder(tmp_path).store


def test_the_names_follow_the_build_in_use(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    publish(folder, "one")
    assert (tmp_path / "out" / "figkg.nq").read_text() == "one"
    second = publish(folder, "two")
    assert (tmp_path / "out" / "figkg.nq").read_text() == "two"
    assert folder.current == second.resolve()


def test_an_unfinished_build_changes_nothing_and_is_removed(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    publish(folder, "one")
    killed = folder.begin()
    (killed / "figkg.nq").write_text("half")
    assert (tmp_path / "out" / "figkg.nq").read_text() == "one"
    folder.begin()
    assert not killed.exists()
    assert (tmp_path / "out" / "figkg.nq").read_text() == "one"


REMOVE_UNTIL_KILLED = """
import os, signal, sys
from pathlib import Path
from figkg.build.output import remove_build

left = int(sys.argv[2])

def count(event, _arguments):
    global left
    if event in ("os.remove", "os.rmdir"):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
remove_build(Path(sys.argv[1]))
"""


def test_a_removal_that_is_killed_at_any_step_is_finished_by_the_next_build(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    publish(folder, "one")
    ends: list[int] = []
    while 0 not in ends:
        build = folder.begin()
        for name in ("figkg.nq", "report.html", "run.nq"):
            (build / name).write_text("")
        (build / "store").mkdir()
        (build / "store" / "000001.sst").write_text("")
        ends.append(subprocess.run([sys.executable, "-c", REMOVE_UNTIL_KILLED, build, str(len(ends) + 1)]).returncode)
        following = folder.begin()
        assert sorted((tmp_path / "out" / "builds").iterdir()) == [folder.current, following]
    assert ends == [-signal.SIGKILL] * 7 + [0]


def test_the_build_before_stays_for_its_readers(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    builds = [publish(folder, str(number)) for number in range(4)]
    assert [build.exists() for build in builds] == [False, False, True, True]


def test_a_second_build_is_refused(tmp_path: Path) -> None:
    with (
        OutputFolder(tmp_path / "out").locked(),
        pytest.raises(OutputError, match="another build is writing here"),
        OutputFolder(tmp_path / "out").locked(),
    ):
        pass


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"), OutputFolder(tmp_path / "file").locked():
        pass


def test_what_else_lies_among_the_builds_is_passed_over(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    first = folder.begin()
    seal(first, {})
    folder.publish(first)
    (tmp_path / "out" / "builds" / "notes.txt").write_text("mine")
    second = folder.begin()
    assert second.name > first.name
    folder.publish(second)
    assert folder.current == second


@pytest.mark.parametrize("name", ["release-2024", "20260101T000000.000000Z"])
def test_folders_of_the_user_among_the_builds_stay(name: str, tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    own = tmp_path / "out" / "builds" / name / "artifacts" / "a.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    for number in range(4):
        publish(folder, str(number))
    assert own.read_text() == "mine"


@pytest.mark.parametrize("name", ["store", "report.html", "current", "builds"])
def test_what_is_the_users_where_a_link_would_be_is_refused_before_any_work(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine")
    with pytest.raises(OutputError, match="none of figkg's"):
        OutputFolder(out).begin()
    assert [path.name for path in out.iterdir()] == [name]
    (out / name).unlink()
    (out / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="none of figkg's"):
        OutputFolder(out).begin()


def test_links_of_the_build_before_are_no_hindrance_though_the_folder_was_moved(tmp_path: Path) -> None:
    publish(OutputFolder(tmp_path / "out"), "one")
    (tmp_path / "out").rename(tmp_path / "moved")
    (tmp_path / "out").symlink_to("moved")
    publish(OutputFolder(tmp_path / "out"), "two")
    assert (tmp_path / "moved" / "figkg.nq").read_text() == "two"
