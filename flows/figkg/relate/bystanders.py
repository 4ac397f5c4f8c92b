"""Bystanders: names in a sentence that say which thing is meant without being what acts or is acted on.

Meaning, checked over whatever reader spoke: a resistance, a marker of cells, the denominator of a ratio
(mappings/bystanders.yaml); and of two lists with *respectively*, each name has one partner.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.ground.figure import Mention
from figkg.relate.assertion import Span

FILE = "bystanders.yaml"
_JOINT = re.compile(r"[\s,]*(?:[,;]|\band\b|\bor\b|&|/)[\s,]*(?:and\s+|or\s+|the\s+)?", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_MARKER = re.compile(r"(?:\+|\(\+\))(?:(?!\w)|(?=[\w-]{1,20}(?:\+|\(\+\))))|(?:hi|lo|bright|dim)(?!\w)")
"""The sign behind a marker of cells: ``CD4+ cells``, ``CD4+CD25+ cells``; not in ``LPS+ATP``."""
_BEFORE = 30
_OF_ENZYME = r"[-\u2010\u2011]dependent\s+(?:[\w-]+\s+){0,2}[a-z]{3,}ases?"
_INTO = re.compile(r"\s+into\s")
_INTO_BEFORE = re.compile(r"\s+into\s+(?:the\s+)?\Z")
_TO = re.compile(r"\s+to\s+(?:the\s+)?")
_HYPHENS = "-\u2010\u2011\u2013"


_Heading = Annotated[str, Meta(pattern=r"\Amesh:[A-Z]\d{6,9}\Z")]
_Words = Annotated[tuple[Annotated[str, Meta(min_length=1)], ...], Meta(min_length=1)]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    hyphened: _Words
    hyphened_object: _Words
    words: _Words
    joined_before: _Words
    before: _Words
    before_object: _Words
    conversions: _Words
    measures: _Words
    ratios: _Words
    needs: _Words
    general: dict[_Heading, Annotated[str, Meta(min_length=1)]]


class Bystanders(Struct, frozen=True):
    """Knows bystanders by what stands around them.

    Attributes:
        behind: matches behind a name that neither acts nor is acted on: a resistance, or a part of an enzyme's name,
            *glutamine-dependent … synthetase*.
        behind_object: matches behind one that is not acted on.
        joined: matches before one that is a piece of another name.
        before: matches before one that the text leaves out.
        before_object: matches before one that is not acted on.
        conversion: matches the words before what is turned into something else.
        measure: matches what is measured of the name right before.
        ratio: matches behind what is divided by.
        need: matches the verb of what needs something, where that follows.
        general: CURIEs of headings so general that nothing is said of them.
    """

    behind: re.Pattern[str]
    behind_object: re.Pattern[str]
    joined: re.Pattern[str]
    before: re.Pattern[str]
    before_object: re.Pattern[str]
    conversion: re.Pattern[str]
    measure: re.Pattern[str]
    ratio: re.Pattern[str]
    need: re.Pattern[str]
    general: frozenset[str] = frozenset()

    def is_one(self, text: str, at: Span, *, acted_on: bool) -> bool:
        """Whether a name is a bystander.

        Args:
            text: the text.
            at: where the name stands.
            acted_on: whether it is taken for what is acted on, not for what acts.
        """
        if self.behind.match(text, at.end) is not None or _MARKER.match(text, at.end) is not None:
            return True
        if self.before.search(text, max(0, at.start - _BEFORE), at.start) is not None:
            return True
        if not acted_on:
            return False
        before = max(0, at.start - _BEFORE)
        divided = text[at.start - 1 : at.start] in ("/", ":") and self.ratio.match(text, at.end) is not None
        converted = _INTO.match(text, at.end) is not None and self.conversion.search(text, before, at.start) is not None
        return (
            divided
            or converted
            or self.before_object.search(text, before, at.start) is not None
            or self.behind_object.match(text, at.end) is not None
        )

    def modifies(self, text: str, at: Span) -> bool:
        """Whether a name is but the first half of an adjective: the *ATP* of ATP-competitive."""
        return text[at.end : at.end + 1] in _HYPHENS and self.behind.match(text, at.end) is not None

    def is_piece(self, text: str, at: Span) -> bool:
        """Whether a name is a piece of the name of something else: the *TNF* of anti-TNF."""
        return self.joined.search(text, max(0, at.start - _BEFORE), at.start) is not None

    def turned(self, text: str, at: Span, names: Collection[int]) -> bool:
        """Whether a chemical is reduced to another one: *ADH reduces NAD+ to NADH* lowers nothing.

        Args:
            text: the text.
            at: where the chemical stands.
            names: where chemicals begin.
        """
        to = _TO.match(text, at.end)
        reduced = self.conversion.search(text, max(0, at.start - _BEFORE), at.start) is not None
        return reduced and to is not None and to.end() in names

    def needed(self, text: str, subject: Span, trigger: Span, at: Span) -> bool:
        """Whether a name is what another thing needs: *IL2 production requires NFATC1* does not raise NFATC1."""
        return (
            subject.end <= trigger.start
            and trigger.end <= at.start
            and self.need.match(text, trigger.start) is not None
        )

    def made(self, text: str, at: Span, trigger: Span) -> bool:
        """Whether a name is what another thing is turned into by the words of a trigger."""
        into = _INTO_BEFORE.search(text, trigger.end, at.start) is not None
        return into and self.conversion.search(text, trigger.start, trigger.end + 1) is not None


def classes(text: str, mentions: Sequence[Mention], measure: re.Pattern[str]) -> frozenset[Span]:
    """Where names stand that only say what the name beside them is, or what is measured of it.

    ``the transcription factor STAT3``, ``DVL2 protein synthesis``.

    Args:
        text: the text.
        mentions: what it names.
        measure: matches what is measured of a name.
    """
    ordered = sorted(mentions, key=lambda one: one.start)
    found = set()
    for one, following in pairwise(ordered):
        if text[one.end : following.start] != " " or following.kind not in ("gene", "family", "process"):
            continue
        if following.kind == "process" and measure.fullmatch(text, following.start, following.end) is not None:
            found.add(Span(following.start, following.end))
        elif following.kind != "process" and one.kind == "family":
            found.add(Span(one.start, one.end))
    return frozenset(found)


def crossed(text: str, sentence: Span, subject: Span, object_: Span, names: Sequence[Span]) -> bool:
    """Whether two names stand in two lists of one length, which *respectively* pairs in another way.

    Args:
        text: the text.
        sentence: where the sentence stands.
        subject: where the cause is named.
        object_: where the effect is named.
        names: where the text names anything, in order.
    """
    if _RESPECTIVELY.search(text, sentence.start, sentence.end) is None:
        return False
    first, last = (bisect_left(names, place, key=lambda span: span.start) for place in (sentence.start, sentence.end))
    lists = _lists(text, names[first:last])
    of_subject, at = _in_lists(lists, subject)
    of_object, other = _in_lists(lists, object_)
    if of_subject is of_object or len(of_subject) != len(of_object):
        return False
    return len(of_subject) > 1 and at != other


def _in_lists(lists: Iterable[list[list[Span]]], name: Span) -> tuple[list[list[Span]], int]:
    """The list that a name stands in, and where; an empty one for none."""
    for one in lists:
        for place, names in enumerate(one):
            if name in names:
                return one, place
    return [], 0


def _lists(text: str, spans: Iterable[Span]) -> list[list[list[Span]]]:
    """Names in lists: those of a place together, which is one name unless semicolons part the places."""
    found: list[list[Span]] = []
    for span in spans:
        if found and _JOINT.fullmatch(text, found[-1][-1].end, span.start) is not None:
            found[-1].append(span)
        else:
            found.append([span])
    return [_places(text, names) for names in found]


def _places(text: str, names: Sequence[Span]) -> list[list[Span]]:
    parted = any(";" in text[one.end : following.start] for one, following in pairwise(names))
    places: list[list[Span]] = []
    for at, name in enumerate(names):
        if at == 0 or not parted or ";" in text[names[at - 1].end : name.start]:
            places.append([name])
        else:
            places[-1].append(name)
    return places


def load_bystanders(mappings: Path) -> Bystanders:
    """Read the file.

    Raises:
        MappingError: it is missing or not of the form that its comments describe.
    """
    file = read_yaml(mappings / FILE, _File)
    hyphened, objects, words, joined, before, before_object, conversions, measures, ratios, needs = (
        "|".join(map(re.escape, sorted(some, key=len, reverse=True)))
        for some in (
            *(file.hyphened, file.hyphened_object, file.words),
            *(file.joined_before, file.before, file.before_object),
            *(file.conversions, file.measures, file.ratios, file.needs),
        )
    )
    return Bystanders(
        re.compile(rf"(?:[{_HYPHENS}](?:{hyphened})|\s+(?:{words})|{_OF_ENZYME})(?!\w)", re.IGNORECASE),
        re.compile(rf"[{_HYPHENS}](?:{objects})(?!\w)", re.IGNORECASE),
        re.compile(rf"\b(?:{joined})[{_HYPHENS}]\Z", re.IGNORECASE),
        re.compile(rf"\b(?:{before})\s+(?:the\s+|that\s+of\s+|its\s+)?\Z", re.IGNORECASE),
        re.compile(rf"\b(?:{before_object})\s+(?:the\s+)?\Z", re.IGNORECASE),
        re.compile(rf"\b(?:{conversions})\s+(?:the\s+)?\Z", re.IGNORECASE),
        re.compile(measures, re.IGNORECASE),
        re.compile(rf"\s+(?:{ratios})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{needs})(?!\w)(?!\s+(?:for|in|to|by)\b)", re.IGNORECASE),
        frozenset(file.general),
    )
