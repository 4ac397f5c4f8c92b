"""The terms and identifiers the graph uses, expanded once from the prefix map."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import quote

import curies

from figkg.emit.terms import Term, iri

_UNRESERVED = "-._~"
_IN_LOCAL_PART = _UNRESERVED + "#/:@!$&'*+,;="


class Vocabulary:
    """Expands CURIEs and mints the identifiers of things that figkg names itself.

    Every identifier is a function of content: the same assertion has the same IRI in every run.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(prefixes)
        self._converter = curies.Converter.from_prefix_map(self._prefixes)
        self._expanded: dict[str, Term] = {}
        self._curies: dict[Term, str] = {}

    def __call__(self, curie: str) -> Term:
        """The term of a CURIE, ``vocabulary("rdf:type")``.

        Raises:
            curies.ExpansionError: the prefix is not in the map.
        """
        term = self._expanded.get(curie)
        if term is None:
            prefix, _, local = curie.partition(":")
            escaped = quote(local, safe=_IN_LOCAL_PART)
            base = self._prefixes.get(prefix)  # ten times faster than the converter, which is asked for its error only
            expanded = base + escaped if base else self._converter.expand(f"{prefix}:{escaped}", strict=True)
            term = self._expanded[curie] = iri(expanded)
        return term

    def curie(self, term: Term) -> str:
        """The CURIE of a class or property.

        Raises:
            curies.CompressionError: no prefix fits.
        """
        found = self._curies.get(term)
        if found is None:
            found = self._curies[term] = self._converter.compress(term[1:-1], strict=True)
        return found

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefix map: prefix to IRI."""
        return dict(self._prefixes)

    def figure(self, page: str) -> Term:
        """A figure, by the address of its page."""
        return iri(page)

    def graph(self, figid: str) -> Term:
        """The named graph of a figure."""
        return iri(self._prefixes["graph"] + quote(figid, safe=_UNRESERVED))

    def caption(self, figid: str) -> Term:
        """The caption of a figure."""
        return iri(self._prefixes["caption"] + quote(figid, safe=_UNRESERVED))

    def assertion(self, key: str) -> Term:
        """An assertion, by the hash of its content."""
        return iri(self._prefixes["assertion"] + key)

    def evidence(self, key: str) -> Term:
        """The evidence of an assertion."""
        return iri(self._prefixes["evidence"] + key)

    def span(self, key: str) -> Term:
        """The place of an evidence in its caption."""
        return iri(self._prefixes["evidence"] + key + "#span")

    def edge(self, key: str) -> Term:
        """An edge, by the hash of subject, sign and object."""
        return iri(self._prefixes["edge"] + key)

    def context(self, key: str, curie: str) -> Term:
        """A disease or organism of an edge."""
        return iri(self._prefixes["edge"] + key + "#" + curie.replace(":", "-"))

    def grounding(self, key: str) -> Term:
        """The grounding of one word of a figure."""
        return iri(self._prefixes["grounding"] + key)


def content_key(*parts: str | int) -> str:
    """A short name for content: the first 24 hex digits of the SHA-256 of its parts.

    >>> content_key("ncbigene:3491", 1, "ncbigene:4790")
    '585b4383ff84e73b3b0827d6'
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24]


def assertion_key(figid: str, start: int, end: int, subject: str, sign: int, object_: str) -> str:
    """Key of an assertion: what is said, in which figure, by which span."""
    return content_key(figid, start, end, subject, sign, object_)


def edge_key(subject: str, sign: int, object_: str) -> str:
    """Key of an edge: subject, sign, object."""
    return content_key(subject, sign, object_)
