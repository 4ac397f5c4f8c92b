"""YAML, JSON and JSON lines as typed values: what is wrong in them is said by file, line and field."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from msgspec import Struct

from figkg.base.configuration import all_json_lines, json_lines, read_json, read_lines, read_yaml
from figkg.base.errors import LineError, MappingError


class Store(Struct, frozen=True, forbid_unknown_fields=True):
    url: str
    method: Literal["update", "graphs"] = "update"
    weight: float = 1.0
    words: frozenset[str] = frozenset()
    user: str | None = None


class Stores(Struct, frozen=True, forbid_unknown_fields=True):
    stores: dict[str, Store]


GOOD = """\
stores:
  first: {url: http://a, weight: 2}
  second:
    url: http://b
    method: graphs
    weight: 0.5
    words: [a, b]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "stores.yaml"


def fault(file: Path, content: str | bytes) -> tuple[int | None, str]:
    """Line and reason of what is wrong with a content."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(MappingError) as caught:
        read_yaml(file, Stores) if file.suffix == ".yaml" else read_json(file, Stores)
    assert caught.value.table == file.name
    return caught.value.row, caught.value.reason


def test_a_file_becomes_a_value(file: Path) -> None:
    file.write_text(GOOD)
    second = Store("http://b", "graphs", 0.5, frozenset({"a", "b"}))
    assert read_yaml(file, Stores) == Stores({"first": Store("http://a", weight=2), "second": second})


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("http://b", "[]", 4, "stores: second: url: Expected `str`, got `array`"),
        ("graphs", "post", 5, "stores: second: method: Invalid enum value 'post'"),
        ("0.5", "much", 6, "stores: second: weight: Expected `float`, got `str`"),
        ("    words", "    word", 7, "stores: second: Object contains unknown field `word`"),
        ("    url: http://b\n", "", 4, "stores: second: Object missing required field `url`"),
        ("[a, b]", "[a, [b]]", 7, "stores: second: words: entry 2: Expected `str`, got `array`"),
        ("stores:", "store:", 1, "Object contains unknown field `store`"),
    ],
)
def test_what_is_not_of_its_type_is_said_with_line_and_field(
    file: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert fault(file, GOOD.replace(old, new)) == (line, reason)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("NO", "a truth value"),
        ("on", "a truth value"),
        ("2026-11-20", "a date"),
        ("2026-11-20 08:00:00", "a date"),
        ("1.0", "a number"),
        ("7124", "a number"),
        ("12:30", "a number"),
        ("1.0e+5", "a number"),
        ("null", "nothing"),
    ],
)
@pytest.mark.parametrize("place", ["url: http://b", "words: [a, b]", "second:"])
def test_text_that_yaml_takes_for_something_else_is_refused(file: Path, word: str, kind: str, place: str) -> None:
    written = {"url: http://b": f"url: {word}", "words: [a, b]": f"words: [a, {word}]", "second:": f"{word}:"}[place]
    line, reason = fault(file, GOOD.replace(place, written))
    assert line == {"url: http://b": 4, "words: [a, b]": 7, "second:": 3}[place]
    assert reason.endswith(f": {word} is read as {kind}, not as text; put it in quotes")
    file.write_text(GOOD.replace(place, written.replace(word, f'"{word}"')))
    stores = read_yaml(file, Stores).stores
    assert any(word in {name, one.url, *one.words} for name, one in stores.items())


def test_an_optional_text_is_text_too(file: Path) -> None:
    assert fault(file, GOOD + "    user: off\n") == (
        *(8, "stores: second: user: off is read as a truth value, not as text; put it in quotes"),
    )


def test_a_number_that_yaml_takes_for_text_is_explained(file: Path) -> None:
    reason = "stores: second: weight: 1e5 is read as text, not as a number; write it as in 1.0e+5"
    assert fault(file, GOOD.replace("0.5", "1e5")) == (6, reason)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("stores: [", 1, "while parsing a flow node: did not find expected node content"),
        ("stores:\n  a: 1\n\tb: 2\n", 3, "while scanning a plain scalar: found a tab character"),
        (GOOD + "  first: {url: http://c}\n", 8, "first stands twice"),
        (GOOD + "    when: 2026-13-45\n", 8, "2026-13-45: month must be in 1..12"),
        (GOOD + "    user: !!python/name:os.system\n", 8, "could not determine a constructor for the tag"),
        (GOOD + "    user: \x07\n", 8, "control characters are not allowed"),
        (GOOD.encode() + b"    user: \xff\n", 8, "invalid leading UTF-8 octet"),
    ],
    ids=["unended", "tab", "doubled", "date", "tag", "control", "UTF-8"],
)
def test_what_is_no_yaml_is_said_with_its_line(file: Path, content: str | bytes, line: int | None, reason: str) -> None:
    found = fault(file, content)
    assert found[0] == line
    assert f"not valid YAML: {reason}" in found[1]


@pytest.mark.parametrize(("content", "line"), [("", None), ("- a\n", 1), ("5", 1)])
def test_a_file_of_another_form_is_refused(file: Path, content: str, line: int | None) -> None:
    assert fault(file, content)[0] == line


def test_a_file_that_cannot_be_read_is_named(file: Path) -> None:
    with pytest.raises(MappingError, match=rf"mapping stores\.yaml: missing from {file.parent}"):
        read_yaml(file, Stores)
    file.mkdir()
    with pytest.raises(MappingError, match=r"mapping other name: Is a directory"):
        read_yaml(file, Stores, name="other name")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (
            '{"stores": {\n"a": {"url": "u"},\n"b": {"url": "u", "weight": ""}}}',
            3,
            "stores: b: weight: Expected `float`",
        ),
        ('{"stores": {\n"a": {"url": 5, "weight": 1e5}}}', 2, "stores: a: url: 5 is read as a number"),
        ('{"stores": {},\n}', 2, "JSON is malformed"),
        ('{"stores": ', None, "Input data was truncated"),
    ],
)
def test_json_is_read_and_refused_in_the_same_way(tmp_path: Path, content: str, line: int | None, reason: str) -> None:
    file = tmp_path / "stores.json"
    file.write_text('{"stores": {"a": {"url": "no", "weight": 1e5}}}')
    assert read_json(file, Stores) == Stores({"a": Store("no", weight=100_000.0)})
    found = fault(file, content)
    assert found[0] == line
    assert found[1].startswith(reason)


LINES = [b'{"url": "a"}\n', b"\n", b'{"url": 5}\n', b"{\xff\n", b'{"url": "b"}']


def test_json_lines_are_numbered_as_an_editor_does() -> None:
    found = list(json_lines(LINES, "lines.jsonl", Store))
    assert [number for number, _ in found] == [1, 3, 4, 5]
    assert [one for _, one in found if isinstance(one, Store)] == [Store("a"), Store("b")]
    assert "lines.jsonl, line 3: Expected `str`, got `int` - at `$.url`" in map(str, (one for _, one in found))


def test_a_wrong_json_line_ends_the_reading_where_all_are_needed() -> None:
    lines = all_json_lines(LINES, "lines.jsonl", Store)
    assert next(lines) == (1, Store("a"))
    with pytest.raises(LineError, match="line 3"):
        next(lines)


def test_text_is_read_by_lines_whatever_they_end_in(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_bytes("ace\r\nβ\x85b\n\nc\n".encode())
    assert read_lines(file) == ["ace", "β\x85b", "", "c"]
    file.write_bytes(b"a\nb\nc\xe4")
    with pytest.raises(MappingError, match=r"words\.txt, line 3: not UTF-8"):
        read_lines(file)
