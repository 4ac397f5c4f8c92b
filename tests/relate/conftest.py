"""Reads a marked sentence: capital words between square brackets are the entities."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from figkg.base.resources import mappings_folder
from figkg.ground import Mention
from figkg.relate import Assertion, Relator
from figkg.relate.grammar import load_grammar
from figkg.relate.lexicon import load_lexicon
from figkg.relate.tokens import Sentence, Tokenizer
from figkg.relate.vocabulary import load_vocabulary

Read = Callable[[str], list[Assertion]]


def mark(sentence: str) -> tuple[str, list[Mention]]:
    """``[A] activates [B]`` as plain text and its mentions; an entity is named by its first word."""
    text, mentions = "", []
    for part in re.split(r"(\[[^\]]*\])", sentence):
        if part.startswith("["):
            name = part[1:-1]
            mentions.append(Mention(len(text), len(text) + len(name), name, "gene", name))
            text += name
        else:
            text += part
    return text, mentions


@pytest.fixture(scope="session")
def assertions(relator: Relator) -> Read:
    """The assertions of a marked sentence."""

    def read(sentence: str) -> list[Assertion]:
        return relator.relate(*mark(sentence))

    return read


@pytest.fixture(scope="session")
def edges(assertions: Read) -> Callable[[str], set[str]]:
    """The edges of a marked sentence, as ``A + B`` and ``A - B``; denied ones left out."""

    def read(sentence: str) -> set[str]:
        return {
            f"{one.subject} {'+' if one.sign > 0 else '-'} {one.object}"
            for one in assertions(sentence)
            if not one.negated and one.reading == "explicit"
        }

    return read


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """The tokenizer of the shipped lexicon."""
    mappings = mappings_folder()
    return Tokenizer(load_lexicon(mappings), load_grammar(mappings), load_vocabulary(mappings))


@pytest.fixture(scope="session")
def cut(tokenizer: Tokenizer) -> Callable[[str], Sentence]:
    """A marked text as one sentence of tokens."""

    def tokenize(sentence: str) -> Sentence:
        text, mentions = mark(sentence)
        return tokenizer.tokenize(text, 0, len(text), list(enumerate(mentions)))

    return tokenize
