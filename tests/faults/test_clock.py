"""A clock that is set back between builds and while one runs: builds keep their order, and times make sense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pyoxigraph
import pytest

from figkg.build import output, run
from figkg.build.output import OutputFolder, seal
from tests.helpers.builds import build_small as build
from tests.helpers.builds import check_whole, digest
from tests.helpers.records import make_records

pytestmark = pytest.mark.slow

PROV = "http://www.w3.org/ns/prov#"


class Backwards(datetime):
    """A clock that goes an hour back each time it is looked at."""

    looked = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        cls.looked += 1
        return datetime(2026, 6, 1, tzinfo=tz) - timedelta(hours=cls.looked)


def times(store: pyoxigraph.Store, name: str) -> set[str]:
    found = store.quads_for_pattern(None, pyoxigraph.NamedNode(PROV + name), None)
    return {quad.object.value for quad in found if isinstance(quad.object, pyoxigraph.Literal)}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "datetime", Backwards)
    monkeypatch.setattr(run, "datetime", Backwards)


def test_the_build_before_stays_for_its_readers(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out")
    made = []
    for _ in range(5):
        with folder.locked():
            made.append(folder.begin())
            seal(made[-1], {})
            folder.publish(made[-1])
    assert [path.exists() for path in made] == [False, False, False, True, True]
    assert folder.current == made[-1]
    assert sorted(made) == made


def test_what_changed_is_built_and_the_run_does_not_end_before_it_began(tmp_path: Path) -> None:
    records, out = tmp_path / "records", tmp_path / "out"
    seen = set()
    for round_ in range(3):
        make_records(records, round_)
        build(records, out)
        check_whole(out)
        seen.add(digest(out))
        store = pyoxigraph.Store.read_only(str(out / "store"))
        (began,), (ended,) = (times(store, name) for name in ("startedAtTime", "endedAtTime"))
        assert datetime.fromisoformat(began) <= datetime.fromisoformat(ended) <= datetime.now(UTC)
    assert len(seen) == 3
