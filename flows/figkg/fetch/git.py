"""A Git repository of records: shallow, only the folders that hold records, updated in place.

By the ``git`` command (https://git-scm.com/docs/partial-clone, https://git-scm.com/docs/git-sparse-checkout).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from figkg.base.errors import OutputError, SourceError, reason_of
from figkg.base.telling import tell
from figkg.fetch.configuration import FigureLimits
from figkg.fetch.session import TryAgainError, is_unknown, no_host, persist

_TRANSIENT = (
    *("Could not resolve host", "Connection refused", "Connection timed out", "Connection reset", "early EOF"),
    *(
        "unexpected disconnect",
        "the remote end hung up",
        "unable to connect",
        "Operation timed out",
        "curl 18",
        "curl 56",
    ),
    *("The requested URL returned error: 5", "invalid index-pack output", "unable to access", "timed out"),
)
"""What git says when another attempt may succeed."""
_UNRESOLVED = re.compile(r"Could not resolve host(?:name)?:? ([\w.-]+)", re.IGNORECASE)


def fetch_repository(
    url: str, place: Path, limits: FigureLimits, *, pause: Callable[[float], None]
) -> tuple[Path, str]:
    """Clone a repository, or bring the clone up to date.

    Args:
        url: its address, ``#branch`` after it for another than the default branch.
        place: folder of the clone.
        limits: folders to check out, and how long to try.
        pause: waits so many seconds.

    Returns:
        The folder with the records, and the commit.

    Raises:
        SourceError: the repository cannot be had; a clone that was there stays as it was.
        OutputError: the clone cannot be written.
    """
    branch = url.partition("#")[2]
    if branch.startswith("-"):
        raise SourceError(url, f"{branch} is no branch but an option")
    if shutil.which("git") is None:
        raise SourceError(url, "the git command is not installed")
    clone = place / "clone"
    ready = place / "clone.begun"
    try:
        if ready.exists() and (clone / ".git").is_dir():
            for lock in (clone / ".git").rglob(
                "*.lock"
            ):  # of a run that was killed; the output folder is held by this one
                lock.unlink()
        else:
            ready.unlink(missing_ok=True)
            shutil.rmtree(clone, ignore_errors=True)
            clone.mkdir(parents=True)
    except OSError as error:
        raise OutputError(str(clone), reason_of(error)) from error
    if not ready.exists():
        _git(clone, url, limits, "init", "--quiet")
        _git(clone, url, limits, "config", "remote.origin.promisor", "true")
        _git(clone, url, limits, "config", "remote.origin.partialclonefilter", "blob:none")
        ready.touch()
    fetch = ("fetch", "--quiet", "--depth", "1", "--filter=blob:none", "--no-tags", "origin", branch or "HEAD")
    _persist(clone, url, limits, pause, *fetch)
    _choose(clone, url, limits)
    _persist(clone, url, limits, pause, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
    commit = _git(clone, url, limits, "rev-parse", "HEAD").strip()
    return clone, commit


def _choose(clone: Path, url: str, limits: FigureLimits) -> None:
    """Have the folders of records checked out alone; all of a repository that has none of them."""
    folders = _git(clone, url, limits, "ls-tree", "-r", "-d", "--name-only", "-z", "FETCH_HEAD").split("\0")
    if {Path(one).name for one in folders}.isdisjoint(limits.folders):
        _git(clone, url, limits, "sparse-checkout", "disable")
    else:
        _git(clone, url, limits, "sparse-checkout", "set", "--no-cone", *(f"{one}/" for one in limits.folders))


def _persist(clone: Path, url: str, limits: FigureLimits, pause: Callable[[float], None], *arguments: str) -> None:
    """Try a command that uses the network until it succeeds."""

    def attempt() -> None:
        try:
            _git(clone, url, limits, *arguments)
        except SourceError as error:
            if error.transient:
                raise TryAgainError(error.reason) from error
            raise

    persist(attempt, url, limits.patience, pause, tell)


def _git(clone: Path, url: str, limits: FigureLimits, *arguments: str) -> str:
    quiet = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1"}
    # given with each command and kept in no file, for it may hold a password
    remote = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "remote.origin.url",
        "GIT_CONFIG_VALUE_0": url.partition("#")[0],
    }
    patience = limits.patience
    slow = {"GIT_HTTP_LOW_SPEED_LIMIT": "1", "GIT_HTTP_LOW_SPEED_TIME": str(max(1, int(patience.silence)))}
    settings = ("protocol.version=2", "core.symlinks=false", f"core.hooksPath={os.devnull}")
    options = [part for one in settings for part in ("-c", one)]
    places = [f"--git-dir={clone / '.git'}", f"--work-tree={clone}"]  # else it takes a repository above
    command = ["git", "-C", str(clone), *places, *options, *arguments]
    # what a user's own work with Git has set, in a hook or in a rebase, would have it work on the user's repository
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        ran = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment | quiet | slow | remote,
            timeout=patience.longest,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            url, f"git {arguments[0]}: not done after {patience.longest:.0f} s", transient=True
        ) from error
    if ran.returncode:
        if (host := _UNRESOLVED.search(ran.stderr)) is not None and is_unknown(host[1]):
            raise SourceError(url, no_host(host[1]))
        said = " ".join(ran.stderr.split())[-300:] or f"exit status {ran.returncode}"
        transient = any(words in ran.stderr for words in _TRANSIENT)
        raise SourceError(url, f"git {arguments[0]}: {said}", transient=transient)
    return ran.stdout
