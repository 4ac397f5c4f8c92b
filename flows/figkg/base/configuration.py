"""Configuration and other small data of people: YAML and JSON as typed values, faults by file, line and field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec
import yaml
from yaml.constructor import ConstructorError
from yaml.reader import ReaderError

from figkg.base.errors import LineError, MappingError, reason_of

T = TypeVar("T")

_PLACE = re.compile(r"(?P<reason>.*) - at (?P<key>`key` in )?`\$(?P<path>.*)`", re.DOTALL)
_STEP = re.compile(r"\.(?P<field>\w+)|\[(?P<entry>\d+)\]|\[\.\.\.\]")
_UNKNOWN = re.compile(r"unknown field `(.*)`")
_EXPONENT = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")
_KINDS = {"bool": "a truth value", "int": "a number", "float": "a number", "timestamp": "a date", "null": "nothing"}
"""What YAML takes words for that are no text, by the end of its tags."""


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice, of which others keep the last, and says where a date is none."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set[str]()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:  # a date that there is not
            raise ConstructorError(None, None, f"{node.value}: {error}", node.start_mark) from error


def read_yaml(path: Path, type_: type[T], *, name: str = "") -> T:
    """The value in a YAML file.

    Args:
        path: the file, YAML 1.1 in UTF-8.
        type_: what it must be.
        name: what the file is called in errors, its name where empty.

    Raises:
        MappingError: the file is missing, no YAML, or not of the type; it has the line and says the field. What YAML
            1.1 takes for something else than text (``no``, ``1.0``, ``2026-11-20``) is refused where text is expected,
            and so is a key that stands twice, and an entry of a list that is empty or stands there twice.
    """
    name = name or path.name
    raw = read_content(path, name)
    loader = _Loader(raw)
    try:
        root = loader.get_single_node()
        content = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        end = raw.rstrip().count(b"\n")
        line = min(error.problem_mark.line, end) + 1 if error.problem_mark else None
        words = ": ".join(filter(None, (error.context, error.problem)))
        raise MappingError(name, line, f"not valid YAML: {words}") from error
    except ReaderError as error:
        raise MappingError(name, raw.count(b"\n", 0, error.position) + 1, f"not valid YAML: {error.reason}") from error
    finally:
        loader.dispose()
    try:
        value = msgspec.convert(content, type_)
    except msgspec.ValidationError as error:
        _explain(error, name, root, content, type_)
    if root is not None:
        _refuse_doubles(root, name)
    return value


def read_json(path: Path, type_: type[T]) -> T:
    """The value in a JSON file.

    Raises:
        MappingError: the file is missing, no JSON, or not of the type; it has the line and says the field.
    """
    raw = read_content(path)
    try:
        content = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        byte = re.search(r"\(byte (\d+)\)", str(error))
        line = raw.count(b"\n", 0, int(byte[1])) + 1 if byte else None
        raise MappingError(path.name, line, str(error)) from error
    try:
        return msgspec.convert(content, type_)
    except msgspec.ValidationError as error:
        root = None
        with suppress(yaml.YAMLError):  # JSON is YAML, whose reader knows the lines
            root = _Loader(raw).get_single_node()
        _explain(error, path.name, root, content, type_)


def read_lines(path: Path) -> list[str]:
    """The lines of a text file in UTF-8, without their ends.

    Raises:
        MappingError: the file is missing or not UTF-8.
    """
    raw = read_content(path)
    try:
        return raw.decode().replace("\r\n", "\n").rstrip("\n").split("\n")
    except UnicodeDecodeError as error:
        raise MappingError(path.name, raw.count(b"\n", 0, error.start) + 1, "not UTF-8") from error


def json_lines(lines: Iterable[bytes], name: str, type_: type[T]) -> Iterator[tuple[int, T | LineError]]:
    """The values of JSON lines with their numbers, from 1; empty lines are passed over.

    Args:
        lines: the lines.
        name: what they are called in errors.
        type_: what each must be.

    Yields:
        Number and value, or the error of a line that is no such value.
    """
    decoder = msgspec.json.Decoder(type_)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                yield number, LineError(name, number, str(error))


def all_json_lines(lines: Iterable[bytes], name: str, type_: type[T]) -> Iterator[tuple[int, T]]:
    """The same, where a wrong line is one too many.

    Raises:
        LineError: a line is no such value.
    """
    for number, one in json_lines(lines, name, type_):
        if isinstance(one, LineError):
            raise one
        yield number, one


def read_content(path: Path, name: str = "") -> bytes:
    """The bytes of a file that must be there.

    Raises:
        MappingError: it is missing or cannot be read.
    """
    name = name or path.name
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MappingError(name, None, f"missing from {path.parent}") from error
    except OSError as error:
        raise MappingError(name, None, reason_of(error)) from error


def _explain(error: msgspec.ValidationError, name: str, root: yaml.Node | None, content: Any, type_: Any) -> NoReturn:
    """Say where in a file a value is that is not of its type.

    Raises:
        MappingError: always.
    """
    place = _PLACE.fullmatch(str(error))
    reason, path = (place["reason"], place["path"]) if place else (str(error), "")
    whole, node, fields = content, root, list[str]()
    for step in _STEP.finditer(path):
        if step["entry"]:
            key: Any = int(step["entry"])
            fields.append(f"entry {key + 1}")
        else:
            key = step["field"] or _culprit(whole, content, type_, str(error))
            fields.append(str(key))
        node, content = _child(node, key), content[key]
    keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    if place and place["key"]:
        node = next((key for key in keys if _kind(key)), node)
    elif unknown := _UNKNOWN.search(reason):
        node = next((key for key in keys if key.value == unknown[1]), node)
    raise MappingError(name, _line(node) if node else None, ": ".join([*fields, _in_words(reason, node)])) from error


def _refuse_doubles(node: yaml.Node, name: str) -> None:
    """Refuse lists with an entry that is empty or there twice; mappings are told apart by their first field.

    Raises:
        MappingError: there is such a list.
    """
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            _refuse_doubles(value, name)
    elif isinstance(node, yaml.SequenceNode):
        seen: dict[tuple[str, ...], int] = {}
        for entry in node.value:
            called = _called(entry)
            if called and not called[-1].strip():
                raise MappingError(name, _line(entry), "an empty entry of a list")
            if called in seen:
                raise MappingError(name, _line(entry), f"{called[-1]} stands in line {seen[called]} already")
            if called:
                seen[called] = _line(entry)
            _refuse_doubles(entry, name)


def _called(entry: yaml.Node) -> tuple[str, ...]:
    """What tells an entry of a list from others: a text, or the first field of a mapping; nothing for numbers."""
    if isinstance(entry, yaml.ScalarNode):
        return () if _kind(entry) in ("a number", "a truth value") else (entry.value,)
    if isinstance(entry, yaml.MappingNode) and entry.value and isinstance(entry.value[0][1], yaml.ScalarNode):
        key, value = entry.value[0]
        return str(key.value), value.value
    return ()


def _culprit(whole: Any, values: dict[Any, Any], type_: Any, message: str) -> Any:
    """The key of the value that causes an error, which is the same when the value is there alone."""
    for key, value in [*values.items()]:
        values.clear()
        values[key] = value
        try:
            msgspec.convert(whole, type_)
        except msgspec.ValidationError as error:
            if str(error) == message:
                break
    return next(iter(values))


def _child(node: yaml.Node | None, key: Any) -> yaml.Node | None:
    """The value under a key, or the node itself where it is not to be found."""
    if isinstance(node, yaml.SequenceNode):
        return next(iter(node.value[key:]), node)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == str(key)), node)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _kind(node: yaml.Node) -> str | None:
    return _KINDS.get(node.tag.rpartition(":")[2])


def _in_words(reason: str, node: yaml.Node | None) -> str:
    """A reason of msgspec's, or what YAML's own idea of a word has to do with it."""
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value:
        if (kind := _kind(node)) and reason.startswith("Expected `str"):
            return f"{node.value} is read as {kind}, not as text; put it in quotes"
        if not kind and _EXPONENT.fullmatch(node.value) and reason.endswith("got `str`"):
            return f"{node.value} is read as text, not as a number; write it as in 1.0e+5"
    return reason
