r"""Whether a SPARQL text uses a keyword, as the parser itself reads it.

Strings, comments, IRIs, names with escapes and tokens without space between them make it hard to tell from outside
what is a keyword. So the parser is asked: where the word has been replaced by one that means nothing, wherever it
stands, the text is no query any more if, and only if, it was a keyword.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import pyoxigraph

Keyword = Literal["FROM", "SERVICE"]

_MEANINGLESS: Mapping[Keyword, str] = {"FROM": "QZXJ", "SERVICE": "QZXJKWV"}
"""Of the same length, and no letter of theirs goes on with a number or ends a token of another kind."""
_PLACE = re.compile(r"error at (\d+):(\d+)")
_VARIABLE = ("?", "$")
_REACH = 10
"""The parser tells a place up to so many characters behind what it does not expect."""


def uses_keyword(text: str, keyword: Keyword, prefixes: Mapping[str, str], base: str | None = None) -> bool:
    r"""Whether a query uses a keyword; nothing is evaluated over data, and nobody is asked.

    Args:
        text: the query.
        keyword: the keyword.
        prefixes: prefixes that the query need not declare.
        base: what relative IRIs are resolved against.

    Raises:
        SyntaxError: the word is in the text, which is no query for another reason.

    >>> uses_keyword("SELECT * { ?a ?b ?c.SERVICE<http://x/>{} }", "SERVICE", {})
    True
    >>> uses_keyword('SELECT ?service { ?a ?service "SERVICE" } # SERVICE <http://x/> {}', "SERVICE", {})
    False
    """
    places: list[tuple[int, int]] = []

    def replace(found: re.Match[str]) -> str:
        places.append(found.span())
        letters = zip(found.groups(), _MEANINGLESS[keyword], strict=True)
        return "".join(_written_as(letter, old) for old, letter in letters)

    pattern = "".join(_LETTERS[letter] for letter in keyword)
    changed = re.sub(pattern, replace, text)
    if not places:
        return False
    known = {re.sub(pattern, replace, prefix): iri for prefix, iri in prefixes.items()}
    try:
        pyoxigraph.Store().query(changed, prefixes=known, base_iri=base)
    except SyntaxError as error:
        place = _place(changed, str(error.msg))
        if place is None:
            return True
        near = (text[start - 1 : start] not in _VARIABLE and start <= place <= end + _REACH for start, end in places)
        if any(near):
            return True
        raise
    except (ValueError, OSError, RuntimeError):  # it is a query, though one that cannot be answered
        return False
    return False


def _written(letter: str) -> str:
    """A pattern of the ways to write a letter: in either case, as itself or as an escape of its code point."""
    codes = "|".join(f"{ord(one):02x}" for one in (letter.upper(), letter.lower()))
    return rf"([{letter.upper()}{letter.lower()}]|\\u00(?i:{codes})|\\U000000(?i:{codes}))"


_LETTERS = {letter: _written(letter) for word in _MEANINGLESS for letter in word}


def _written_as(letter: str, old: str) -> str:
    """A letter in the case of another one, and as an escape where that is one."""
    if len(old) == 1:
        return letter if old.isupper() else letter.lower()
    code = ord(letter if chr(int(old[2:], 16)).isupper() else letter.lower())
    return f"{old[:2]}{code:0{len(old) - 2}X}"


def _place(text: str, message: str) -> int | None:
    """Index of the place that the message of an error tells, or None."""
    found = _PLACE.search(message)
    if found is None:
        return None
    line, column = int(found[1]), int(found[2])
    before = text.split("\n")[: line - 1]
    return sum(len(one) + 1 for one in before) + column - 1
