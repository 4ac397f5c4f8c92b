"""Files that are adopted together: all are new or all are as they were, whoever is killed when."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from figkg.base import adoption
from figkg.base.adoption import PENDING, adopting, settle
from figkg.base.errors import MappingError
from figkg.base.resources import MAPPINGS_VARIABLE, mappings_folder
from tests.helpers.kills import killed_at_each_step

PLACES = ("one", "deeper/two", "deeper/three", ".hidden/four")


def fill(folder: Path, word: str) -> None:
    for place in PLACES:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(word)


def words(folder: Path) -> set[str]:
    return {(folder / place).read_text() for place in PLACES}


def adopt(home: Path, word: str) -> None:
    with adopting(home) as new:
        fill(new, word)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder whose files all hold the same word."""
    fill(tmp_path / "home", "before")
    return tmp_path / "home"


def left(home: Path) -> list[str]:
    return sorted(one.name for one in home.iterdir() if one.name.startswith(PENDING))


def test_files_are_replaced_and_others_stay(home: Path) -> None:
    (home / "other").write_text("mine")
    adopt(home, "after")
    assert (words(home), (home / "other").read_text(), left(home)) == ({"after"}, "mine", [])


def test_an_adoption_that_is_killed_at_any_step_is_whole_or_none(home: Path) -> None:
    found = []
    for step in killed_at_each_step(lambda: adopt(home, "after"), home):
        settle(home)  # what the next start of figkg does
        found.append(words(home))
        if step:
            shutil.rmtree(home)
            fill(home, "before")
    assert {frozenset(one) for one in found} == {frozenset({"before"}), frozenset({"after"})}
    assert found == sorted(found, key=lambda one: one == {"after"})  # there is one step that decides
    assert found[-1] == {"after"}


def test_what_was_cut_off_is_finished_whoever_is_killed_meanwhile(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(home: Path) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(adoption, "settle", lambda _: None)
            adopt(home, "after")

    cut_off(home)
    assert (words(home), left(home)) == ({"before"}, [PENDING])
    for step in killed_at_each_step(lambda: settle(home), home):
        if step:
            assert words(home) <= {"before", "after"}
    assert (words(home), left(home)) == ({"after"}, [])


def test_what_a_killed_run_prepared_is_removed_by_the_next(home: Path) -> None:
    (home / f"{PENDING}-12345678" / "places").mkdir(parents=True)
    adopt(home, "after")
    assert left(home) == []


def test_whatever_fails_before_it_is_decided_leaves_all_as_it_was(home: Path) -> None:
    with pytest.raises(FileNotFoundError), adopting(home) as new:
        shutil.copytree("/no/such/folder", new, dirs_exist_ok=True)
    assert (words(home), left(home)) == ({"before"}, [])


def test_two_that_finish_at_once_are_not_in_each_others_way(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move = adoption._move

    def slowly(path: Path, target: Path) -> None:
        monkeypatch.setattr(adoption, "_move", move)
        settle(home)  # another process does it all meanwhile
        adopt(home, "later")  # and a next adoption too
        move(path, target)

    monkeypatch.setattr(adoption, "_move", slowly)
    adopt(home, "after")
    assert (words(home), left(home)) == ({"later"}, [])


def test_places_on_another_disk_get_copies(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def across(path: Path, target: Path) -> Path:
        if PENDING in path.parts:
            raise OSError(18, "Invalid cross-device link")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", across)
    adopt(home, "after")
    assert (words(home), left(home)) == ({"after"}, [])


def test_nothing_is_written_outside_of_the_folder(home: Path, tmp_path: Path) -> None:
    fill(home / PENDING / "places", "planted")
    shutil.rmtree(home / "deeper")
    (tmp_path / "elsewhere").mkdir()
    (home / "deeper").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="leads out of"):
        settle(home)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_in_place_of_what_is_pending_is_not_followed(home: Path, tmp_path: Path) -> None:
    fill(tmp_path / "mine" / "places", "mine")
    (home / PENDING).symlink_to(tmp_path / "mine")
    settle(home)
    assert (words(home), words(tmp_path / "mine" / "places")) == ({"before"}, {"mine"})


def test_the_tables_are_those_of_a_refresh_that_was_cut_off(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(home))
    fill(home / PENDING / "places", "after")
    mappings_folder()
    assert words(home) == {"after"}


def test_who_may_not_finish_it_is_told_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MAPPINGS_VARIABLE, str(home))
    fill(home / PENDING / "places", "after")

    def refuse(*_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(adoption, "_move", refuse)
    with pytest.raises(MappingError, match=r"a refresh was cut off here and cannot be finished \(Permission denied\)"):
        mappings_folder()
