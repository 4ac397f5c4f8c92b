"""Processes that answer queries: who is asked next."""

from __future__ import annotations

import multiprocessing.process
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest

import figkg.serve.workers as workers_module
from figkg.base.kinds import Kinds
from figkg.serve.limits import Limits
from figkg.serve.protocol import Question
from figkg.serve.workers import QueryFailedError, QueryWorkers
from tests.helpers.waiting import PATIENCE

GENE = Question("SELECT ?l { ncbigene:3491 rdfs:label ?l }", accept="text/csv")

LADEN = """
import sys
from pathlib import Path

from figkg.base.kinds import read_kinds
from figkg.base.lifetime import process_context
from figkg.base.resources import mappings_folder, read_prefixes
from figkg.serve.limits import Limits
from figkg.serve.workers import QueryWorkers
from tests.serve.test_workers import GENE

if __name__ == "__main__":
    process_context("tests.helpers.hoard").Process(target=print).start()
    with QueryWorkers(1, Limits(megabytes=500), read_prefixes(), read_kinds(mappings_folder())) as workers:
        print(workers.ask(Path(sys.argv[1]), GENE).path.read_text())
"""
"""A program whose processes come with more than a query may use."""


@pytest.mark.slow
def test_a_process_that_was_killed_is_replaced_though_it_lives_on_for_a_moment(
    prefixes: dict[str, str], kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    with QueryWorkers(1, Limits(), prefixes, kinds) as workers:
        with workers._worker() as first:
            with monkeypatch.context() as patch:
                patch.setattr(multiprocessing.process.BaseProcess, "kill", lambda _: None)
                patch.setattr(multiprocessing.process.BaseProcess, "join", lambda *_: None)
                first.kill()
            assert first._process.is_alive()
            assert not first.is_usable()
        with workers._worker() as second:
            assert second is not first
            assert second.is_usable()
        first._process.kill()
        first._process.join()


@pytest.mark.slow
def test_a_question_is_asked_again_where_the_system_ended_processes_that_waited(
    release: Path, store: pyoxigraph.Store, prefixes: dict[str, str], kinds: Kinds
) -> None:
    del store  # filled by now
    with QueryWorkers(2, Limits(), prefixes, kinds) as workers:
        for worker in workers._free:
            worker._process.kill()
            worker._process.join()
        assert workers.ask(release / "store", GENE).path.read_text().split() == ["l", "CCN1"]


@pytest.mark.slow
def test_where_the_system_ends_every_process_that_is_said(
    tmp_path: Path, prefixes: dict[str, str], kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "answer_questions", time.sleep)  # fails at once: too many arguments
    with QueryWorkers(1, Limits(), prefixes, kinds) as workers:
        with pytest.raises(QueryFailedError, match="the system ends all processes for queries") as caught:
            workers.ask(tmp_path, GENE)
        assert caught.value.status == 503
        assert list(workers.folder.iterdir()) == []


@pytest.mark.slow
def test_what_a_process_came_with_is_not_counted_against_its_queries(release: Path, store: pyoxigraph.Store) -> None:
    del store  # filled by now
    program = [sys.executable, "-c", LADEN, str(release / "store")]
    done = subprocess.run(program, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.stdout.split(), done.returncode) == (["l", "CCN1"], 0), done.stderr
