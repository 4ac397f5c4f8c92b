"""Tokens of a sentence and the class of each, as one string with a letter per token.

Classes::

    E entity, or a name like one         v p g n a  trigger: finite, -ed, -ing, act noun, agent noun
    q quantity   d loss noun             l loss adjective   G gain noun     B what carries molecules
    b be         x have, do              m modal            t to            V P other verb: finite, -ed
    o of         y by    w with          u through, via     U upon, due to  i other preposition
    c and, or    , ; : ( )               R which, that      T thereby       S when, because, but
    k such as    N negation              X but not          H hedge
    D determiner, adjective              W it, this         I its           h adverb
    - hyphen     / slash   > arrow       O anything else
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from flows.ground.figure import Mention
from flows.relate.grammar import Grammar
from flows.relate.lexicon import Lexicon, Verb

_HYPHENS = frozenset("-‐‑‒–—−")
ENTITY_WORD = "*"
"""Stands for the word of an entity, so that a gene called *a* is no article."""

_SYMBOLS = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "{": "(", "}": ")", "/": "/"}
_NAME = re.compile(r"[^\W\d_]*[A-Z][^\W_]*[\dA-Zα-ωΑ-Ω][^\W_]*$|[a-z]{1,4}\d+[^\W_]*$|[A-Z]$")
_HYPHENED = r"(?:[^\W\d_][^\W_]*[-‐‑](?:\d[^\W_]*|(?:alpha|beta|gamma|delta|kappa|[α-ω])[^\W_]*)|\bc-[A-Z][^\W_]*)"
"""Names with a hyphen inside: TGF-beta1, IL-6, c-Jun."""
_MARKUP = r"</?(?:i|b|em|strong|sub|sup|italic|bold)>|&nbsp;|&\#8209;"
_RESIDUE = re.compile(r"(?:ser|thr|tyr|lys|his|cys|arg|pro|asp|glu|[stykrc])-?\d{2,4}$")
_SIGNED = {"negatively": -1, "positively": 1, "negative": -1, "positive": 1}
_SPLIT_PREFIXES = frozenset({"de", "re", "anti", "pro", "loss", "gain"})

Token = tuple[str, Verb | None]


class Sentence(Struct):
    """A sentence as parallel columns, one entry per token.

    Attributes:
        classes: one letter per token, see the module.
        starts: offset of each token in the text.
        ends: offset behind each token.
        words: each token in lower case, hyphens of compounds removed.
        verbs: the lexicon's verb behind a trigger, else None.
        held: indices of the mentions that a token stands for; names that are no mentions hold none.
        grammar: the function words.
        start: offset of the sentence.
        end: offset behind it.
        phrases: noun phrases already read, by their first token and limit.
    """

    classes: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    verbs: list[Verb | None]
    held: dict[int, tuple[int, ...]]
    grammar: Grammar
    start: int
    end: int
    phrases: dict[tuple[int, int, int], object] = field(default_factory=dict)


class Tokenizer:
    """Cuts sentences into classified tokens; holds the lexicon as one table."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar) -> None:
        self.arrows = {arrow.lower(): sign for arrow, sign in lexicon.arrows}
        """Arrows in lower case and their signs."""
        self._grammar = grammar
        arrows = "|".join(_arrow_pattern(arrow) for arrow, _ in lexicon.arrows)
        several = sorted((one for one in lexicon.losses if " " in one), key=len, reverse=True)
        phrases = "|".join(rf"\b{_spaced(one)}\b" for one in (*several, *grammar.phrases))
        self._word = re.compile(rf"{arrows}|(?i:{phrases})|{_MARKUP}|{_HYPHENED}|[^\W_]+(?:['’′](?:s|t)?)?|[^\s\w]|_")
        self._table = _table(lexicon, grammar)
        self._gerunds = frozenset(
            noun
            for word in lexicon.triggers.values()
            if word.verb is not None
            for noun in word.verb.noun
            if noun.endswith("ing")
        )
        self._firsts = frozenset(["up", "down", "over", *(key.partition(" ")[0] for key in self._table if " " in key)])

    def tokenize(self, text: str, start: int, end: int, mentions: Sequence[tuple[int, Mention]]) -> Sentence:
        """Tokens of one sentence.

        Args:
            text: the whole text.
            start: offset of the sentence.
            end: offset behind it.
            mentions: the sentence's mentions with their indices. Of overlapping ones the first and
                longest is a token; those with the same span share it.
        """
        sentence = Sentence("", [], [], [], [], {}, self._grammar, start, end)
        classes: list[str] = []
        place = start
        for begin, stop, held in _spans(mentions):
            self._plain(text, place, begin, classes, sentence)
            sentence.held[len(classes)] = held
            _append(sentence, classes, begin, stop, ENTITY_WORD, ("E", None))
            place = stop
        self._plain(text, place, end, classes, sentence)
        sentence.classes = _with_nouns(
            classes, sentence.words, self._grammar.ambiguous, self._gerunds, self._grammar.hyphen_causes
        )
        return sentence

    def _plain(self, text: str, start: int, end: int, classes: list[str], sentence: Sentence) -> None:
        """Tokens between two mentions."""
        words, starts, ends, verbs = sentence.words, sentence.starts, sentence.ends, sentence.verbs
        get, firsts = self._table.get, self._firsts
        for match in self._word.finditer(text, start, end):
            raw = match.group()
            if len(raw) > 2 and raw[0] in "<&" and raw not in self._table:
                if raw != "&#8209;":
                    continue
                raw = "-"
            word = " ".join(raw.lower().split())
            begin, stop = match.span()
            found = get(word) or _guess(raw, word)
            if words and stop - begin > 1:
                if classes[-1] == "-":
                    joined = self._prefixed(word, classes, sentence)
                elif words[-1] in firsts:
                    joined = words[-1] + " " + word
                    joined = joined if joined in self._table else ""
                    if not joined and words[-1] in ("up", "down", "over") and words[-1] + word in self._table:
                        joined = words[-1] + word
                else:
                    joined = ""
                if joined:
                    count = 2 if classes[-1] == "-" else 1
                    begin, word = starts[-count], joined
                    found = get(joined, found)
                    for column in (starts, ends, words, verbs, classes):
                        del column[-count:]
            classes.append(found[0])
            starts.append(begin)
            ends.append(stop)
            words.append(word)
            verbs.append(found[1])

    def _prefixed(self, word: str, classes: list[str], sentence: Sentence) -> str:
        """``up-regulates`` as one word, or nothing."""
        words = sentence.words
        if len(words) < 2 or words[-2] not in self._grammar.prefixes or sentence.ends[-2] != sentence.starts[-1]:
            return ""
        joined = words[-2] + word
        return joined if joined in self._table or words[-2] not in _SPLIT_PREFIXES else ""


def _with_nouns(
    classes: list[str], words: list[str], ambiguous: frozenset[str], gerunds: frozenset[str], causes: frozenset[str]
) -> str:
    """The classes as one string, with verb forms that are nouns where they stand: ``an increase in``."""
    for place, word in enumerate(words):
        following = classes[place + 1] if place + 1 < len(classes) else "."
        if classes[place] == "g" and (
            following == "o" or (word in gerunds and place and classes[place - 1] in "Eq-" and following not in "EDqOW")
        ):
            classes[place] = "n"
        if word not in ambiguous or classes[place] != "v":
            continue
        previous = classes[place - 1] if place else "^"
        if (
            previous in "DIloyiwuU-W"
            or following == "o"
            or (following == "i" and (previous in "^,vpgtc" or words[place - 1] == "to"))
            or (previous in "Op" and following in "iqo" and words[place - 1] in causes)
            or (previous in "Eqn" and following in ",.)cy;" and not word.endswith("s"))
        ):
            classes[place] = "n"
    return "".join(classes)


def _arrow_pattern(arrow: str) -> str:
    """An arrow that ends in a letter (``—I``) stands alone; ``IFN–I`` holds none."""
    escaped = re.escape(arrow)
    return rf"(?<=\s){escaped}(?=\s)" if arrow[-1].isalpha() else escaped


def _spaced(phrase: str) -> str:
    """A phrase whose words any white space may part."""
    return r"\s+".join(re.escape(word) for word in phrase.split())


def _guess(raw: str, word: str) -> Token:
    """The class of a word that no table has."""
    if word in _HYPHENS:
        return "-", None
    if word in _SYMBOLS:
        return _SYMBOLS[word], None
    if word.endswith("ly") and len(word) > 4:
        return "h", None
    if "-" in word[1:]:
        return "E", None
    if len(word) > 1 and _NAME.match(raw) and not _RESIDUE.match(word):
        return "E", None
    return "O", None


def _table(lexicon: Lexicon, grammar: Grammar) -> dict[str, Token]:
    """All word forms with their classes; later entries override earlier ones."""
    table: dict[str, Token] = {}
    for words, cls in ((lexicon.gains, "G"), (lexicon.losses, "d"), (lexicon.loss_adjectives, "l")):
        table.update((word, (cls, None)) for word in words)
    for form, word in lexicon.triggers.items():
        assert word.verb is not None
        if word.verb.sign:
            table[form] = (word.cls, word.verb)
            continue
        table[form] = ({"v": "V", "p": "P", "a": "O"}.get(word.cls, "q"), None)
        for adverb, sign in _SIGNED.items():
            if adverb.endswith("ly") == (word.cls in "vpg"):
                verb = Verb(f"{adverb.removesuffix('ly')}ly {word.verb.verb}", sign)
                table[f"{adverb} {form}"] = (word.cls, verb)
    table.update((word, ("q", None)) for word in lexicon.quantities if word not in lexicon.triggers)
    table.update((word, (letter, None)) for word, letter in grammar.classes.items())
    table.update((word, ("H", None)) for word in lexicon.hedges if table.get(word, ("", None))[0] != "m")
    table.update((word, ("N", None)) for word in lexicon.negations)
    table.update((word.lower(), ("O", None)) for word in grammar.not_names if word.lower() not in table)
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


def _append(sentence: Sentence, classes: list[str], begin: int, stop: int, word: str, token: Token) -> None:
    classes.append(token[0])
    sentence.starts.append(begin)
    sentence.ends.append(stop)
    sentence.words.append(word)
    sentence.verbs.append(token[1])
