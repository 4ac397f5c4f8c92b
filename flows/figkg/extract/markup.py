"""Markup: text without the tags and entities of HTML, which some publishers' captions keep.

Entities are what HTML says that they are (WHATWG HTML, Named character references): ``&#8594;`` is an arrow. Only tags
of letters' looks go; whatever else stands between angle brackets is text.
"""

from __future__ import annotations

import html
import re

_LOOKS = "b|bold|br|em|i|italic|p|sc|small|span|strong|su[bp]|u|underline"
_TAG = re.compile(rf"</?(?:{_LOOKS})(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\x0b\x0c", " "))


def without_markup(text: str) -> str:
    """A text as a reader sees it.

    >>> without_markup("<i>EREG</i> &amp; EGF activate EGFR (<sup>*</sup><i>p</i>&lt;0.05); a<b, R&D")
    'EREG & EGF activate EGFR (*p<0.05); a<b, R&D'
    """
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text and _ENTITY.search(text) is not None:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()).translate(_SPACES), text)
    return text
