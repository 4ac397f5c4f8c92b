"""Files that are replaced in one step, and places that one process holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from figkg.base.errors import OutputError
from figkg.base.files import locked, replace_file, replacing


def test_a_file_has_its_old_content_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    replace_file(file, b"old")
    with replacing(file) as draft:
        draft.write_bytes(b"new")
        assert file.read_bytes() == b"old"
        assert (draft.parent, draft.name[:7], draft.suffix) == (tmp_path, ".a.txt.", ".draft")
    assert file.read_bytes() == b"new"
    assert [*tmp_path.iterdir()] == [file]


def fail(draft: Path, error: type[BaseException]) -> None:
    draft.write_bytes(b"ne")
    raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_what_fails_leaves_the_old_content_and_no_draft(tmp_path: Path, error: type[BaseException]) -> None:
    file = tmp_path / "a.txt"
    replace_file(file, b"old")
    with pytest.raises(error), replacing(file) as draft:
        fail(draft, error)
    assert [(one, one.read_bytes()) for one in tmp_path.iterdir()] == [(file, b"old")]


def test_a_file_that_was_not_there_appears_whole(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.txt", durable=True) as draft:
        draft.write_bytes(b"new")
        assert not (tmp_path / "a.txt").exists()
    assert (tmp_path / "a.txt").read_bytes() == b"new"


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.touch()
    file.chmod(0o640)
    replace_file(file, b"new")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "latest.txt").symlink_to("real/2026.txt")
    replace_file(tmp_path / "latest.txt", b"new")
    assert (tmp_path / "latest.txt").is_symlink()
    assert (tmp_path / "real" / "2026.txt").read_bytes() == b"new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        replace_file(pipe, b"new")
        assert reader.communicate()[0] == b"new"
    assert pipe.is_fifo()


def test_two_drafts_of_one_file_are_two_files(tmp_path: Path) -> None:
    with replacing(tmp_path / "a.txt") as first, replacing(tmp_path / "a.txt") as second:
        first.write_bytes(b"first")
        second.write_bytes(b"second")
    assert (tmp_path / "a.txt").read_bytes() == b"first"


HOLD = """
import sys
from pathlib import Path
from figkg.base.files import locked
with locked(Path(sys.argv[1]), "taken"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_held_by_one_process_and_let_go_when_it_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "out" / ".lock"
    command = [sys.executable, "-c", HOLD, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match=rf"^{lock.parent}: another build is writing here$"):
            locked(lock, "another build is writing here").__enter__()
        other.kill()
    with locked(lock, "another build is writing here"):
        assert lock.stat().st_mode & 0o111 == 0


def test_a_lock_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="out: cannot be written: File exists"):
        locked(tmp_path / "out" / ".lock", "").__enter__()
