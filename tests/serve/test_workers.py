"""Processes that answer queries: who is asked next."""

from __future__ import annotations

import multiprocessing.process

import pytest

from figkg.base.kinds import Kinds
from figkg.serve.limits import Limits
from figkg.serve.workers import QueryWorkers


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
