"""The data that decides: what is wrong in it is said, with the file and the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.ground.policy import load_policy
from figkg.ground.unlikely import load_unlikely_words

POLICY = (mappings_folder() / "grounding.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("prefixes: []", "missing required field"),
        (
            POLICY.replace("approved symbol: 1.0", "approved symbol: 1.5"),
            "names: approved symbol: Expected `float` <= 1",
        ),
        (POLICY.replace("  part: 0.7", "  parts: 0.7"), "readings: no trust stated for part"),
        (POLICY + "\nother: 1\n", "unknown field `other`"),
    ],
)
def test_a_wrong_policy_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "grounding.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(MappingError, match=reason):
        load_policy(tmp_path)


def test_a_missing_policy_is_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"grounding\.yaml: missing from"):
        load_policy(tmp_path)


def test_missing_lists_of_words_are_named(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="missing from"):
        load_unlikely_words(tmp_path)


def test_a_list_of_words_that_is_no_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ordinary_words.txt").write_text("ace\n")
    (tmp_path / "unlikely_mentions.yaml").write_text("- only\n- a list\n")
    with pytest.raises(MappingError, match="unlikely_mentions"):
        load_unlikely_words(tmp_path)
