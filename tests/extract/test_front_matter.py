"""Front matter: every scalar stays the text that was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from figkg.base.errors import RecordError
from figkg.extract.front_matter import NUMERIC_FIELDS, TextLoader, cut_front_matter, decode, read_yaml


@pytest.mark.parametrize(
    "written",
    ["NO", "ON", "Off", "Y", "n", "yes", "1e5", "0x1F", "010", "2020-01-01", "12:30:45", "1_000", ".inf", "NA", "true"],
)
def test_plain_scalars_stay_text(written: str) -> None:
    assert read_yaml(f"word: {written}\n", "x.md") == {"word": written}


@pytest.mark.parametrize("written", ["~", "null", "Null", ""])
def test_null_is_none(written: str) -> None:
    assert read_yaml(f"ndex: {written}\n", "x.md") == {"ndex": None}


@pytest.mark.parametrize("written", ["'null'", '"null"'])
def test_quoted_null_is_a_word(written: str) -> None:
    assert read_yaml(f"word: {written}\n", "x.md") == {"word": "null"}


def test_score_is_the_only_number() -> None:
    assert read_yaml("automl_pathway: 0.94\nyear: 2019\n", "x.md") == {"automl_pathway": "0.94", "year": "2019"}
    assert read_yaml("automl_pathway: 0.94\nyear: '2019'\n", "x.md") == {"automl_pathway": 0.94, "year": "2019"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("year: 2019\nwords:\n- 1e5\n- p53\n- 31\n", {"year": "2019", "words": ["1e5", "p53", "31"]}),
        ("a: 5\nb: |\n  - 7\n  c: 8\n", {"a": "5", "b": "- 7\nc: 8\n"}),
        ("a: 5\nb: one\n  2\n", {"a": "5", "b": "one 2"}),
        ("a: 5\nb: 'one\n\n  c: 8\n\n  d'\n", {"a": "5", "b": "one\nc: 8\nd"}),
        ("a: 5  # five\nb: [1.0, true]\n", {"a": "5", "b": ["1.0", "true"]}),
        ("a: TRUE\nb: -.5\nc: +1_0\n", {"a": "TRUE", "b": "-.5", "c": "+1_0"}),
        ("a: &x 1\nb: *x\n", {"a": "1", "b": "1"}),
        ("rows:\n- word: 010\n  entrez: 4790\n", {"rows": [{"word": "010", "entrez": "4790"}]}),
    ],
)
def test_numbers_stay_as_written_and_change_nothing_beside_them(text: str, wanted: dict[str, Any]) -> None:
    assert read_yaml(text, "x.md") == wanted == yaml.load(text, Loader=TextLoader)


def test_numbers_in_fields_that_do_not_matter_may_stay_numbers() -> None:
    assert read_yaml("year: '2019'\nsize: 1.50\n", "x.md", {"year"}) == {"year": "2019", "size": 1.5}
    assert read_yaml("year: 2019\nsize: 1.50\n", "x.md", {"year"})["year"] == "2019"


def test_folded_lines_are_joined() -> None:
    assert read_yaml("caption: one\n  two\n  three\n", "x.md") == {"caption": "one two three"}


def test_dashes_inside_a_value_do_not_end_it() -> None:
    text = "---\ncaption: |\n  above\n  ---\n  below --- end\nfigid: PMC1__a\n---\n"
    assert read_yaml(cut_front_matter(text, "x.md"), "x.md") == {
        "caption": "above\n---\nbelow --- end\n",
        "figid": "PMC1__a",
    }


def test_byte_order_mark_and_carriage_returns_are_dropped() -> None:
    text = decode(b"\xef\xbb\xbf---\r\nfigid: a\r\n---\r\n", "x.md")
    assert read_yaml(cut_front_matter(text, "x.md"), "x.md") == {"figid": "a"}


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    [
        (b"", "(file)", "empty"),
        (b"\xff\xfe", "(file)", "not UTF-8 at byte 0"),
        (b"---\na: \0\n---\n", "(file)", "holds a NUL character at position 7"),
        (b"# Title\n", "(front matter)", "the file does not start with a line of three dashes"),
        (b"---\na: 1\n", "(front matter)", "no line of three dashes ends it"),
    ],
)
def test_files_that_are_no_records(content: bytes, field: str, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        cut_front_matter(decode(content, "x.md"), "x.md")
    assert (caught.value.file, caught.value.field, caught.value.reason) == ("x.md", field, reason)


@pytest.mark.parametrize(
    "text",
    [
        "a: [1",
        "- a\n- b\n",
        "a: 1\na: 2\n",
        "a: !!python/object:os.system x\n",
        'a: "\\ud800"\n',
        "a: " + "[" * 5000,
        "- " * 5000,
        "a:\n" + "  - - " * 1500 + "b\n",
        "a:\n" + "  - &x " * 1500 + "b\n",
        "a: b\n" + "? " * 1500 + "c\n",
        "x0: &x0 [lol, lol]\n" + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 12)),
    ],
    ids=[
        "unclosed",
        "list",
        "duplicate key",
        "python tag",
        "half a surrogate pair",
        "deep",
        "lists",
        "inner lists",
        "anchored lists",
        "keys",
        "alias bomb",
    ],
)
def test_yaml_that_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        read_yaml(text, "x.md")


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items() if key not in NUMERIC_FIELDS}
    return [_as_text(one) for one in value] if isinstance(value, list) else value


def test_compiled_reader_equals_the_reference_on_every_real_record(real: Path) -> None:
    files = [path for path in real.rglob("*.md") if "_figures" in str(path.parent)]
    assert len(files) > 800
    for path in files:
        block = cut_front_matter(decode(path.read_bytes(), str(path)), str(path))
        assert _as_text(read_yaml(block, str(path))) == _as_text(yaml.load(block, Loader=TextLoader)), path


words = st.text(
    alphabet=st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\x85\ufeff")
)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True), st.none() | words | st.lists(words)))
def test_what_a_writer_wrote_is_read_back(fields: dict[str, Any]) -> None:
    written = yaml.safe_dump(fields, allow_unicode=True, width=80) if fields else "{}\n"
    expected = yaml.load(written, Loader=TextLoader)
    assert read_yaml(written, "x.md") == expected
