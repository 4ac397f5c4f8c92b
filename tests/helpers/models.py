"""A stand-in for services that speak the OpenAI chat-completions protocol: each behaves as its kind, with faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.helpers.loopback import Answering, serving
from tests.helpers.waiting import PATIENCE

KEY = "sk-secret-0123456789"


@dataclass(frozen=True)
class Kind:
    """A kind of service.

    Attributes:
        temperature: whether it takes one.
        limit: names of the limit of an answer that it takes.
        forms: forms of answers that it takes.
        strict: whether it looks at schemas as OpenAI does.
    """

    temperature: bool = True
    limit: tuple[str, ...] = ("max_tokens", "max_completion_tokens")
    forms: tuple[str, ...] = ("json_schema", "json_object")
    strict: bool = False


OPENAI = Kind(temperature=False, limit=("max_completion_tokens",), strict=True)
GEMINI = Kind()
VLLM = Kind(limit=("max_tokens",))
OLD = Kind(limit=("max_tokens",), forms=("json_object",))
PLAIN = Kind(limit=(), forms=(), temperature=False)


@dataclass(frozen=True)
class Scripted:
    """One answer that goes another way.

    Attributes:
        status: its status.
        body: its body, JSON or bytes.
        headers: its headers.
        silent: say nothing at all.
    """

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False


class ModelService:
    """The service: its kind, what it answers, and what it was asked.

    Attributes:
        address: its base address, as users name it.
        kind: how it behaves.
        says: makes the text of an answer from a question.
        scripted: answers that go another way, in order; then all is well.
        asked: headers and content of all requests.
        at_once: requests that were being answered at one time, at most.
        together: answers wait until so many are asked at one time.
    """

    def __init__(self) -> None:
        self.address = ""
        self.kind = GEMINI
        self.says: Callable[[dict[str, Any]], str] = lambda _: "{}"
        self.scripted: list[Scripted] = []
        self.asked: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.at_once = 0
        self.together = 1
        self._now = 0
        self._released = threading.Event()
        self._changed = threading.Condition()

    def answer(self, headers: dict[str, str], question: dict[str, Any]) -> Scripted:
        """What is answered."""
        with self._changed:
            self.asked.append((headers, question))
            self._now += 1
            self.at_once = max(self.at_once, self._now)
            self._changed.notify_all()
            alone = len(self.asked) == 1
            self._changed.wait_for(lambda: alone or self.at_once >= self.together, PATIENCE)
            one = self.scripted.pop(0) if self.scripted else None
        try:
            if one is not None and one.silent:
                self._released.wait(PATIENCE)
            return one or self._complaint(question) or Scripted(body=completion(self.says(question)))
        finally:
            with self._changed:
                self._now -= 1

    def release(self) -> None:
        """Let go of silent answers."""
        self._released.set()

    def _complaint(self, question: dict[str, Any]) -> Scripted | None:
        kind = self.kind
        if not kind.temperature and "temperature" in question:
            message = "Unsupported value: 'temperature' does not support 0 with this model."
            return refusal(400, message, "unsupported_value", param="temperature")
        for limit in ("max_tokens", "max_completion_tokens"):
            if limit in question and limit not in kind.limit:
                return refusal(400, f"Unsupported parameter: '{limit}' is not supported with this model.")
        form = question.get("response_format")
        if form is not None and form["type"] not in kind.forms:
            return refusal(400, f"Invalid parameter: 'response_format' of type '{form['type']}' is not supported")
        if kind.strict and form is not None and form["type"] == "json_schema":
            fault = _strict(form["json_schema"]["schema"])
            if fault:
                return refusal(400, f"Invalid schema for response_format: {fault}")
        return None


def completion(text: Any, tokens: int = 100, **choice: Any) -> dict[str, Any]:
    """The body of an answer."""
    message = text if isinstance(text, dict) else {"role": "assistant", "content": text}
    usage = {"prompt_tokens": tokens // 2, "completion_tokens": tokens - tokens // 2, "total_tokens": tokens}
    return {"choices": [{"message": message, "finish_reason": "stop", **choice}], "usage": usage}


def refusal(status: int, message: str, code: str = "", **more: str) -> Scripted:
    """An answer that refuses, in OpenAI's form."""
    return Scripted(status, {"error": {"message": message, "type": "invalid_request_error", "code": code, **more}})


def words_of(question: dict[str, Any]) -> str:
    """The words of a question."""
    content = question["messages"][0]["content"]
    return content if isinstance(content, str) else "".join(one.get("text", "") for one in content)


@contextmanager
def serve_models() -> Iterator[ModelService]:
    """Start a service, and stop it."""
    service = ModelService()

    class Handler(Answering):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            one = service.answer(dict(self.headers), content)
            if one.silent:
                self.close_connection = True
                return
            self.answer(
                one.status, one.body if isinstance(one.body, bytes) else json.dumps(one.body).encode(), one.headers
            )

    with serving(Handler) as address:
        service.address = f"{address}/v1"
        try:
            yield service
        finally:
            service.release()


def _strict(schema: dict[str, Any]) -> str:
    """What OpenAI's strict mode does not like in a schema."""
    if "$ref" in schema:
        return "schema must have 'type: object' at its root, got a reference"
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False:
            return "'additionalProperties' is required to be supplied and to be false"
        if sorted(schema.get("required", [])) != sorted(properties):
            return "'required' is required to be an array including every key in properties"
        return next(filter(None, map(_strict, properties.values())), "")
    return _strict(schema["items"]) if schema.get("type") == "array" else ""
