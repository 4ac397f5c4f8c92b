"""The named queries of ontologies/queries: SPARQL files with a title and a question in their first lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import QueryError, reason_of
from figkg.base.near import nearest, or_list

VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{([^}]*)\}", re.IGNORECASE)
"""A list of values, which is a parameter of a named query."""

_HEADER = re.compile(r"^#\s*(\w+):\s*(.*)$")
_PREFIXED = re.compile(r"^\s*PREFIX\s+([\w.-]*):", re.IGNORECASE | re.MULTILINE)
_USED = re.compile(r"(?<![\w?$])([A-Za-z][\w.-]*):")
_CURIE = re.compile(r"(?<![\w?$:])[A-Za-z][\w.-]*:[\w-][\w.-]*")
_STRING = re.compile(r"\"([^\"\n]*)\"")
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*")
_IRI = re.compile(r"<(https?://[^<>\"{}|\\^`\s]+)>")
_DECLARED = re.compile(r"^\s*(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\s]*>", re.IGNORECASE | re.MULTILINE)
_QUOTED = re.compile(r"<[^<>\s]*>|\"[^\"\n]*\"")


class NamedQuery(Struct, frozen=True):
    """A query of ontologies/queries.

    Attributes:
        name: file name without ending.
        title: what it finds, in few words.
        question: the question it answers, in plain words.
        text: the SPARQL text.
        parameters: names that ``NAME=VALUE`` can change, with their defaults.
        endpoint: address of a remote endpoint that it asks too, or empty.
        nothing: what it means when nothing is found, and why that may be so.
    """

    name: str
    title: str
    question: str
    text: str
    parameters: dict[str, str]
    endpoint: str = ""
    nothing: str = ""


def read_named_queries(folder: Path) -> list[NamedQuery]:
    """All queries of a folder, by name."""
    return [read_named_query(path) for path in sorted(folder.glob("*.rq"))]


def read_named_query(path: Path) -> NamedQuery:
    """Read one query with its header.

    Raises:
        QueryError: the file cannot be read.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(str(path), reason_of(error)) from error
    header = {
        match.group(1): match.group(2) for line in content.splitlines() if (match := _HEADER.match(line)) is not None
    }
    return NamedQuery(
        name=path.stem,
        title=header.get("title", path.stem),
        question=header.get("question", ""),
        text=content,
        parameters={name: values.strip() for name, values in VALUES.findall(content)},
        endpoint=header.get("endpoint", ""),
        nothing=header.get("nothing", ""),
    )


def find_named_query(name: str, folder: Path) -> NamedQuery:
    """The query of a name.

    Raises:
        QueryError: there is none of this name; it says which is near.
    """
    path = folder / f"{name}.rq"
    if path.is_file():
        return read_named_query(path)
    near = nearest(name, sorted(one.stem for one in folder.glob("*.rq")))
    raise QueryError(name, f"no query has this name; {or_list(near) if near else '`figkg queries` lists them'}")


def declared_prefixes(text: str) -> set[str]:
    """Prefixes that a query declares itself."""
    return set(_PREFIXED.findall(text))


def used_prefixes(text: str) -> set[str]:
    """Prefixes that a query seems to use."""
    return set(_USED.findall(_without_texts(text)))


def used_curies(text: str) -> list[str]:
    """CURIEs that a query seems to use, each once, in their order."""
    return list(dict.fromkeys(_CURIE.findall(_without_texts(text))))


def used_iris(text: str) -> list[str]:
    """IRIs that a query uses, but for those that prefixes stand for; each once, in their order."""
    return list(dict.fromkeys(_IRI.findall(_DECLARED.sub(" ", _COMMENT.sub("", text)))))


def used_texts(text: str) -> list[str]:
    """Strings of a query, each once, in their order."""
    return list(dict.fromkeys(_STRING.findall(_COMMENT.sub("", text))))


def _without_texts(text: str) -> str:
    return _COMMENT.sub("", _QUOTED.sub(" ", text))


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    r"""A query with declarations of the prefixes it uses, so that any client can run it.

    >>> with_prefixes("SELECT ?b { ncbigene:596 ^fkg:activates ?b }", {"fkg": "http://f#", "ncbigene": "http://n/"})
    'PREFIX fkg: <http://f#>\nPREFIX ncbigene: <http://n/>\nSELECT ?b { ncbigene:596 ^fkg:activates ?b }'
    """
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    used = (used_prefixes(body) & prefixes.keys()) - declared_prefixes(body)
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in sorted(used)) + body
