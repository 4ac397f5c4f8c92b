"""Readings of a word: what OCR and authors' habits may have made of a name.

``p-JAK2`` is JAK2, ``ARRII`` is ARR2, ``PTCHI`` is PTCH1, ``IFNY`` is IFNγ, ``LRP5/6`` is LRP5 and LRP6.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from figkg.ground.policy import Policy

_CYRILLIC = str.maketrans("АВЕЅКМНОРСТУХІЈЗЬГаеорсухіј", "ABESKMHOPCTYXIJ3bГaeopcyxij")
_BRACKETED = re.compile(r"\([^()]*[^\W\d_][^()]*\)|\[[^\]]*\]|\((?=>|<|=)[^)]*\)")
_ROMAN = {
    "I": "1",
    "II": "2",
    "III": "3",
    "IV": "4",
    "V": "5",
    "VI": "6",
    "VII": "7",
    "VIII": "8",
    "IX": "9",
    "X": "10",
}
_NUMERAL = re.compile(
    r"(?P<stem>.*?[^\WIVX_\d])(?P<joint>[- ]?)(?P<numeral>VIII|VII|VI|IV|IX|III|II|I|V|X)(?P<tail>[A-Za-z]?)"
)
_LIKE_DIGIT = {"I": "1", "l": "1", "|": "1", "O": "0", "o": "0", "S": "5", "Z": "2"}
_LIKE_LETTER = {"0": "O", "1": "I", "5": "S"}
_SEPARATOR = re.compile(r"[,;:|/\\+&\s„.•·=<>→←⇒~_*()\[\]{}\"“”]+|(?<=[^\W\d_]{3})[-–](?=[^\W\d_]{3})")
_ENUMERATED = re.compile(r"(?P<stem>.*?[^\W\d_][-‐‑–]?)(?P<last>\d{1,3}[A-Za-z]?|[A-Z]|[αβγδεζ])")
_LETTERED = re.compile(r"(?P<stem>.*?\d)(?P<last>[A-Z]|[αβγδεζ])")
_ITEM = re.compile(r"\d{1,3}[A-Za-z]?|[A-Z]|[αβγδεζ]")
_RANGE = re.compile(r"(?P<stem>.*[^\W\d_])(?P<first>\d)[-–](?P<last>\d)")
_POSITIONS = re.compile(r"\(\d(?:,\d)+\)")
_LETTER_PREFIX = re.compile(r"[a-z]+$", re.IGNORECASE)


class Reading(Struct, frozen=True):
    """One way to read a word.

    Attributes:
        text: what is read.
        trust: the product of the factors of what was done to the word.
    """

    text: str
    trust: float


def readings(word: str, policy: Policy) -> Iterator[Reading]:
    """Ways to read a word as one name, the word itself first, then the more daring ones; each text once."""
    seen: set[str] = set()
    forms = [Reading(word, 1.0)]
    for step in (_latin, _without_brackets, _without_affix, _singular, _with_digits, _without_misreadings):
        new = [made for form in forms for made in step(form, policy)]
        for form in forms:
            if form.text not in seen:
                seen.add(form.text)
                yield form
        forms += new
    for form in forms:
        if form.text not in seen:
            seen.add(form.text)
            yield form


def parts(word: str) -> tuple[str, ...]:
    """The things that a word lists: by separators, with shared beginnings repeated.

    >>> parts("LRP5/6"), parts("Bax/Bid"), parts("E2F1,2,3"), parts("IL-1α/β")
    (('LRP5', 'LRP6'), ('Bax', 'Bid'), ('E2F1', 'E2F2', 'E2F3'), ('IL-1α', 'IL-1β'))
    """
    if _POSITIONS.search(word):  # PI(4,5)P2: positions in a chemical's name
        return ()
    span = _RANGE.fullmatch(word.strip(" .,;:()[]*"))
    if span is not None and int(span["first"]) < int(span["last"]):
        return tuple(f"{span['stem']}{number}" for number in range(int(span["first"]), int(span["last"]) + 1))
    found: list[str] = []
    stem = ""
    for part in _SEPARATOR.split(word.translate(_CYRILLIC)):
        if not part:
            continue
        if stem and _ITEM.fullmatch(part):
            found.append(stem + part)
            continue
        enumerated = _ENUMERATED.fullmatch(part) or _LETTERED.fullmatch(part)
        stem = enumerated["stem"] if enumerated else ""
        found.append(part)
    return tuple(found)


_LISTING = re.compile(r"[^/]*[A-Za-z][^/]*\d[A-Za-z]?(?:/-?(?:\d{1,2}[A-Za-z]?|[A-Z]))+")


def listing(name: str) -> tuple[str, ...]:
    """The names that a name lists by its endings, or nothing where it lists none.

    >>> listing("LRP5/6"), listing("EPAS1/HIF2A"), listing("TNF")
    (('LRP5', 'LRP6'), (), ())
    """
    return parts(name.replace("/-", "/")) if _LISTING.fullmatch(name) else ()


def halves(word: str) -> Iterator[tuple[str, str]]:
    """Places at which two names may have been run together.

    >>> list(halves("WAVE2ARP2"))[:2]
    [('WAV', 'E2ARP2'), ('WAVE', '2ARP2')]
    """
    for place in range(3, len(word) - 2):
        yield word[:place], word[place:]


def _latin(form: Reading, _: Policy) -> Iterator[Reading]:
    """Cyrillic letters as Latin ones, accents dropped, white space at the ends dropped."""
    text = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", form.text.translate(_CYRILLIC))
        if not unicodedata.combining(letter)
    ).strip()
    if text and text != form.text:
        yield Reading(text, form.trust)


def _without_brackets(form: Reading, policy: Policy) -> Iterator[Reading]:
    text = _BRACKETED.sub("", form.text).strip()
    if text and text != form.text:
        yield Reading(text, form.trust * policy.readings["without brackets"])


def _without_affix(form: Reading, policy: Policy) -> Iterator[Reading]:
    text = form.text.strip(" .,;:()[]*?!+-–↑↓→←|'\"/\\")
    trust = form.trust * policy.readings["without affix"]
    for suffix in policy.suffixes:
        if len(suffix) > 1 and text.endswith(suffix) and len(text) > len(suffix) + 1:
            yield Reading(text.removesuffix(suffix), trust)
    for prefix in policy.prefixes:
        rest = text[len(prefix) :]
        if len(rest) > 1 and text.startswith(prefix):
            if _LETTER_PREFIX.search(prefix) and len(prefix) < 6 and not rest[:2].isupper():
                continue
            yield Reading(rest.strip(), trust)


def _singular(form: Reading, policy: Policy) -> Iterator[Reading]:
    text = form.text.strip(" .,;:()[]*?!+-–↑↓→←|'\"/\\")
    if len(text) > 3 and text.endswith("s") and text[-2] not in "su":
        yield Reading(text[:-1], form.trust * policy.readings["singular"])


def _with_digits(form: Reading, policy: Policy) -> Iterator[Reading]:
    text = form.text.strip(" .,;:()[]*?!+-–↑↓→←|'\"/\\")
    found = _NUMERAL.fullmatch(text)
    if found:
        read = f"{found['stem']}{found['joint']}{_ROMAN[found['numeral']]}{found['tail']}"
        yield Reading(read, form.trust * policy.readings["numeral"])


def _without_misreadings(form: Reading, policy: Policy) -> Iterator[Reading]:
    """Characters that OCR takes for others, one kind at a time."""
    text = form.text.strip(" .,;:()[]*?!+-–↑↓→←'\"/\\")
    if len(text) < 3:
        return
    trust = form.trust * policy.readings["misread"]
    if text[-1] in _LIKE_DIGIT and text[-2].isalpha():
        yield Reading(text[:-1] + _LIKE_DIGIT[text[-1]], trust)
    if re.search(r"[A-Z]{3}Y(R?\d?)$", text):
        yield Reading(re.sub(r"Y(R?\d?)$", r"γ\1", text), trust)
    for wrong, right in _LIKE_LETTER.items():
        if wrong in text[:-1] and not text[text.index(wrong) + 1].isdigit() and len(text) > 3:
            yield Reading(text.replace(wrong, right, 1), trust)
    if text[-1] in "Bß" and len(text) > 3:
        yield Reading(text[:-1] + "β", trust)
