"""The compiled YAML reader beside PyYAML on pieces of YAML at random: they agree, or differ in a way decided here."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figkg.base.errors import RecordError
from figkg.extract.front_matter import NUMERIC_FIELDS, TextLoader, read_yaml

QUIET = settings(deadline=None, max_examples=3_000, derandomize=True, suppress_health_check=list(HealthCheck))

REFUSED = "refused"

PIECES = [
    *("a", "b:", "key: ", "- ", "-", "? ", ": ", "\n", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", " ", "  "),
    *("'", '"', "''", '\\"', "\\n", "\\u00e9", "\\x41", "\\", "| ", "|\n  ", ">-\n  ", ">\n  ", "|2\n  "),
    *("[", "]", "{", "}", ",", "#", " # note", "&x ", "*x", "!!str ", "!t ", "%", "@", "`", "<<: "),
    *("NO", "on", "~", "null", "Null", "true", "1e5", "0x1F", "0o7", "017", "1_000", ".inf", ".nan", "-1", "1.5"),
    *("2020-01-01", "12:30:45", "=", "é", "κ", "🧬", "\u00a0", "\ufeff", "---", "...", "\t"),
]
LINE_ENDS_OF_OLD = "\u0085\u2028\u2029"
letters = st.characters(exclude_categories=["Cs"], exclude_characters=LINE_ENDS_OF_OLD)
pieces = st.lists(st.sampled_from(PIECES) | st.text(letters, max_size=3), max_size=24).map("".join)


def outcome(text: str) -> Any:
    """What the reader of records makes of it."""
    try:
        return without_numbers(read_yaml(text, "x"))
    except RecordError:
        return REFUSED


def reference(text: str) -> Any:
    """What PyYAML makes of it."""
    try:
        content = yaml.load(text, Loader=TextLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return REFUSED
    return without_numbers(content) if isinstance(content, dict) else REFUSED


def without_numbers(content: dict[Any, Any]) -> dict[Any, Any]:
    return {key: value for key, value in content.items() if key not in NUMERIC_FIELDS}


DECIDED = {
    "NEL, LS and PS are text, as in YAML 1.2, not ends of lines": ("k: a\u2028\n", {"k": "a\u2028"}, {"k": "a"}),
    "an empty block is an end of line": ("k: |\n", {"k": "\n"}, {"k": ""}),
    "a key that comes twice is refused: which is meant?": ("k: a\nk: b\n", REFUSED, {"k": "b"}),
    "a tab behind a key is refused": ("k:\ta\n", REFUSED, {"k": "a"}),
    "a block that does not stand further inside is refused": ("k: v\ny:\n|\n", REFUSED, {"k": "v", "y": ""}),
    "a byte order mark inside is refused": ("k:\n\ufeff\n", REFUSED, {"k": None}),
    "a tab on an empty line is nothing": ("k: a\n\t\n", {"k": "a"}, REFUSED),
    "an unknown tag is left out": ("k: !t a\n", {"k": "a"}, REFUSED),
}
"""What the readers make different things of, and what records are read as."""


@pytest.mark.parametrize("name", DECIDED)
def test_where_they_differ_it_is_decided(name: str) -> None:
    text, mine, theirs = DECIDED[name]
    assert outcome(text) == mine
    assert reference(text) == theirs


def without_empty_blocks(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: without_empty_blocks(value) for key, value in content.items()}
    if isinstance(content, list):
        return [without_empty_blocks(value) for value in content]
    return "" if content == "\n" else content


@QUIET
@given(pieces)
def test_what_both_read_is_the_same_but_for_what_is_decided(text: str) -> None:
    mine, theirs = outcome(f"k: v\n{text}\n"), reference(f"k: v\n{text}\n")
    assert REFUSED in (mine, theirs) or without_empty_blocks(mine) == without_empty_blocks(theirs)
