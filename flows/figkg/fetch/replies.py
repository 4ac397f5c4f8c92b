"""What a chat-completions endpoint says, read as tolerantly as models and servers need it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

_LONGEST_TEXT = 1_000_000
_MOST_OBJECTS = 200
_LONGEST_REFUSAL = 200
_THOUGHTS = re.compile(r"\s*<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_END_OF_THOUGHTS = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)


class Reply(Struct, frozen=True):
    """One answer.

    Attributes:
        text: what the model says.
        tokens: what it cost in all, as the endpoint counts.
        asked: tokens of the question among them.
        cut: whether the answer was cut off at its limit.
        fault: why there is no answer in it, or empty.
        status: status that belongs to the fault, where the endpoint has one in the body alone; else 0.
    """

    text: str
    tokens: int = 0
    asked: int = 0
    cut: bool = False
    fault: str = ""
    status: int = 0


def reply_of(body: bytes) -> Reply:
    """Read the body of an answer.

    Raises:
        ValueError: it is none of this protocol.
    """
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("the answer is no JSON") from error
    if not isinstance(said, dict):
        raise ValueError("the answer is none of a chat")
    usage = said.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    tokens, asked = _count(usage.get("total_tokens")), _count(usage.get("prompt_tokens"))
    choices = said.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        told = said.get("error")
        if told:
            code = told.get("code") if isinstance(told, dict) else None
            fault = f"the server answers: {message_in(body)}"
            return Reply("", tokens, asked, fault=fault, status=code if type(code) is int else 0)
        raise ValueError("the answer is none of a chat")
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    cut = choice.get("finish_reason") in ("length", "max_tokens", "MAX_TOKENS")
    text, fault = _text(message.get("content")), ""
    if isinstance(message.get("refusal"), str) and message["refusal"]:
        fault = f"the model refuses: {message['refusal'][:_LONGEST_REFUSAL]}"
    elif choice.get("finish_reason") in ("content_filter", "safety", "SAFETY"):
        fault = "the service's filter held the answer back"
    elif not text.strip():
        fault = "the answer was cut off before it began" if cut else "the model says nothing"
    return Reply(text, tokens, asked, cut, fault)


def message_in(body: bytes) -> str:
    """What an endpoint says of a refusal, in its own words.

    >>> message_in(b'{"error": {"message": "no such model", "code": "model_not_found"}}')
    'no such model (model_not_found)'
    >>> message_in(b'[{"error": {"code": 400, "message": "API key not valid."}}]'), message_in(b'<h1>Busy</h1>')
    ('API key not valid.', 'Busy')
    """
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return " ".join(re.sub(r"<[^<>]{0,500}>", " ", body[:20_000].decode("utf-8", "replace")).split())
    if isinstance(said, list) and said:
        said = said[0]
    if not isinstance(said, dict):
        return " ".join(str(said).split())
    error = said.get("error", said)
    if not isinstance(error, dict):
        return " ".join(str(error).split())
    for key in ("message", "detail", "msg", "error"):
        if error.get(key):
            words = error[key] if isinstance(error[key], str) else msgspec.json.encode(error[key]).decode()
            more = [one for name in ("code", "param") if isinstance(one := error.get(name), str) and one not in words]
            return f"{words} ({', '.join(more)})" if more else words
    return msgspec.json.encode(error).decode() if error else ""


def object_in(text: str, keys: Sequence[str]) -> dict[str, Any]:
    r"""The JSON object that a model means, whatever stands around it: thoughts, prose, a fence, a wrapping object.

    Args:
        text: what the model says.
        keys: what the object has.

    Returns:
        The last object that has them all.

    Raises:
        ValueError: there is none.

    >>> object_in('<think>{"a": 1}?</think>Here it is:\n```json\n{"a": 2}\n```\nI hope it helps {}.', ["a"])
    {'a': 2}
    >>> object_in('[{"result": {"a": 3}}]', ["a"])
    {'a': 3}
    """
    text = text[:_LONGEST_TEXT]
    ends = [one.end() for one in _END_OF_THOUGHTS.finditer(text)]
    if not ends and _THOUGHTS.match(text):
        raise ValueError("there are but thoughts in it")
    text = text[ends[-1] :] if ends else text  # some templates leave the beginning of thoughts out
    found = None
    for value in _objects(text):
        for one in (value, *_within(value)):
            if all(key in one for key in keys):
                found = one
                break
    if found is None:
        raise ValueError("there is no JSON object of the wanted form in it")
    return found


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    place = text.find("{")
    for _ in range(_MOST_OBJECTS):
        if place < 0:
            return
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            yield value
        place = text.find("{", end)


def _within(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in value.values():
        if isinstance(one, dict):
            yield one


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(one["text"] for one in parts if isinstance(one, dict) and isinstance(one.get("text"), str))


def _count(stated: Any) -> int:
    """A count of tokens; what is none costs nothing, and nothing is given back."""
    return stated if type(stated) is int and stated > 0 else 0
