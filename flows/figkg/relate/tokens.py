"""Tokens of a sentence and the class of each: one string with a letter a token (:mod:`figkg.relate.token_classes`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from figkg.ground.figure import Mention
from figkg.relate.grammar import Grammar
from figkg.relate.lexicon import Lexicon, Verb
from figkg.relate.token_classes import (
    ACT,
    ADVERB,
    AFTER_A_CAUSED_NOUN,
    AFTER_A_COMPOUND_NOUN,
    AGENT,
    ARROW,
    BEFORE_A_BARE_NOUN,
    BEFORE_A_COMPOUND_GERUND,
    BEFORE_A_COMPOUND_NOUN,
    BEFORE_A_NOUN,
    BEFORE_AN_OTHER_NOUN,
    CLOSE,
    COLON,
    COMMA,
    DETERMINER,
    END,
    ENTITY,
    EXAMPLE,
    GAIN,
    GERUND,
    HEDGE,
    HYPHEN,
    LOSS,
    LOSS_ADJECTIVE,
    MODAL,
    NEGATION,
    NOTHING,
    OBJECT_START,
    OF,
    OPEN,
    OTHER,
    OTHER_PARTICIPLE,
    OTHER_VERB,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUANTITY,
    SEMICOLON,
    SIGNED_VERBS,
    SLASH,
    START,
    VERB,
)
from figkg.relate.token_patterns import pattern
from figkg.relate.vocabulary import Vocabulary

_HYPHENS = frozenset("-‐‑‒–—−")
AGONIST = "agonist"
"""Stands for *anti* before what antibodies stimulate: ``anti-CD3``."""
ENTITY_WORD = "*"
"""Stands for the word of an entity, so that a gene called *a* is no article."""

_SYMBOLS = {
    ",": COMMA,
    ";": SEMICOLON,
    ":": COLON,
    "/": SLASH,
    **dict.fromkeys("([{", OPEN),
    **dict.fromkeys(")]}", CLOSE),
}
_NAME = re.compile(r"[^\W\d_]*[A-Z][^\W_]*[\dA-Zα-ωΑ-Ω][^\W_]*$|[a-z]{1,4}\d+[^\W_]*$|[A-Z]$")
_MARKUP = r"</?(?:i|b|em|strong|sub|sup|italic|bold)>|&(?:\#\d+|[a-z]+);"
_HANGING = r"(?<=[^\W_])[-‐‑]\s(?!\s*(?:and|or|to|[a-z]+(?:ed|ent))\b)"
"""The hyphen of a name that lost its last letter: ``IFN- activates``; not that of ``A- and B-dependent``."""
_WORD = (
    r"\bc-[A-Z][^\W_]*"
    r"|[^\W_]+(?:[-‐‑](?:\d[^\W_]*|(?:alpha|beta|gamma|delta|kappa|[α-ω])[^\W_]*)|['’′](?:s|t)?)?"
)
"""Words, with names that have a hyphen inside: TGF-beta1, IL-6, c-Jun."""
_UNSURE = pattern("UNSURE")
_ASIDE = pattern("(?<= [RELATIVE PRONOUN GERUND]) COMMA? [CONSEQUENCE ADVERB]{1,3} COMMA")
"""Words between commas that part no one from a verb: ``which, in turn, inhibits``."""
_PARTS = re.compile(r"[^\W_]+|[^\s\w]")
_REMEMBERED = 50_000
"""How many words a tokenizer remembers."""
_RESIDUE = re.compile(r"(?:ser|thr|tyr|lys|his|cys|arg|pro|asp|glu|[stykrc])-?\d{2,4}$")
_UNSIGNED = {VERB: OTHER_VERB, PARTICIPLE: OTHER_PARTICIPLE, AGENT: OTHER}
"""What forms of verbs without a sign are."""

Token = tuple[str, Verb | None]


class Sentence(Struct):
    """A sentence as parallel columns, one entry per token.

    Attributes:
        classes: the class of each token, see :mod:`figkg.relate.token_classes`.
        starts: offset of each token in the text.
        ends: offset behind each token.
        words: each token in lower case, hyphens of compounds removed.
        verbs: the lexicon's verb behind a trigger, else None.
        held: indices of the mentions that a token stands for; names that are no mentions hold none.
        grammar: the function words.
        vocabulary: words and weights of constructions.
        start: offset of the sentence.
        end: offset behind it.
        since: offset of the sentence that its first pronoun refers to, else its own.
        phrases: noun phrases already read, by where they start, how far and how they are read.
        compounds: compounds already read, by where they start and how far.
    """

    classes: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    verbs: list[Verb | None]
    held: dict[int, tuple[int, ...]]
    grammar: Grammar
    vocabulary: Vocabulary
    start: int
    end: int
    since: int
    phrases: dict[tuple[int, int, int, str], object] = field(default_factory=dict)
    compounds: dict[tuple[int, int], object] = field(default_factory=dict)


class Tokenizer:
    """Cuts sentences into classified tokens; holds the lexicon as one table."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar, vocabulary: Vocabulary) -> None:
        self.arrows = {arrow.lower(): sign for arrow, sign in lexicon.arrows}
        """Arrows in lower case and their signs."""
        self._grammar = grammar
        self.vocabulary = vocabulary
        """Words and weights of constructions."""
        arrows = "|".join(_arrow_pattern(arrow) for arrow, _ in lexicon.arrows if len(arrow) > 1)
        self._word = re.compile(rf"{_WORD}|{arrows}|{_HANGING}|{_MARKUP}|[^\s\w]|_")
        self._table = _table(lexicon, grammar, vocabulary)
        self._tails = _tails(self._table)
        self._known: dict[str, _Known] = {}
        self._stimulated = lexicon.stimulated
        self._gerunds = frozenset(
            noun
            for word in lexicon.triggers.values()
            if word.verb is not None
            for noun in word.verb.noun
            if noun.endswith("ing")
        )

    def tokenize(self, text: str, start: int, end: int, mentions: Sequence[tuple[int, Mention]]) -> Sentence:
        """Tokens of one sentence.

        Args:
            text: the whole text.
            start: offset of the sentence.
            end: offset behind it.
            mentions: the sentence's mentions with their indices. Of overlapping ones the first and
                longest is a token; those with the same span share it.
        """
        rows: list[_Row] = []
        held: dict[int, tuple[int, ...]] = {}
        place = start
        for begin, stop, indices in _spans(mentions):
            self._plain(text, place, begin, rows)
            held[len(rows)] = indices
            rows.append((ENTITY, begin, stop, ENTITY_WORD, None))
            place = stop
        self._plain(text, place, end, rows)
        letters, starts, ends, words, verbs = (list(column) for column in zip(*rows, strict=True))
        for token in held:
            named = text[starts[token] : ends[token]]
            if words[max(0, token - 2) : token] == ["anti", "-"] and named in self._stimulated:
                words[token - 2] = AGONIST
        classes = _with_nouns(letters, words, self._grammar.ambiguous, self._gerunds, self._grammar.hyphen_causes)
        classes = self._with_neighbours(classes, words, verbs)
        classes = _ASIDE.sub(lambda aside: aside[0].replace(COMMA, ADVERB), classes)
        return Sentence(classes, starts, ends, words, verbs, held, self._grammar, self.vocabulary, start, end, start)

    def _with_neighbours(self, classes: str, words: list[str], verbs: list[Verb | None]) -> str:
        """The classes with words that mean something else beside those that stand there.

        An adjective that turns the noun of a deed, ``inhibitory phosphorylation of B``; what may be a verb, between a
        name and a preposition that it does not take, ``A decrease in cells``.
        """
        grammar, letters = self._grammar, list(classes)
        for place, (word, following) in enumerate(pairwise(words)):
            if following in grammar.deeds and grammar.effect_signs.get(word) == -1:
                letters[place] = LOSS_ADJECTIVE
            elif (
                classes[place - 1 : place + 2] == ENTITY + VERB + PREPOSITION
                and word in grammar.ambiguous
                and not word.endswith("s")
                and (verb := verbs[place]) is not None
                and not verb.frame
            ):
                letters[place] = ACT
        return "".join(letters)

    def _plain(self, text: str, start: int, end: int, rows: list[_Row]) -> None:
        """Add the tokens between two mentions."""
        known, append = self._known, rows.append
        previous = rows[-1][0] if rows else START
        for match in self._word.finditer(text, start, end):
            raw = match[0]
            entry = known.get(raw) or self._look_up(raw)
            cls, word, verb, joins = entry
            begin, stop = match.span()
            if previous == HYPHEN and stop - begin > 1:
                joined = self._prefixed(word, rows)
                if joined:
                    begin, word, (cls, verb) = rows[-2][1], joined, self._table.get(joined, (cls, verb))
                    del rows[-2:]
            elif joins and rows:
                count, phrase = self._phrase(word, rows)
                if count:
                    begin, word, (cls, verb) = rows[-count][1], phrase, self._table[phrase]
                    del rows[-count:]
            if cls:
                append((cls, begin, stop, word, verb))
                previous = cls

    def _look_up(self, raw: str) -> _Known:
        """What is known about a word as it is written; remembered."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        word = raw.lower()
        cls, verb = self._table.get(word) or _guess(raw, word)
        joins = word in self._tails or any(particle + word in self._table for particle in self.vocabulary.particles)
        entry = self._known[raw] = (cls, word, verb, joins)
        return entry

    def _phrase(self, word: str, rows: list[_Row]) -> tuple[int, str]:
        """How many tokens before a word make one phrase with it, and that phrase."""
        previous = rows[-1][3]
        for count, before, phrase in self._tails.get(word, {}).get(previous, ()):
            if _preceded(rows, before):
                return count, phrase
        if previous in self.vocabulary.particles and previous + word in self._table:
            return 1, previous + word
        return 0, ""

    def _prefixed(self, word: str, rows: list[_Row]) -> str:
        """``up-regulates`` as one word, or nothing."""
        if len(rows) < 2 or rows[-2][3] not in self._grammar.prefixes or rows[-2][2] != rows[-1][1]:
            return ""
        joined = rows[-2][3] + word
        return joined if joined in self._table or rows[-2][3] not in self.vocabulary.split_prefixes else ""


_Row = tuple[str, int, int, str, "Verb | None"]
"""Class, start, end, word, verb."""
_Known = tuple[str, str, "Verb | None", bool]
"""Class, word in lower case, verb, and whether the word can end a phrase of several."""


def _preceded(rows: list[_Row], words: tuple[str, ...]) -> bool:
    """Whether the last tokens are these words."""
    if len(rows) < len(words):
        return False
    return all(row[3] == word for row, word in zip(rows[-len(words) :], words, strict=True))


def _tails(table: dict[str, Token]) -> dict[str, dict[str, list[tuple[int, tuple[str, ...], str]]]]:
    """Phrases of several words, by their last word and the one before; the longest first.

    A phrase that starts with another (``as a result of``) is also found behind that one.
    """
    tails: dict[str, dict[str, list[tuple[int, tuple[str, ...], str]]]] = {}
    for phrase in sorted((key for key in table if len(key) > 1), key=len, reverse=True):
        *before, last = _PARTS.findall(phrase)
        if not before or phrase.startswith(("&", "-", "–", "—", "=")):
            continue
        whole = phrase.removesuffix(last).strip()
        for words in {tuple(before), (whole,)} if whole in table else {tuple(before)}:
            tails.setdefault(last, {}).setdefault(words[-1], []).append((len(words), words, phrase))
    return tails


def _with_nouns(
    letters: list[str], words: list[str], ambiguous: frozenset[str], gerunds: frozenset[str], causes: frozenset[str]
) -> str:
    """The classes as one string, with verb forms that are nouns where they stand: ``an increase in``."""
    classes = "".join(letters)
    changed = False
    for match in _UNSURE.finditer(classes):
        place, cls = match.start(), match[0]
        if cls in (GERUND, EXAMPLE) or words[place] in ambiguous:
            settled = _settled(letters, words, place, ambiguous, gerunds, causes)
            if settled != cls:
                letters[place] = settled
                changed = True
    return "".join(letters) if changed else classes


def _settled(
    letters: list[str],
    words: list[str],
    place: int,
    ambiguous: frozenset[str],
    gerunds: frozenset[str],
    causes: frozenset[str],
) -> str:
    """The class of an unsure word after those around it."""
    cls, word = letters[place], words[place]
    previous = letters[place - 1] if place else START
    ends = place + 1 == len(letters) or words[place + 1] == "."
    following = END if ends else letters[place + 1]
    if cls == EXAMPLE:
        return OTHER if previous == HYPHEN else cls
    if cls == GERUND and (
        following == OF or (word in gerunds and previous in BEFORE_A_COMPOUND_GERUND and following not in OBJECT_START)
    ):
        cls = ACT
    if word not in ambiguous:
        return cls
    if cls == OTHER_VERB:
        return QUANTITY if previous in BEFORE_AN_OTHER_NOUN and following != DETERMINER else cls
    return ACT if _is_noun(letters, words, place, following, causes) else cls


def _is_noun(letters: list[str], words: list[str], place: int, following: str, causes: frozenset[str]) -> bool:
    """Whether a form that may be a verb is a noun where it stands."""
    previous = letters[place - 1] if place else START
    if previous in BEFORE_A_NOUN or previous == PRONOUN or following == OF:  # the increase; increase of
        return True
    if following == PREPOSITION:
        if previous in BEFORE_A_BARE_NOUN or words[place - 1] == "to":  # causes increase in
            return True
        if previous == OTHER and place > 1 and letters[place - 2] in (DETERMINER, POSSESSIVE):  # a marked increase in
            return True
    if previous in (OTHER, PARTICIPLE) and words[place - 1] in causes:  # A-induced increase in
        return following in AFTER_A_CAUSED_NOUN
    if previous in BEFORE_A_COMPOUND_NOUN and not words[place].endswith("s"):  # A release,
        return following in AFTER_A_COMPOUND_NOUN
    return False


def _arrow_pattern(arrow: str) -> str:
    """An arrow that ends in a letter (``—I``) stands alone; ``IFN–I`` holds none."""
    escaped = re.escape(arrow)
    return rf"(?<=\s){escaped}(?=\s)" if arrow[-1].isalpha() else escaped


def _guess(raw: str, word: str) -> Token:
    """The class of a word that no table has; nothing for markup."""
    if len(raw) > 2 and raw[0] in "<&":
        return (HYPHEN if raw == "&#8209;" else NOTHING), None
    if word in _HYPHENS:
        return HYPHEN, None
    if word[0] in _HYPHENS and word[1:].isspace():
        return NOTHING, None
    if word in _SYMBOLS:
        return _SYMBOLS[word], None
    if word.endswith("ly") and len(word) > 4:
        return ADVERB, None
    if not word.isalnum() and any(hyphen in word for hyphen in "-‐‑"):
        return (OTHER if word[0].isdigit() or _RESIDUE.match(word) else ENTITY), None
    if len(word) > 4 and word.endswith("ed") and raw[1:].islower():
        return OTHER_PARTICIPLE, None
    if len(word) > 1 and _NAME.match(raw) and not _RESIDUE.match(word):
        return ENTITY, None
    return OTHER, None


def _table(lexicon: Lexicon, grammar: Grammar, vocabulary: Vocabulary) -> dict[str, Token]:
    """All word forms with their classes; later entries override earlier ones."""
    table: dict[str, Token] = {}
    table.update((word, (GAIN, None)) for word in lexicon.gains)
    table.update((word, (LOSS, None)) for word in lexicon.losses)
    table.update((word, (LOSS_ADJECTIVE, None)) for word in lexicon.loss_adjectives)
    for form, word in lexicon.triggers.items():
        assert word.verb is not None
        if word.verb.sign:
            table[form] = (word.cls, word.verb)
            continue
        table[form] = (_UNSIGNED.get(word.cls, QUANTITY), None)
        signs = vocabulary.signed_adverbs if word.cls in SIGNED_VERBS else vocabulary.signed_adjectives
        for before, sign in signs.items():
            adverb = "positively" if sign > 0 else "negatively"
            table[f"{before} {form}"] = (word.cls, Verb(f"{adverb} {word.verb.verb}", sign))
    table.update((word, (QUANTITY, None)) for word in lexicon.quantities if word not in lexicon.triggers)
    table.update((word, (cls, None)) for word, cls in grammar.classes.items())
    table.update((word, (HEDGE, None)) for word in lexicon.hedges if table.get(word, (NOTHING, None))[0] != MODAL)
    table.update((word, (NEGATION, None)) for word in lexicon.negations)
    table.update((word.lower(), (OTHER, None)) for word in grammar.not_names if word.lower() not in table)
    for arrow, _ in lexicon.arrows:
        table[arrow.lower()] = (ARROW, None)
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
