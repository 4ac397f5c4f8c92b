"""The function words: mappings/grammar.yaml read into one table from word to class."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, defstruct, structs

from figkg.base.configuration import read_yaml
from figkg.relate.token_classes import (
    ADVERB,
    BE,
    BEARER,
    BY,
    CIRCUMSTANCE,
    CONJUNCTION,
    CONSEQUENCE,
    DETERMINER,
    EXAMPLE,
    EXCLUSION,
    HAVE,
    MEANS,
    MODAL,
    OF,
    OTHER_PARTICIPLE,
    OTHER_VERB,
    OTHER_VERBS,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUANTITY,
    RELATIVE,
    SUBORDINATOR,
    TO,
    WITH,
)

_CLASSES = {
    "determiners": DETERMINER,
    "pronouns": PRONOUN,
    "proforms": QUANTITY,
    "possessives": POSSESSIVE,
    "adverbs": ADVERB,
    "be": BE,
    "have": HAVE,
    "modals": MODAL,
    "to": TO,
    "of": OF,
    "by": BY,
    "with": WITH,
    "means": MEANS,
    "circumstances": CIRCUMSTANCE,
    "absence": CIRCUMSTANCE,
    "prepositions": PREPOSITION,
    "conjunctions": CONJUNCTION,
    "exclusions": EXCLUSION,
    "relatives": RELATIVE,
    "consequences": CONSEQUENCE,
    "consequence_phrases": CONSEQUENCE,
    "subordinators": SUBORDINATOR,
    "examples": EXAMPLE,
    "other_verbs": OTHER_VERB,
    "other_participles": OTHER_PARTICIPLE,
    "bearers": BEARER,
}
_WORD = re.compile(r"[\w-]+")
_PLAIN = frozenset(
    "absence standing bearing hyphen_causes prefixes ambiguous modifiers "
    "neutral_acts meetings elliptic amounts kept_down kept_up down falling changing_alone targets "
    "doings deeds parts kinds intransitive not_names".split()
)


_Entry = Annotated[str, Meta(min_length=1)]
_Words = _Entry | Annotated[list[_Entry], Meta(min_length=1)]
"""Words between spaces, or a list where one has spaces inside."""
_File = defstruct(
    "_File",
    [(name, _Words) for name in sorted({*_CLASSES, *_PLAIN, "positive_effects", "negative_effects"})],
    frozen=True,
    forbid_unknown_fields=True,
)


class Grammar(Struct, frozen=True):
    """The function words of English as tables.

    Attributes:
        classes: class of each word or phrase, in lower case; see :mod:`figkg.relate.tokens`.
        phrases: those of them that are several words, longest first.
        absence: circumstances that turn a sign.
        bearing: words that put what carries molecules under an entity's influence.
        standing: circumstances of what is only there, which does nothing beside somebody who acts.
        hyphen_causes: words behind a hyphen that make the entity before it a cause.
        prefixes: first halves of words written apart.
        ambiguous: verb forms that are also nouns.
        modifiers: words behind a hyphen that make the entity before it a mere attribute.
        neutral_acts: nouns that leave open what happens to their object.
        meetings: nouns of meetings, whose loss is not that of those who meet.
        effect_signs: adjectives of an effect with its sign.
        elliptic: nouns that stand for what was named before.
        amounts: nouns of how much there is of an entity.
        kept_down: states of rest.
        down: what is said of a thing that is not there, or does nothing.
        falling: verbs of what becomes less by itself.
        changing_alone: verbs of the lexicon whose subject changes where they have no object.
        kept_up: states of activity.
        targets: nouns of what an entity acts on.
        doings: nouns of an entity's doings.
        deeds: nouns of what one molecule does to another, which leave open what that does to it.
        intransitive: participles of verbs without a passive.
        parts: nouns of a molecule's parts.
        kinds: nouns behind a name that say what the next name is.
        not_names: tokens in capitals that name no gene, as written.
    """

    classes: dict[str, str]
    phrases: tuple[str, ...]
    absence: frozenset[str]
    bearing: frozenset[str]
    standing: frozenset[str]
    hyphen_causes: frozenset[str]
    prefixes: frozenset[str]
    ambiguous: frozenset[str]
    modifiers: frozenset[str]
    neutral_acts: frozenset[str]
    meetings: frozenset[str]
    effect_signs: dict[str, int]
    elliptic: frozenset[str]
    amounts: frozenset[str]
    kept_down: frozenset[str]
    down: frozenset[str]
    falling: frozenset[str]
    changing_alone: frozenset[str]
    kept_up: frozenset[str]
    targets: frozenset[str]
    doings: frozenset[str]
    deeds: frozenset[str]
    parts: frozenset[str]
    kinds: frozenset[str]
    intransitive: frozenset[str]
    not_names: frozenset[str]

    def holds_together(self, text: str) -> bool:
        """Whether the words of a text only hold a sentence together: *by*, *of the*, *through*."""
        return all(
            self.classes.get(match[0], OTHER_VERB) not in (*OTHER_VERBS, BEARER)
            for match in _WORD.finditer(text.lower())
        )


def load_grammar(mappings: Path) -> Grammar:
    """Read the function words.

    Raises:
        MappingError: the file is missing or not of its form; it has the line.
    """
    path = mappings / "grammar.yaml"
    content = structs.asdict(read_yaml(path, _File))
    lists = {name: words.split() if isinstance(words, str) else words for name, words in content.items()}
    classes = {word: cls for name, cls in _CLASSES.items() for word in lists[name]}
    return Grammar(
        classes=classes,
        phrases=tuple(
            sorted((word for word in classes if not word.isalpha() and len(word) > 1), key=len, reverse=True)
        ),
        effect_signs=dict.fromkeys(lists["positive_effects"], 1) | dict.fromkeys(lists["negative_effects"], -1),
        **{name: frozenset(lists[name]) for name in _PLAIN},
    )
