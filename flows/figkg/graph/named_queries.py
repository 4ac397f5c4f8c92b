"""The named queries of ontologies/queries: SPARQL files with a title and a question in their first lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from figkg.base.errors import QueryError, reason_of

VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{([^}]*)\}", re.IGNORECASE)
"""A list of values, which is a parameter of a named query."""

_HEADER = re.compile(r"^#\s*(\w+):\s*(.*)$")
_PREFIXED = re.compile(r"^\s*PREFIX\s+([\w.-]*):", re.IGNORECASE | re.MULTILINE)
_USED = re.compile(r"(?<![\w?$])([A-Za-z][\w.-]*):")
_QUOTED = re.compile(r"<[^<>\s]*>|\"[^\"\n]*\"")


class NamedQuery(Struct, frozen=True):
    """A query of ontologies/queries.

    Attributes:
        name: file name without ending.
        title: what it finds, in few words.
        question: the question it answers, in plain words.
        text: the SPARQL text.
        parameters: names that ``--set NAME=VALUE`` can change, with their defaults.
        endpoint: address of a remote endpoint that it asks too, or empty.
    """

    name: str
    title: str
    question: str
    text: str
    parameters: dict[str, str]
    endpoint: str = ""


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
    )


def declared_prefixes(text: str) -> set[str]:
    """Prefixes that a query declares itself."""
    return set(_PREFIXED.findall(text))


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    r"""A query with declarations of the prefixes it uses, so that any client can run it.

    >>> with_prefixes("SELECT ?b { ncbigene:596 ^fkg:activates ?b }", {"fkg": "http://f#", "ncbigene": "http://n/"})
    'PREFIX fkg: <http://f#>\nPREFIX ncbigene: <http://n/>\nSELECT ?b { ncbigene:596 ^fkg:activates ?b }'
    """
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    used = (set(_USED.findall(_QUOTED.sub("", body))) & prefixes.keys()) - declared_prefixes(body)
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in sorted(used)) + body
