"""What a large model reads in a caption: statements by their words, of which those that stand there are kept.

They lie on disk by caption, for any number of processes. Which things the words name, :mod:`figkg.relate.told` decides.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import lmdb
import msgspec
from msgspec import Struct

from figkg.extract.questions import ModelPolicy, filled
from figkg.extract.record import FigureRecord
from figkg.fetch.chat import Question

KEY_VARIABLE = "FIGKG_READER_KEY"
"""Environment variable with the key of the endpoint, if it wants one."""
KEYS = ("statements",)
"""What an answer has."""

_TEXT, _TRUTH = {"type": "string"}, {"type": "boolean"}
_STATEMENT: Mapping[str, Any] = {
    "cause": _TEXT,
    "effect": _TEXT,
    "type": {"type": "string", "enum": ["activation", "inhibition"]},
    "trigger": _TEXT,
    "sentence": _TEXT,
    "denied": _TRUTH,
    "hedged": _TRUTH,
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": _STATEMENT,
                "required": list(_STATEMENT),
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
"""JSON schema of an answer."""

_SIGNS: Mapping[str, Literal[1, -1]] = {
    **dict.fromkeys(("activation", "activates", "activate"), 1),
    **dict.fromkeys(("inhibition", "inhibits", "inhibit"), -1),
}
_MOST = 200
_LONGEST_NAME, _LONGEST_SENTENCE = 200, 3000
_SHORTEST_CAPTION = 20
_LONGEST_CAPTION = 20_000
_ROOM = 1 << 24


class Said(Struct, frozen=True):
    """A statement by its words, before anybody looked whether they are there."""

    cause: str
    effect: str
    sign: Literal[1, -1]
    trigger: str
    sentence: str
    denied: bool
    hedged: bool


class Told(Struct, frozen=True):
    """A statement whose words stand in its caption.

    Attributes:
        start: offset of the first character of what was quoted as its sentence, in Unicode code points.
        end: offset behind the last one.
        cause: the words that name the cause; they stand in between, as do the others.
        effect: those that name the effect.
        trigger: those that state the relation.
        sign: 1 for activation, -1 for inhibition.
        denied: whether the caption says that it is not so.
        hedged: whether it says that it may be so.
        by: the model.
    """

    start: int
    end: int
    cause: str
    effect: str
    trigger: str
    sign: Literal[1, -1]
    denied: bool
    hedged: bool
    by: str


def questions(records: Iterable[FigureRecord], policy: ModelPolicy) -> Iterator[tuple[str, Question]]:
    """What is asked of captions: the caption and the question; one that is too short or too long is asked nothing."""
    for record in records:
        if _SHORTEST_CAPTION <= len(record.caption) <= _LONGEST_CAPTION:
            prompt = filled(policy.captions.prompt, record)
            yield record.caption, Question(prompt, "stated_relations", SCHEMA)


def said_in(answer: Mapping[str, Any]) -> tuple[Said, ...]:
    """The statements that a model means by its answer; what is none is passed over.

    Raises:
        ValueError: it has no list of statements.
    """
    statements = answer.get("statements")
    if not isinstance(statements, list):
        raise ValueError("statements are no list")
    found = []
    for one in statements[:_MOST]:
        if not isinstance(one, dict):
            continue
        words = [one.get(name) for name in ("cause", "effect", "trigger", "sentence")]
        sign = _SIGNS.get(str(one.get("type", "")).strip().lower())
        if sign is None or not all(isinstance(word, str) and word.strip() for word in words):
            continue
        cause, effect, trigger, sentence = (str(word).strip() for word in words)
        if max(len(cause), len(effect), len(trigger)) > _LONGEST_NAME or len(sentence) > _LONGEST_SENTENCE:
            continue
        found.append(
            Said(cause, effect, sign, trigger, sentence, one.get("denied") is not False, one.get("hedged") is not False)
        )
    return tuple(found)


def told_in(caption: str, statements: Iterable[Said], by: str) -> list[Told]:
    """Those statements whose words stand in a caption, letter by letter; white space may differ.

    >>> said = Said("TNF", "NF-κB", 1, "activates", "TNF activates NF-κB.", False, False)
    >>> [(one.start, one.end) for one in told_in("Scheme. TNF  activates NF-κB.", [said], "m")]
    [(8, 29)]
    >>> told_in("Scheme. TNF inhibits NF-κB.", [said], "m")
    []
    """
    found = []
    for one in statements:
        place = re.search(r"\s+".join(map(re.escape, one.sentence.split())), caption)
        if place is None:
            continue
        quoted = place[0]
        if all(word in quoted for word in (one.cause, one.effect, one.trigger)):
            found.append(
                Told(
                    start=place.start(),
                    end=place.end(),
                    cause=one.cause,
                    effect=one.effect,
                    trigger=one.trigger,
                    sign=one.sign,
                    denied=one.denied,
                    hedged=one.hedged,
                    by=by,
                )
            )
    return found


class ToldIndex:
    """Statements by caption, on disk. Use as a context manager.

    Args:
        path: file that :func:`index_told` wrote.
    """

    def __init__(self, path: Path) -> None:
        self._base = lmdb.open(str(path), subdir=False, readonly=True, lock=False)
        self._decoder = msgspec.msgpack.Decoder(tuple[Told, ...])

    def __enter__(self) -> ToldIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def of(self, caption: str) -> tuple[Told, ...]:
        """The statements of a caption."""
        with self._base.begin() as run:
            found = run.get(_key(caption))
        return () if found is None else self._decoder.decode(found)


def index_told(told: Iterable[tuple[str, list[Told]]], target: Path) -> str:
    """Write an index.

    Args:
        told: captions with their statements, in any order.
        target: the index.

    Returns:
        A hash of what is in it, whatever the order.
    """
    total = 0
    room = _ROOM
    with lmdb.open(str(target), subdir=False, lock=False, sync=False, map_size=room) as base:
        for caption, statements in told:
            if not statements:
                continue
            key, content = _key(caption), msgspec.msgpack.encode(statements)
            while True:
                try:
                    with base.begin(write=True) as run:
                        new = run.put(key, content, overwrite=False)
                    break
                except lmdb.MapFullError:
                    room *= 2
                    base.set_mapsize(room)
            if new:
                total += int.from_bytes(hashlib.sha256(key + content).digest(), "big")
    return f"{total % (1 << 256):064x}"


def _key(caption: str) -> bytes:
    return hashlib.sha256(caption.encode()).digest()
