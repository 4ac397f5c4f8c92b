"""Tokens of a sentence and the class of each, as one string with a letter per token.

Classes::

    E entity mention                     v p g n a  trigger: finite, -ed, -ing, act noun, agent noun
    q quantity   d loss noun             l loss adjective   G gain noun
    b be         x have, do              m modal            t to
    o of         y by                    w with             u through, via, upon     i other preposition
    c and, or    , ; : ( )               R which, that      T thereby, thus          S when, because, but
    k such as    N negation              H hedge            V P other verb: finite, -ed
    D determiner, adverb                 - hyphen  / slash  > arrow  O anything else
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from flows.ground.figure import Mention
from flows.relate.lexicon import Lexicon, Verb

_HYPHENS = frozenset("-‐‑‒–—−")
_PREFIXES = frozenset(
    [
        "up",
        "down",
        "over",
        "knock",
        "co",
        "trans",
        "auto",
        "re",
        "de",
        "hyper",
        "hypo",
        "non",
        "pro",
        "counter",
        "dis",
        "mis",
        "under",
        "pre",
        "post",
        "cross",
        "self",
        "dominant",
        "kinase",
        "loss",
        "gain",
        "anti",
    ]
)
ENTITY_WORD = "*"
"""Stands for the word of an entity, so that a gene called *a* is no article."""

_SYMBOLS = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "{": "(", "}": ")", "/": "/"}

_CLASS_WORDS: dict[str, str] = {
    "b": "is are was were be been being am becomes become became remains remained",
    "x": "have has had having does do did",
    "m": "can will would shall should must may might could",
    "t": "to",
    "o": "of",
    "y": "by",
    "w": "with",
    "u": "through via upon following after",
    "i": "in on at for from into onto during within under among between against toward towards across along near "
    "inside outside over than per about around before until since unlike despite except",
    "c": "and or & nor plus",
    "R": "which that who whom whose where",
    "T": "thereby thus hence therefore consequently subsequently accordingly then thereafter",
    "S": "when while whereas because although though if but once as so unless however",
    "k": "including like namely",
    "D": "the a an its their his her this these those both all each some any such other another several many most more "
    "also further furthermore moreover additionally respectively only either same own together alone again often well "
    "two three one first second different various certain multiple key new novel potent important major active human "
    "strong direct nuclear downstream upstream target it they we",
    "V": "shows show showed demonstrates demonstrated indicates indicated reveals revealed forms formed enters enter "
    "moves move undergoes undergo contains contain includes include acts act functions plays play serves serve occurs "
    "occur involves involve uses use allows allow enables enable leaves exists exist consists comprises exerts exert "
    "exhibits exhibit displays display confers confer participates participate follows represents represent depicts "
    "illustrates summarizes comes goes makes make takes take gets get provides provide dissociates dissociate "
    "recruits recruit transports senses recognizes recognize ubiquitinates dimerizes methylates acetylates "
    "deacetylates remain find found shown",
}

Token = tuple[str, Verb | None]


class Sentence(Struct):
    """A sentence as parallel columns, one entry per token.

    Attributes:
        classes: one letter per token, see the module.
        starts: offset of each token in the text.
        ends: offset behind each token.
        words: each token in lower case, hyphens of compounds removed.
        verbs: the lexicon's verb behind a trigger, else None.
        held: indices of the mentions that a token stands for.
        start: offset of the sentence.
        end: offset behind it.
    """

    classes: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    verbs: list[Verb | None]
    held: list[tuple[int, ...]]
    start: int
    end: int


class Tokenizer:
    """Cuts sentences into classified tokens; holds the lexicon as one table."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.arrows = {arrow.lower(): sign for arrow, sign in lexicon.arrows}
        """Arrows in lower case and their signs."""
        arrows = "|".join(_arrow_pattern(arrow) for arrow, _ in lexicon.arrows)
        self._word = re.compile(rf"{arrows}|[^\W_]+(?:['’′](?:s|t)?)?|[^\s\w]|_")
        self._table = _table(lexicon)

    def tokenize(self, text: str, start: int, end: int, mentions: Sequence[tuple[int, Mention]]) -> Sentence:
        """Tokens of one sentence.

        Args:
            text: the whole text.
            start: offset of the sentence.
            end: offset behind it.
            mentions: the sentence's mentions with their indices. Of overlapping ones the first and
                longest is a token; those with the same span share it.
        """
        sentence = Sentence("", [], [], [], [], [], start, end)
        classes: list[str] = []
        place = start
        for begin, stop, held in _spans(mentions):
            self._plain(text, place, begin, classes, sentence)
            classes.append("E")
            _append(sentence, begin, stop, ENTITY_WORD, None, held)
            place = stop
        self._plain(text, place, end, classes, sentence)
        sentence.classes = "".join(classes)
        return sentence

    def _plain(self, text: str, start: int, end: int, classes: list[str], sentence: Sentence) -> None:
        """Tokens between two mentions."""
        words, table = sentence.words, self._table
        for match in self._word.finditer(text, start, end):
            word = match.group().lower()
            begin, stop = match.span()
            found = table.get(word)
            if words and stop - begin > 1:
                begin, word, found = self._compound(begin, word, found, classes, sentence)
            if found is None:
                found = _guess(word)
            classes.append(found[0])
            _append(sentence, begin, stop, word, found[1], ())

    def _compound(
        self, begin: int, word: str, found: Token | None, classes: list[str], sentence: Sentence
    ) -> tuple[int, str, Token | None]:
        """Join a word with the prefix or first half before it: ``up-regulates``, ``gives rise``."""
        words = sentence.words
        if (
            classes[-1] == "-"
            and len(words) > 1
            and words[-2] in _PREFIXES
            and sentence.ends[-2] == sentence.starts[-1]
        ):
            joined = words[-2] + word
            if joined in self._table or words[-2] not in ("de", "re", "anti", "pro", "loss", "gain"):
                first = sentence.starts[-2]
                _drop(sentence, classes, 2)
                return first, joined, self._table.get(joined, found)
        elif classes[-1] in "Ovpgn" and words[-1] + " " + word in self._table:
            joined = words[-1] + " " + word
            first = sentence.starts[-1]
            _drop(sentence, classes, 1)
            return first, joined, self._table[joined]
        elif words[-1] in ("up", "down", "over") and words[-1] + word in self._table:
            joined = words[-1] + word
            first = sentence.starts[-1]
            _drop(sentence, classes, 1)
            return first, joined, self._table[joined]
        return begin, word, found


def _arrow_pattern(arrow: str) -> str:
    """An arrow that ends in a letter (``—I``) stands alone; ``IFN–I`` holds none."""
    escaped = re.escape(arrow)
    return rf"(?<=\s){escaped}(?=\s)" if arrow[-1].isalpha() else escaped


def _guess(word: str) -> Token:
    """The class of a word that no table has."""
    if word in _HYPHENS:
        return "-", None
    if word in _SYMBOLS:
        return _SYMBOLS[word], None
    if word.endswith("ly") and len(word) > 4:
        return "D", None
    return "O", None


def _table(lexicon: Lexicon) -> dict[str, Token]:
    """All word forms with their classes; later entries override earlier ones."""
    table: dict[str, Token] = {}
    for words, cls in ((lexicon.gains, "G"), (lexicon.losses, "d"), (lexicon.loss_adjectives, "l")):
        table.update((word, (cls, None)) for word in words)
    for form, word in lexicon.triggers.items():
        assert word.verb is not None
        if word.verb.sign:
            table[form] = (word.cls, word.verb)
        else:
            table[form] = ({"v": "V", "p": "P"}.get(word.cls, "q"), None)
    table.update((word, ("q", None)) for word in lexicon.quantities if word not in lexicon.triggers)
    for cls, text in _CLASS_WORDS.items():
        table.update((word, (cls, None)) for word in text.split())
    table.update((word, ("H", None)) for word in lexicon.hedges if table.get(word, ("", None))[0] != "m")
    table.update((word, ("N", None)) for word in lexicon.negations)
    table["such as"] = ("k", None)
    for arrow, _ in lexicon.arrows:
        table[arrow.lower()] = (">", None)
    return table


def _spans(mentions: Sequence[tuple[int, Mention]]) -> list[tuple[int, int, tuple[int, ...]]]:
    spans: list[tuple[int, int, tuple[int, ...]]] = []
    for index, mention in sorted(mentions, key=lambda pair: (pair[1].start, -pair[1].end)):
        if spans and mention.start < spans[-1][1]:
            begin, stop, held = spans[-1]
            if (mention.start, mention.end) == (begin, stop):
                spans[-1] = (begin, stop, (*held, index))
            continue
        spans.append((mention.start, mention.end, (index,)))
    return spans


def _append(sentence: Sentence, begin: int, stop: int, word: str, verb: Verb | None, held: tuple[int, ...]) -> None:
    sentence.starts.append(begin)
    sentence.ends.append(stop)
    sentence.words.append(word)
    sentence.verbs.append(verb)
    sentence.held.append(held)


def _drop(sentence: Sentence, classes: list[str], count: int) -> None:
    for column in (sentence.starts, sentence.ends, sentence.words, sentence.verbs, sentence.held, classes):
        del column[-count:]
