"""Edges read off images by a vision model, through any endpoint that speaks the OpenAI chat-completions protocol.

https://platform.openai.com/docs/api-reference/chat: an image as a data URL, the answer as JSON of a given schema.
What a model says of an image is kept by the content of the image, the model and the prompt, and never asked again.
Nothing that goes wrong here ends a build: a figure without an answer has no drawn edges, and is asked again next time.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import requests
from msgspec import Meta, Struct

from figkg.base.configuration import read_yaml
from figkg.base.errors import OutputError, SourceError, reason_of
from figkg.base.files import open_regular, replace_file
from figkg.fetch.configuration import Patience
from figkg.fetch.session import TryAgainError, ask, body_of, persist, status_of

FILE = "vision.yaml"
KEY_VARIABLE = "FIGKG_VISION_KEY"
"""Environment variable with the key of the endpoint, if it wants one."""

_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp"}
_MEGABYTE = 1_000_000
_LARGEST_ANSWER = 10 * _MEGABYTE
_FENCE = re.compile(r"^```\w*\s*|\s*```$")


class VisionPolicy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """mappings/vision.yaml.

    Attributes:
        requests: images asked about in one build, at most.
        tokens: tokens spent in one build, at most, as the endpoint counts them.
        minutes: time of one build, at most.
        between: seconds between two requests.
        silence: seconds without an answer after which a request is given up.
        attempts: how often an image is tried.
        largest_megabytes: size of an image, at most.
        prompt: what the model is asked.
    """

    requests: Annotated[int, Meta(ge=0)]
    tokens: Annotated[int, Meta(ge=0)]
    minutes: Annotated[float, Meta(ge=0)]
    between: Annotated[float, Meta(ge=0)]
    silence: Annotated[float, Meta(gt=0)]
    attempts: Annotated[int, Meta(ge=1)]
    largest_megabytes: Annotated[float, Meta(gt=0)]
    prompt: str


class SeenNode(Struct, frozen=True, forbid_unknown_fields=True):
    """A node that a model sees: label as printed, and what it is."""

    label: str
    type: Literal["gene", "protein", "family", "complex", "chemical", "disease"]


class SeenEdge(Struct, frozen=True, forbid_unknown_fields=True):
    """An edge that a model sees, by the labels of its nodes."""

    source: str
    target: str
    type: Literal["activation", "inhibition", "other"]


class Seen(Struct, frozen=True, forbid_unknown_fields=True):
    """What a model sees in an image."""

    nodes: tuple[SeenNode, ...]
    edges: tuple[SeenEdge, ...]


class VisionReport(Struct):
    """What reading images came to.

    Attributes:
        known: images whose answer was kept from an earlier build.
        read: images that were read in this one.
        failed: images without an answer, by reason.
        left: images that were not asked about since a limit was reached.
        tokens: tokens spent.
    """

    known: int = 0
    read: int = 0
    failed: dict[str, int] = msgspec.field(default_factory=dict)
    left: int = 0
    tokens: int = 0


def load_vision_policy(mappings: Path) -> VisionPolicy:
    """Read the policy.

    Raises:
        MappingError: it is missing, or not of this form.
    """
    return read_yaml(mappings / FILE, VisionPolicy)


class VisionReader:
    """Asks a model what is drawn in images.

    Args:
        url: base address of the endpoint, ``http://localhost:8000/v1``.
        model: name of the model there.
        cache: folder of what was answered.
        policy: prompt and limits.
        session: the connection pool.
        pause: waits so many seconds.
        clock: seconds from some moment on.
    """

    def __init__(
        self,
        url: str,
        model: str,
        cache: Path,
        policy: VisionPolicy,
        *,
        session: requests.Session,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = f"{url.rstrip('/').removesuffix('/chat/completions')}/chat/completions"
        self._model = model
        self._cache = cache
        self._policy = policy
        self._session = session
        self._pause = pause
        self._clock = clock
        self._patience = Patience(attempts=policy.attempts, first_pause=2 * policy.between, silence=policy.silence)
        self._asked = 0
        self._schema = msgspec.json.schema(Seen)
        self._decoder = msgspec.json.Decoder(Seen)

    def read_all(self, images: Iterable[Path], target: Path) -> VisionReport:
        """Read images into annotations.

        Args:
            images: files named by the figure, ``PMC1__fig.jpg``.
            target: file of JSON lines for what they show (:mod:`figkg.extract.drawings`).

        Raises:
            OutputError: the cache or the file cannot be written.
        """
        report = VisionReport()
        end = self._clock() + self._policy.minutes * 60
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as lines:
                for image in images:
                    seen = self._read(image, report, end)
                    if seen is not None:
                        lines.write(msgspec.json.encode(_annotation(image.stem, self._model, seen)) + b"\n")
        except OSError as error:
            raise OutputError(str(error.filename or target), reason_of(error)) from error
        return report

    def _read(self, image: Path, report: VisionReport, end: float) -> Seen | None:
        most = int(self._policy.largest_megabytes * _MEGABYTE)
        try:
            image.name.encode()
            with open_regular(image) as file:
                content = file.read(most + 1)
        except UnicodeEncodeError:
            _fail(report, "with a name that is not UTF-8")
            return None
        except OSError as error:
            _fail(report, reason_of(error))
            return None
        if len(content) > most:
            _fail(report, f"larger than {self._policy.largest_megabytes:g} MB")
            return None
        digest = hashlib.sha256(
            b"\0".join((content, self._model.encode(), self._policy.prompt.encode(), msgspec.json.encode(self._schema)))
        )
        kept = self._cache / f"{digest.hexdigest()}.json"
        if kept.exists():
            try:
                seen = self._decoder.decode(kept.read_bytes())
            except msgspec.DecodeError:
                kept.unlink()  # cut off when a build was killed
            else:
                report.known += 1
                return seen
        spent = report.tokens >= self._policy.tokens or self._asked >= self._policy.requests
        if spent or self._clock() >= end:
            report.left += 1
            return None
        return self._ask(content, _TYPES[image.suffix.lower()], kept, report, end)

    def _ask(self, content: bytes, media_type: str, kept: Path, report: VisionReport, end: float) -> Seen | None:
        question = self._question(content, media_type)

        def attempt() -> Seen:
            if self._clock() >= end or self._asked >= self._policy.requests:
                raise SourceError(self._url, "no time or no requests left")
            self._asked += 1
            headers = _credentials(self._url)
            sent: dict[str, Any] = {"json": question, "headers": headers, "allow_redirects": False, "stream": True}
            answer = ask(self._session, "POST", self._url, self._patience, **sent)
            body = body_of(answer, self._url, _LARGEST_ANSWER, self._policy.silence)
            if answer.status_code != requests.codes.ok:
                raise SourceError(self._url, status_of(answer))
            try:
                said = msgspec.json.decode(body)
                report.tokens += _tokens(said)
                return self._decoder.decode(_FENCE.sub("", said["choices"][0]["message"]["content"].strip()))
            except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
                raise TryAgainError("not of the schema") from error

        def pause(seconds: float) -> None:
            self._pause(min(seconds, max(0.0, end - self._clock())))

        if self._asked:
            pause(self._policy.between)
        try:
            seen = persist(attempt, self._url, self._patience, pause)
        except SourceError as error:
            _fail(report, error.reason.partition(";")[0])  # each image is tried as often
            return None
        replace_file(kept, msgspec.json.encode(seen))
        report.read += 1
        return seen

    def _question(self, content: bytes, media_type: str) -> dict[str, Any]:
        image = f"data:{media_type};base64,{base64.b64encode(content).decode()}"
        parts = [
            {"type": "text", "text": self._policy.prompt},
            {"type": "image_url", "image_url": {"url": image}},
        ]
        schema = {"name": "drawn_edges", "schema": self._schema, "strict": True}
        return {
            "model": self._model,
            "temperature": 0,
            "messages": [{"role": "user", "content": parts}],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }


def images_below(folder: Path) -> Iterator[Path]:
    """The images of a folder, by name.

    Raises:
        OutputError: there is no such folder.
    """
    if not folder.is_dir():
        raise OutputError(str(folder), "no such folder of images")
    yield from sorted(path for path in folder.iterdir() if path.suffix.lower() in _TYPES)


def _fail(report: VisionReport, reason: str) -> None:
    report.failed[reason] = report.failed.get(reason, 0) + 1


def _tokens(said: Mapping[str, Any]) -> int:
    """What an answer says that it cost; what is no number of tokens costs nothing, and nothing is given back."""
    usage = said.get("usage")
    stated = usage.get("total_tokens") if isinstance(usage, dict) else None
    return stated if isinstance(stated, int) and stated > 0 else 0


def _credentials(url: str) -> dict[str, str]:
    """The header with the key.

    Raises:
        SourceError: it is no key; it is not told, for errors are written down.
    """
    key = os.environ.get(KEY_VARIABLE, "")
    if not re.fullmatch(r"[!-~]*", key):
        raise SourceError(url, f"{KEY_VARIABLE} holds what no key may hold: a space, a line end or a foreign letter")
    return {"Authorization": f"Bearer {key}"} if key else {}


def _annotation(figid: str, model: str, seen: Seen) -> Mapping[str, Any]:
    """What a model sees as an annotation; an edge to something that is no node is left out."""
    labels = {node.label for node in seen.nodes}
    edges = [edge for edge in seen.edges if edge.source in labels and edge.target in labels]
    return {"figid": figid, "by": model, "nodes": seen.nodes, "edges": edges}
