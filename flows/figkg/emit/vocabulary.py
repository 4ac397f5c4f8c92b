"""The terms and identifiers the graph uses, expanded once from the prefix map."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import quote

import curies

from figkg.base.memo import Memo
from figkg.emit.terms import Term, iri

_UNRESERVED = "-._~"
_IN_LOCAL_PART = _UNRESERVED + "#/:@!$&'*+,;="
_PLAIN = re.compile(r"[A-Za-z0-9._~-]*")
_REMEMBERED = 200_000


SEPARATOR = "\x1f"
"""Stands between the parts of content that is given a key."""


class Vocabulary:
    """Expands CURIEs and mints the identifiers of things that figkg names itself.

    Every identifier is a function of content: the same assertion has the same IRI in every run.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(prefixes)
        self._converter = curies.Converter.from_prefix_map(self._prefixes)
        self._terms = Memo(self._expand, most=_REMEMBERED)
        self._bases = Memo(self._base, most=_REMEMBERED)
        self._curies = Memo(self._compress, most=_REMEMBERED)

    def __call__(self, curie: str) -> Term:
        """The term of a CURIE, ``vocabulary("rdf:type")``.

        Raises:
            curies.ExpansionError: the prefix is not in the map.
            TermError: it stands for no IRI.
        """
        return self._terms[curie]

    def _expand(self, curie: str) -> Term:
        prefix, _, local = curie.partition(":")
        base = self._prefixes.get(prefix)  # ten times faster than the converter, which is asked for its error only
        if base and _PLAIN.fullmatch(local):
            return f"{self._bases[prefix]}{local}>"
        escaped = quote(local, safe=_IN_LOCAL_PART)
        return iri(base + escaped if base else self._converter.expand(f"{prefix}:{escaped}", strict=True))

    def _base(self, prefix: str) -> str:
        """How the terms of a prefix begin: ``<http://x/``."""
        return iri(self._prefixes[prefix])[:-1]

    def curie(self, term: Term) -> str:
        """The CURIE of a class or property.

        Raises:
            curies.CompressionError: no prefix fits.
        """
        return self._curies[term]

    def _compress(self, term: Term) -> str:
        return self._converter.compress(term[1:-1], strict=True)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefix map: prefix to IRI."""
        return dict(self._prefixes)

    def figure(self, page: str) -> Term:
        """A figure, by the address of its page."""
        return iri(page)

    def graph(self, figid: str) -> Term:
        """The named graph of a figure."""
        return f"{self._bases['graph']}{_escaped(figid)}>"

    def caption(self, figid: str) -> Term:
        """The caption of a figure."""
        return f"{self._bases['caption']}{_escaped(figid)}>"

    def assertion(self, key: str) -> Term:
        """An assertion, by the hash of its content."""
        return f"{self._bases['assertion']}{key}>"

    def verdict(self, key: str, orcid: str) -> Term:
        """What a curator says of an assertion."""
        return f"{self._bases['assertion']}{key}#verdict-{orcid}>"

    def evidence(self, key: str) -> Term:
        """The evidence of an assertion."""
        return f"{self._bases['evidence']}{key}>"

    def span(self, key: str) -> Term:
        """The place of an evidence in its caption."""
        return f"{self._bases['evidence']}{key}#span>"

    def region(self, key: str) -> Term:
        """The part of an image where the evidence of an assertion is drawn."""
        return f"{self._bases['evidence']}{key}#region>"

    def edge(self, key: str) -> Term:
        """An edge, by the hash of subject, sign and object."""
        return f"{self._bases['edge']}{key}>"

    def context(self, key: str, curie: str) -> Term:
        """A disease or organism of an edge."""
        return iri(self._prefixes["edge"] + key + "#" + curie.replace(":", "-"))

    def grounding(self, key: str) -> Term:
        """The grounding of one word of a figure."""
        return f"{self._bases['grounding']}{key}>"


def _escaped(name: str) -> str:
    """A name as the last step of an IRI."""
    return name if _PLAIN.fullmatch(name) else quote(name, safe=_UNRESERVED)


def content_key(*parts: str | int) -> str:
    """A short name for content: the first 24 hex digits of the SHA-256 of its parts.

    >>> content_key("ncbigene:3491", 1, "ncbigene:4790")
    '585b4383ff84e73b3b0827d6'
    """
    return hashlib.sha256(SEPARATOR.join(map(str, parts)).encode()).hexdigest()[:24]


def assertion_key(figid: str, start: int, end: int, subject: str, sign: int, object_: str) -> str:
    """Key of an assertion: what is said, in which figure, by which span."""
    return content_key(figid, start, end, subject, sign, object_)


def edge_key(subject: str, sign: int, object_: str) -> str:
    """Key of an edge: subject, sign, object."""
    return content_key(subject, sign, object_)
