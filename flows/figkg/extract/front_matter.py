"""Front matter: the YAML block of a record, cut out and read so that every scalar stays the text it was."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Container
from typing import Any

import yaml
import yaml_rs
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError

from figkg.base.errors import MappingError, RecordError

READER_VARIABLE = "FIGKG_YAML"
"""Environment variable that says which reader front matter is read by: ``compiled``, or ``pure`` Python."""

LARGEST_FRONT_MATTER = 8_000_000
"""Characters; the largest real record has about 20,000."""

NUMERIC_FIELDS = frozenset({"pathway_score", "automl_pathway"})
"""Top-level fields whose value is a number in the source; everywhere else a number is a misread word."""

_TEXT = frozenset({str})
_INDICATORS = "?:- \t"
_DEEP = re.compile(r"^(?>[?:\-]|[&!]\S*+|[ \t]){1000}", re.MULTILINE)
"""A line that begins so far inside: nested blocks without end exhaust the stack of a compiled reader."""
_LIKE_NUMBER = re.compile(
    r"^([ ]*(?:- +|[A-Za-z_][\w-]*: +)+)([-+]?[.\d][\w.+-]*|true|True|TRUE|false|False|FALSE)$", re.MULTILINE
)
_END = re.compile(r"\n---[ \t]*(?:\n|$)")
_RETURNS = re.compile(r"\r\n?")


class TextLoader(yaml.CSafeLoader):
    """PyYAML's C loader, restricted to text and null: ``NO``, ``1e5`` and ``2020-01-01`` stay strings."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class PureLoader(yaml.SafeLoader):
    """PyYAML without compiled code, restricted likewise, and to what the compiled reader takes: no key twice.

    It refuses aliases, which real records have none of, and which make much out of little.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node, which is no alias."""
        if self.check_event(yaml.AliasEvent):
            raise ComposerError(None, None, "aliases are not read by the pure reader")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping, in which no key stands twice."""
        keys = [key.value for key, _ in node.value if isinstance(key.value, str)]
        if len(keys) > len(set(keys)):
            raise ConstructorError(None, None, "a key stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


PureLoader.yaml_implicit_resolvers = TextLoader.yaml_implicit_resolvers


def is_pure() -> bool:
    """Whether front matter is read without compiled code, as the environment says.

    Raises:
        MappingError: it names no reader that there is.
    """
    wanted = os.environ.get(READER_VARIABLE) or "compiled"
    if wanted not in ("compiled", "pure"):
        raise MappingError(READER_VARIABLE, None, f"{wanted!r} is no reader of YAML; there are: compiled, pure")
    return wanted == "pure"


def decode(content: bytes, file: str) -> str:
    r"""Decode the bytes of a text file.

    Args:
        content: the bytes; a byte order mark is dropped, line ends become ``\n``.
        file: name for messages.

    Returns:
        The text.

    Raises:
        RecordError: the bytes are not UTF-8, or hold a NUL.

    >>> decode(b"\xef\xbb\xbfa\r\nb", "x.md")
    'a\nb'
    """
    try:
        text = content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise RecordError(file, "(file)", f"not UTF-8 at byte {error.start}") from error
    if b"\0" in content:
        raise RecordError(file, "(file)", f"holds a NUL character at position {text.index(chr(0))}")
    return _RETURNS.sub("\n", text) if b"\r" in content else text


def cut_front_matter(text: str, file: str) -> str:
    r"""Cut the YAML out of a Markdown file.

    Args:
        text: the whole file, line ends as ``\n``.
        file: name for messages.

    Returns:
        The lines between the opening and the closing ``---``; dashes inside an indented or quoted
        value do not end it.

    Raises:
        RecordError: there is no front matter, it does not end, or it is too large.

    >>> cut_front_matter("---\na: 1\n---\n", "x.md")
    'a: 1\n'
    """
    if not text.startswith("---\n"):
        if not text.strip():
            raise RecordError(file, "(file)", "empty")
        raise RecordError(file, "(front matter)", "the file does not start with a line of three dashes")
    end = text.find("\n---", 3)
    while end >= 0 and not _END.match(text, end):
        end = text.find("\n---", end + 1)
    if end < 0:
        raise RecordError(file, "(front matter)", "no line of three dashes ends it")
    if end > LARGEST_FRONT_MATTER:
        raise RecordError(file, "(front matter)", f"larger than {LARGEST_FRONT_MATTER:,} characters")
    return text[4 : end + 1]


def cut_start(text: str, file: str) -> str:
    r"""The YAML of a file that is nothing else.

    Args:
        text: the whole file, line ends as ``\n``.
        file: name for messages.

    Raises:
        RecordError: it is too large.

    >>> cut_start("---\na: 1\n", "x.yml")
    'a: 1\n'
    """
    if len(text) > LARGEST_FRONT_MATTER:
        raise RecordError(file, "(file)", f"larger than {LARGEST_FRONT_MATTER:,} characters")
    return text.removeprefix("---\n")


def read_yaml(text: str, file: str, wanted: Container[str] | None = None) -> dict[str, Any]:
    r"""Read front matter into a mapping whose scalars are strings or None.

    A compiled YAML 1.2 reader does the work, unless :func:`is_pure`; where it understood a scalar as anything but text,
    it reads the block again with quotes around such scalars, or the reference reader (:class:`TextLoader`) does, so
    that the text as written is kept.

    Args:
        text: the YAML block.
        file: name for messages.
        wanted: top-level fields that matter; all when None.

    Returns:
        The mapping. Values of the fields that matter are strings, None, lists, mappings; fields in
        :data:`NUMERIC_FIELDS` may be floats.

    Raises:
        RecordError: not valid YAML, or not a mapping.

    >>> read_yaml("word: NO\nyear: 2019\nndex: ~\n", "x.md")
    {'word': 'NO', 'year': '2019', 'ndex': None}
    """
    if _is_deep(text):
        raise RecordError(file, "(front matter)", "nested too deeply")
    pure = is_pure()
    try:
        content: Any = yaml.load(text, PureLoader) if pure else yaml_rs.loads(text, parse_datetime=False)  # noqa: S506
        if not pure and not _is_text(content, wanted):
            content = _with_numbers_as_text(text, content)
            if content is None:
                content = yaml.load(text, Loader=TextLoader)  # noqa: S506 (a subclass of the safe loader)
    except (yaml_rs.YAMLDecodeError, yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise RecordError(file, "(front matter)", f"not valid YAML: {_one_line(error)}") from error
    if not isinstance(content, dict):
        raise RecordError(file, "(front matter)", "not a mapping of fields to values")
    return content


def _is_deep(text: str) -> bool:
    """Whether a line begins too far inside; without anchors and tags a few places tell that none does."""
    plain = "&" not in text and "!" not in text
    if plain and "" not in [text[place : place + 8].strip(_INDICATORS) for place in range(0, len(text), 500)]:
        return False
    return _DEEP.search(text) is not None


def _is_text(content: Any, wanted: Container[str] | None) -> bool:
    """Whether every scalar of the wanted fields is a string or None, numeric fields of the top level aside."""
    if not isinstance(content, dict):
        return True
    if not _TEXT.issuperset(map(type, content)):
        return False
    level = [
        value
        for key, value in content.items()
        if type(value) is not str and key not in NUMERIC_FIELDS and (wanted is None or key in wanted)
    ]
    while level:
        inner: list[Any] = []
        keys: set[Any] = set()
        for value in level:
            kind = type(value)
            if kind is list:
                inner += value
            elif kind is dict:
                keys.update(value)
                inner += value.values()
            elif value is not None:
                return False
        if not _TEXT.issuperset(map(type, keys)):
            return False
        level = [value for value in inner if type(value) is not str]
    return True


def _with_numbers_as_text(text: str, content: Any) -> Any:
    """The same content with every scalar as it is written, or None where that takes another reader.

    What looks like a number at the end of a line is put in quotes; if that changed anything else, it was none.
    """
    try:
        again: Any = yaml_rs.loads(_LIKE_NUMBER.sub(r"\1'\2'", text), parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, ValueError):
        return None
    pairs: list[tuple[Any, Any]] = [(content, again)]
    while pairs:
        one, other = pairs.pop()
        if type(one) is str or one is None:
            if one != other:
                return None
        elif type(one) is dict:
            if type(other) is not dict or list(one) != list(other) or not _TEXT.issuperset(map(type, one)):
                return None
            pairs += zip(one.values(), other.values(), strict=True)
        elif type(one) is list:
            if type(other) is not list or len(one) != len(other):
                return None
            pairs += zip(one, other, strict=True)
        elif type(other) is not str:
            return None
    return again


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
