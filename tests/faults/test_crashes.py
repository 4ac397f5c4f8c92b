"""A build that is killed: the graph before it stays whole and queryable, and the next build finishes the job."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from figkg.base.errors import OutputError
from figkg.build.output import OutputFolder
from tests.helpers.builds import build_small, check_whole, digest
from tests.helpers.records import make_records

pytestmark = pytest.mark.slow

KILLS = 50
build = partial(build_small, fast=True)


def build_until(step: int, pause: float, records: Path, out: Path) -> None:
    """Build, in a process of its own, until it is killed.

    Args:
        step: killed when it opens, makes or renames a file below the output folder for the so-manieth time.
        pause: or so many seconds after that.
        records: the records.
        out: the output folder; how many such steps there were is written beside it.
    """
    steps = 0

    def kill() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def count(_event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if any(str(out) in str(one) for one in arguments if isinstance(one, str | os.PathLike)):
            steps += 1
            if steps == step and pause:
                timer = threading.Timer(pause, kill)
                timer.daemon = True
                timer.start()
            elif steps == step:
                kill()

    sys.addaudithook(count)
    build(records, out)
    (out.parent / "steps").write_text(str(steps))


def is_done(step: int, pause: float, records: Path, out: Path) -> bool:
    """Build until it is killed; returns whether it was done before."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.helpers.builds"])
    child = context.Process(target=build_until, args=(step, pause, records, out))
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode == 0


def test_fifty_kills_at_random_steps(tmp_path: Path) -> None:
    records, out, whole = tmp_path / "records", tmp_path / "out", tmp_path / "whole"
    make_records(records, 0)
    build(records, out)
    make_records(records, 1)
    assert is_done(0, 0, records, out)
    steps = int((tmp_path / "steps").read_text())
    chance = random.Random(20240607)
    valid = {digest(out)}
    finished = 0
    for round_ in range(2, KILLS + 2):
        make_records(records, round_)
        build(records, whole)
        valid.add(digest(whole))
        pause = chance.uniform(0, 0.05) if round_ % 2 else 0
        finished += is_done(chance.randrange(1, steps + steps // 10), pause, records, out)
        assert digest(out) in valid
        check_whole(out)
        valid = {digest(out), digest(whole)}
    build(records, out)
    assert digest(out) == digest(whole)
    check_whole(out)
    left = sorted(path.name for path in (out / "builds").iterdir())
    assert len(left) <= 2
    assert 0 < finished < KILLS


def test_a_second_build_on_the_same_output_is_refused_in_words(tmp_path: Path) -> None:
    records, out = tmp_path / "records", tmp_path / "out"
    make_records(records, 0)
    with OutputFolder(out).locked(), pytest.raises(OutputError, match="another build is writing here; wait for it"):
        build(records, out)
    build(records, out)
