"""Git repositories: shallow and sparse, updated in place, from a real server on loopback."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from figkg.base.errors import SourceError
from figkg.fetch.configuration import FigureLimits, Patience
from figkg.fetch.git import fetch_repository
from tests.helpers.servers import free_port
from tests.helpers.waiting import PATIENCE, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="the git command is not installed"),
]

LIMITS = FigureLimits(patience=Patience(attempts=3, first_pause=0.01, silence=PATIENCE, longest=PATIENCE))


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=figkg", "-c", "user.email=figkg@example.org", "-c", "init.defaultBranch=main")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A repository like PFOCR's: records, tables, and large things that are not wanted."""
    folder = tmp_path / "served" / "database"
    for name, content in {
        "_figures/PMC1__a.md": "one",
        "_data/PMC1__a-genes.tsv": "table",
        "assets/large.bin": "x" * 100_000,
        "README.md": "no record",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    git(folder, "init", "--quiet")
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit(folder)
    return folder


def commit(folder: Path) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "records")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def server(database: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Address of a running Git server, and its process."""
    port = free_port()
    arguments = ["--export-all", "--reuseaddr", "--listen=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen(
        [f"{git(database, '--exec-path')}/git-daemon", f"--base-path={database.parent}", *arguments],
        stderr=subprocess.PIPE,
    )
    url = f"git://127.0.0.1:{port}/database"

    def is_there() -> bool:
        assert process.poll() is None
        return subprocess.run(["git", "ls-remote", url], capture_output=True, check=False).returncode == 0

    try:
        wait_for(is_there, "the Git server answers")
        yield url, process
    finally:
        process.kill()
        process.wait()


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts
    }


def test_a_clone_is_shallow_and_holds_records_only(server: tuple[str, object], database: Path, tmp_path: Path) -> None:
    folder, state = fetch_repository(server[0], tmp_path / "cache", LIMITS, pause=lambda _: None)
    assert files(folder) == {"_figures/PMC1__a.md", "_data/PMC1__a-genes.tsv"}
    assert state == git(database, "rev-parse", "HEAD")
    assert git(folder, "rev-list", "--count", "HEAD") == "1"
    objects = sum(path.stat().st_size for path in (folder / ".git").rglob("*") if path.is_file())
    assert objects < 100_000


def test_a_repository_without_the_folders_of_pfocr_is_checked_out_whole_until_it_has_them(
    database: Path, tmp_path: Path
) -> None:
    git(database, "rm", "-r", "--quiet", "_figures", "_data")
    (database / "PMC3__c.md").write_text("at its top")
    commit(database)
    folder, _ = fetch_repository(f"file://{database}", tmp_path / "cache", LIMITS, pause=lambda _: None)
    assert files(folder) == {"PMC3__c.md", "README.md", "assets/large.bin"}
    (database / "_figures").mkdir()
    (database / "_figures" / "PMC1__a.md").write_text("one")
    commit(database)
    folder, _ = fetch_repository(f"file://{database}", tmp_path / "cache", LIMITS, pause=lambda _: None)
    assert files(folder) == {"_figures/PMC1__a.md"}


def test_a_clone_is_updated_in_place(server: tuple[str, object], database: Path, tmp_path: Path) -> None:
    place = tmp_path / "cache"
    folder, first = fetch_repository(server[0], place, LIMITS, pause=lambda _: None)
    kept = (folder / "_data/PMC1__a-genes.tsv").stat().st_ino
    (folder / "_figures/PMC1__a.md").write_text("tampered")
    (database / "_figures/PMC2__b.md").write_text("two")
    (database / "_figures/PMC1__a.md").write_text("one, edited")
    second = commit(database)
    assert fetch_repository(server[0], place, LIMITS, pause=lambda _: None) == (folder, second)
    assert second != first
    assert (folder / "_figures/PMC1__a.md").read_text() == "one, edited"
    assert (folder / "_data/PMC1__a-genes.tsv").stat().st_ino == kept
    (database / "_figures/PMC1__a.md").unlink()
    git(database, "commit", "--quiet", "--amend", "--all", "--message", "history rewritten")
    fetch_repository(server[0], place, LIMITS, pause=lambda _: None)
    assert files(folder) == {"_figures/PMC2__b.md", "_data/PMC1__a-genes.tsv"}


def test_a_server_that_is_gone_leaves_the_clone_as_it_was(
    server: tuple[str, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    url, process = server
    folder, _ = fetch_repository(url, tmp_path / "cache", LIMITS, pause=lambda _: None)
    process.kill()
    process.wait()
    pauses: list[float] = []
    with pytest.raises(SourceError, match=r"gave up after 3 attempts, try later") as caught:
        fetch_repository(url, tmp_path / "cache", LIMITS, pause=pauses.append)
    assert caught.value.transient
    assert pauses == [0.01, 0.02]
    assert (folder / "_figures/PMC1__a.md").read_text() == "one"


def test_a_repository_or_branch_that_does_not_exist_is_no_reason_to_try_again(
    server: tuple[str, object], tmp_path: Path
) -> None:
    for url in (server[0].replace("database", "nothing"), f"{server[0]}#no-such-branch"):
        pauses: list[float] = []
        with pytest.raises(SourceError, match="git fetch: ") as caught:
            fetch_repository(url, tmp_path / "cache", LIMITS, pause=pauses.append)
        assert not caught.value.transient
        assert pauses == []


def test_a_host_of_a_name_that_does_not_resolve_is_no_reason_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("figkg.fetch.git.is_unknown", lambda host: host == "nowhere.invalid")
    with pytest.raises(SourceError, match=r"there is no host 'nowhere\.invalid'") as caught:
        fetch_repository("https://nowhere.invalid/x.git", tmp_path, LIMITS, pause=lambda _: pytest.fail("no pause"))
    assert not caught.value.transient


def test_an_interrupted_clone_is_finished_by_the_next(server: tuple[str, object], tmp_path: Path) -> None:
    (tmp_path / "cache" / "clone" / ".git").mkdir(parents=True)  # killed before it was a repository
    (tmp_path / "cache" / "clone" / ".git" / "index.lock").touch()
    for _ in range(2):
        folder, _ = fetch_repository(server[0], tmp_path / "cache", LIMITS, pause=lambda _: None)
        assert "_figures/PMC1__a.md" in files(folder)
        (folder / ".git" / "index.lock").touch()  # killed while it updated


def test_a_branch_that_is_an_option_runs_nothing(database: Path, tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    url = f"file://{database}#--upload-pack=touch {trap};git-upload-pack"
    with pytest.raises(SourceError, match="is no branch but an option"):
        fetch_repository(url, tmp_path / "cache", LIMITS, pause=lambda _: None)
    assert not trap.exists()


def test_the_work_of_the_user_with_git_is_not_touched(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    git(own, "init", "--quiet")
    (own / "a.txt").write_text("mine")
    commit(own)
    (own / "b.txt").write_text("staged")
    git(own, "add", "b.txt")
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    for name, value in (("GIT_DIR", ".git"), ("GIT_WORK_TREE", "."), ("GIT_INDEX_FILE", ".git/index")):
        monkeypatch.setenv(name, str(own / value))
    monkeypatch.setenv("GIT_SSH_COMMAND", f"touch {tmp_path}/ran")
    folder, _ = fetch_repository(f"file://{database}", own / "output", LIMITS, pause=lambda _: None)
    assert (folder / "_figures/PMC1__a.md").read_text() == "one"
    shutil.rmtree(folder / ".git" / "refs")  # no repository any longer, inside one of the user
    with pytest.raises(SourceError, match="not a git repository"):
        fetch_repository(f"file://{database}", own / "output", LIMITS, pause=lambda _: None)
    shutil.rmtree(own / "output")
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before


def test_a_password_in_an_address_is_written_nowhere(tmp_path: Path) -> None:
    url = "http://user:SECRET@127.0.0.1:9/records.git"
    with pytest.raises(SourceError) as caught:
        fetch_repository(url, tmp_path / "cache", LIMITS, pause=lambda _: None)
    assert "SECRET" not in str(caught.value)
    written = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"SECRET" in path.read_bytes()]
