"""A build that is killed: the graph before it stays whole and queryable, and the next build finishes the job."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from figkg.base.errors import OutputError
from figkg.build.output import OutputFolder
from figkg.build.tools import find_toolbox
from tests.helpers.builds import build_small as build
from tests.helpers.builds import check_whole, digest
from tests.helpers.records import make_records

pytestmark = pytest.mark.slow

KILLS = 50


def in_child(records: Path, out: Path) -> int:
    """Begin a build in a process of its own; returns its number."""
    child = os.fork()
    if child == 0:
        try:
            build(records, out)
        finally:
            os._exit(0)
    return child


def is_alive(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG) == (0, 0)


def test_fifty_kills_at_random_moments(tmp_path: Path) -> None:
    find_toolbox().open()
    records, out, whole = tmp_path / "records", tmp_path / "out", tmp_path / "whole"
    make_records(records, 0)
    build(records, out)
    began = time.monotonic()
    make_records(records, 1)
    build(records, out)
    longest = time.monotonic() - began
    chance = random.Random(20240607)
    valid = {digest(out)}
    finished = 0
    for round_ in range(2, KILLS + 2):
        make_records(records, round_)
        build(records, whole)
        valid.add(digest(whole))
        child = in_child(records, out)
        time.sleep(chance.uniform(0, longest * 1.1))
        finished += not is_alive(child) or _kill(child)
        assert digest(out) in valid
        check_whole(out)
        valid = {digest(out), digest(whole)}
    build(records, out)
    assert digest(out) == digest(whole)
    check_whole(out)
    left = sorted(path.name for path in (out / "builds").iterdir())
    assert len(left) <= 2
    assert 0 < finished < KILLS


def _kill(child: int) -> bool:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def test_a_second_build_on_the_same_output_is_refused_in_words(tmp_path: Path) -> None:
    records, out = tmp_path / "records", tmp_path / "out"
    make_records(records, 0)
    with OutputFolder(out).locked(), pytest.raises(OutputError, match="another build is writing here; wait for it"):
        build(records, out)
    build(records, out)
