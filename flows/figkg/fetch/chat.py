"""Questions to large models, through any endpoint that speaks the OpenAI chat-completions protocol.

https://platform.openai.com/docs/api-reference/chat. OpenAI, Gemini, vLLM, Ollama and others speak it with differences:
some refuse a temperature, some name the limit of an answer otherwise, some know no JSON schema. The endpoint says so in
its answer, and is asked again without; what it takes is remembered for the questions that follow.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Literal

import msgspec
import requests
from msgspec import Struct, structs

from figkg.base.addresses import public
from figkg.base.errors import SourceError
from figkg.fetch.configuration import Patience
from figkg.fetch.replies import Reply, message_in, reply_of
from figkg.fetch.session import TryAgainError, ask, body_of, status_of

LARGEST_ANSWER = 10_000_000
"""Bytes of an answer, at most."""

_HOPELESS = frozenset({301, 302, 303, 307, 308, 401, 402, 403, 404, 405, 410, 501})
"""Statuses that say that no question will be answered as things are set up."""
_SETUP = re.compile(
    r"api[ _-]?key|model_not_found|invalid[ _]model|unknown model|not a valid model"
    r"|model\b.{0,80}\b(?:not found|not exist|is not available)|insufficient_quota|billing|credit balance"
    r"|not a multimodal|(?:not|n't) support.{0,40}\b(?:image|vision)|(?:image|vision).{0,40}\bnot supported",
    re.IGNORECASE | re.DOTALL,
)
_OUT_OF_MONEY = re.compile(r"insufficient_quota|billing|credit balance|payment", re.IGNORECASE)
_ABOUT_TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)
_ABOUT_LIMIT = re.compile(r"max_(?:completion_)?tokens", re.IGNORECASE)
_ABOUT_FORM = re.compile(
    r"response_?format|schema|json_object|json mode|structured|guided|grammar|additionalProperties", re.IGNORECASE
)
_SECRETS = re.compile(r"\b(?:sk|pk|rk|gsk|hf|xai|AIza)[-_]?[\w*.-]{6,}|\S*\*{3,}\S*|\bBearer\s+\S+")
_PHRASES = {int(one): one.phrase for one in HTTPStatus}
_LONGEST_MESSAGE = 240
_SHORTEST_KEY = 6


class Question(Struct, frozen=True):
    """What a model is asked.

    Attributes:
        prompt: the words.
        name: what the form of the answer is called.
        schema: JSON schema of the answer, an object without references, all of whose properties are required.
        image: an image to look at, or empty.
        media_type: of the image.
    """

    prompt: str
    name: str
    schema: Mapping[str, Any]
    image: bytes = b""
    media_type: str = ""


class Dialect(Struct, frozen=True):
    """How an endpoint wants to be asked.

    Attributes:
        temperature: whether it takes a temperature.
        limit: what it calls the limit of an answer, or empty where it takes none.
        form: how it is told the form of the answer, or empty where the words alone say it.
    """

    temperature: bool = True
    limit: Literal["max_completion_tokens", "max_tokens", ""] = "max_completion_tokens"
    form: Literal["json_schema", "json_object", ""] = "json_schema"

    def without(self, complaint: str, *, any_: bool = False) -> Dialect | None:
        """A plainer dialect after a complaint, or None where the complaint is of something else.

        Args:
            complaint: what the endpoint says.
            any_: whether the form is made plainer where it does not say what it does not like.

        >>> Dialect().without("Unsupported value: 'temperature' does not support 0 with this model")
        Dialect(temperature=False, limit='max_completion_tokens', form='json_schema')
        >>> Dialect().without("the image is broken") is None
        True
        """
        if self.temperature and _ABOUT_TEMPERATURE.search(complaint):
            return structs.replace(self, temperature=False)
        if self.limit and _ABOUT_LIMIT.search(complaint):
            return structs.replace(self, limit="max_tokens" if self.limit == "max_completion_tokens" else "")
        if self.form and (any_ or _ABOUT_FORM.search(complaint)):
            return structs.replace(self, form="json_object" if self.form == "json_schema" else "")
        return None


class UnansweredError(Exception):
    """A question that has no answer, however often it is asked.

    Attributes:
        reason: why, in words, with the endpoint's own.
        tokens: what that cost.
    """

    def __init__(self, reason: str, tokens: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.tokens = tokens


class HopelessError(Exception):
    """No question is answered as things are set up: a key, a model or an address is wrong, or the money is spent."""


class Endpoint(Struct, frozen=True, kw_only=True):
    """Who is asked, and how patiently.

    Attributes:
        url: base address, ``http://localhost:8000/v1``.
        model: name of the model there.
        key: its key, or empty; it is shown nowhere.
        answer_tokens: tokens of an answer, at most, thoughts included; 0 leaves it to the endpoint.
        patience: how often and how long it is tried.
    """

    url: str
    model: str
    key: str
    answer_tokens: int
    patience: Patience

    @property
    def address(self) -> str:
        """Where questions go; what a query of the address holds stays at its end."""
        base, mark, query = self.url.partition("?")
        return f"{base.rstrip('/').removesuffix('/chat/completions')}/chat/completions{mark}{query}"

    def __repr__(self) -> str:
        """Its address and model, without the key."""
        return f"Endpoint({public(self.url)!r}, {self.model!r})"


class Chat:
    """A conversation with an endpoint, question by question; any number of threads may share it.

    Args:
        endpoint: who is asked.
        session: the connection pool.
    """

    def __init__(self, endpoint: Endpoint, session: requests.Session) -> None:
        self._endpoint = endpoint
        self._session = session
        self._dialect = Dialect()
        self._answered = False

    @property
    def url(self) -> str:
        """Where questions go."""
        return self._endpoint.address

    @property
    def dialect(self) -> Dialect:
        """How the endpoint wants to be asked, as far as it has said so."""
        return self._dialect

    def ask(self, question: Question) -> Reply:
        """Ask once, in as many dialects as it takes: an endpoint that refuses a form of question has not been paid.

        Raises:
            TryAgainError: the endpoint is overloaded, silent, or cannot be reached.
            UnansweredError: it does not answer this question, and will not; what is none of the wanted form is an
                answer that is none.
            HopelessError: it answers no question.
            SourceError: the answer is too large or too slow.
        """
        dialect = self._dialect
        while True:
            status, body = self._send(question, dialect)
            if status == requests.codes.ok:
                reply = self._read(body)
                self._dialect, self._answered = dialect, True
                return reply
            said = self._words(body)
            plainer = dialect.without(said) if status in (400, 422) else None
            if status == requests.codes.bad_request and not self._answered and not _SETUP.search(said):
                plainer = plainer or dialect.without(said, any_=True)
            if plainer is not None:
                dialect = plainer
                continue
            reason = self._refusal(status, said)
            if status in _HOPELESS or _SETUP.search(said):
                raise HopelessError(reason)
            raise UnansweredError(reason)

    def _send(self, question: Question, dialect: Dialect) -> tuple[int, bytes]:
        endpoint = self._endpoint
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        content = msgspec.json.encode(_body(question, endpoint, dialect))
        sent: dict[str, Any] = {
            "data": content,
            "headers": {"Content-Type": "application/json", **headers},
            "allow_redirects": False,
            "stream": True,
            "words": self._overload,
        }
        answer = ask(self._session, "POST", endpoint.address, endpoint.patience, **sent)
        return answer.status_code, body_of(answer, endpoint.address, LARGEST_ANSWER, endpoint.patience.silence)

    def _read(self, body: bytes) -> Reply:
        key = self._endpoint.key.encode()
        if len(key) >= _SHORTEST_KEY:
            body = body.replace(key, b"...")  # one that tells the key back puts it nowhere
        try:
            reply = reply_of(body)
        except ValueError as error:
            raise UnansweredError(str(error)) from error
        if reply.fault:
            reason = self._shown(reply.fault)
            if reply.status == requests.codes.too_many_requests or reply.status >= requests.codes.server_error:
                raise TryAgainError(reason)
            if reply.status in _HOPELESS or (reply.status and _SETUP.search(reply.fault)):
                raise HopelessError(reason)
            raise UnansweredError(reason, reply.tokens)
        return reply

    def _overload(self, answer: requests.Response) -> str:
        """What is said of an answer that may pass; that the money is spent does not.

        Raises:
            HopelessError: it is.
        """
        try:
            body = body_of(answer, self.url, _LONGEST_MESSAGE * 40, self._endpoint.patience.silence)
        except (SourceError, TryAgainError):
            body = b""
        said = self._words(body)
        if answer.status_code == requests.codes.too_many_requests and _OUT_OF_MONEY.search(said):
            raise HopelessError(self._refusal(answer.status_code, said))
        return status_of(answer)

    def _refusal(self, status: int, said: str) -> str:
        phrase = _PHRASES.get(status, "")
        shown = f"the server answers {status} {phrase}".rstrip()
        return self._shown(f"{shown}: {said}" if said else shown)

    def _words(self, body: bytes) -> str:
        return message_in(body)[: _LONGEST_MESSAGE * 8]

    def _shown(self, text: str) -> str:
        """A message as it may be written down: short, in one line, without keys."""
        if self._endpoint.key:
            text = text.replace(self._endpoint.key, "…")
        text = _SECRETS.sub("…", public(" ".join(text.split())))
        return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"


def key_of(variable: str, url: str) -> str:
    """The key that an environment variable holds, or nothing.

    Raises:
        SourceError: it is no key; it is not told, for errors are written down.
    """
    key = os.environ.get(variable, "")
    if not re.fullmatch(r"[!-~]*", key):
        raise SourceError(url, f"{variable} holds what no key may hold: a space, a line end or a foreign letter")
    return key


def _body(question: Question, endpoint: Endpoint, dialect: Dialect) -> dict[str, Any]:
    prompt = question.prompt
    if dialect.form != "json_schema":
        schema = msgspec.json.encode(question.schema).decode()
        prompt = f"{prompt}\n\nThe answer is one JSON object of this JSON schema, and nothing else:\n{schema}"
    parts: list[dict[str, Any]] = [{"type": "text", "text": prompt}]
    if question.image:
        image = f"data:{question.media_type};base64,{base64.b64encode(question.image).decode()}"
        parts.append({"type": "image_url", "image_url": {"url": image}})
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": "user", "content": parts if question.image else prompt}],
    }
    if dialect.temperature:
        body["temperature"] = 0
    if dialect.limit and endpoint.answer_tokens:
        body[dialect.limit] = endpoint.answer_tokens
    if dialect.form == "json_schema":
        form = {"name": question.name, "schema": question.schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
    elif dialect.form:
        body["response_format"] = {"type": dialect.form}
    return body
