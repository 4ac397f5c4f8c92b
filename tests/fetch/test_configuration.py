"""mappings/sources.yaml: where official files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.fetch.configuration import Source, read_sources
from figkg.reference.snapshots import SNAPSHOTS, find_inputs

ONE = "files:\n  a.txt:\n    url: https://example.org/a.txt\n    megabytes: 5\n"


def test_the_shipped_sources_feed_all_snapshots_that_have_a_source(tmp_path: Path) -> None:
    for name in read_sources(mappings_folder()).files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    fed = {name for name, snapshot in SNAPSHOTS.items() if find_inputs(snapshot, tmp_path)}
    assert SNAPSHOTS.keys() - fed == {"mesh-replaced", "mesh-matches", "famplex-more-names"}


def test_limits_and_patience_have_defaults(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(ONE)
    sources = read_sources(tmp_path)
    assert sources.files == {"a.txt": Source(url="https://example.org/a.txt", megabytes=5)}
    assert (sources.patience.attempts, sources.largest_loss) == (6, 0.05)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("files: [", "while parsing"),
        ("largest_loss: 0.1", "missing required field `files`"),
        (ONE + "    megabyte: 6\n", "line 5: files: a.txt: Object contains unknown field `megabyte`"),
        (ONE.replace("5", "many"), "line 4: files: a.txt: megabytes: Expected `float`, got `str`"),
        (ONE + "patience: {attempts: 0}\n", "line 5: patience: attempts: Expected `int` >= 1"),
        (ONE.replace("https", "ftp"), "a.txt: url 'ftp://example.org/a.txt' is not http or https"),
        (ONE.replace("  a.txt", "  ../a.txt"), "not a file name inside a folder"),
    ],
)
def test_what_is_wrong_is_said(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(text)
    with pytest.raises(MappingError, match=reason):
        read_sources(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"sources\.yaml: missing from"):
        read_sources(tmp_path)
