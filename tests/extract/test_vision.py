"""A vision model as reader of images: good, malformed, slow and rate-limited answers, and limits that hold."""

from __future__ import annotations

import base64
import errno
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from figkg.base.errors import MappingError
from figkg.base.resources import mappings_folder
from figkg.extract.drawings import read_annotations
from figkg.extract.vision import (
    KEY_VARIABLE,
    VisionPolicy,
    VisionReader,
    VisionReport,
    images_below,
    load_vision_policy,
)
from figkg.fetch.session import open_session
from tests.conftest import SHARED
from tests.helpers.loopback import Answering, serving
from tests.helpers.waiting import PATIENCE

GOOD = {
    "nodes": [{"label": "TNF", "type": "gene"}, {"label": "NF-kB", "type": "family"}],
    "edges": [
        {"source": "TNF", "target": "NF-kB", "type": "activation"},
        {"source": "TNF", "target": "nowhere", "type": "activation"},
    ],
}
POLICY = VisionPolicy(
    requests=50,
    tokens=10_000,
    minutes=1,
    between=0.5,
    silence=PATIENCE,
    attempts=3,
    largest_megabytes=1,
    prompt="What?",
)


class Endpoint:
    """A chat-completions endpoint; what it answers, in order, and then good answers; what it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.answers: list[tuple[int, dict[str, str], Any]] = []
        self.asked: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.released = threading.Event()


def answer(content: object, tokens: int = 100) -> dict[str, Any]:
    text = content if isinstance(content, str) else json.dumps(content)
    return {"choices": [{"message": {"content": text}}], "usage": {"total_tokens": tokens}}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    state = Endpoint()

    class Handler(Answering):
        def respond(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append((dict(self.headers), content))
            status, headers, body = state.answers.pop(0) if state.answers else (200, {}, answer(GOOD))
            if body == "silence":
                state.released.wait(PATIENCE)
                return
            self.answer(status, body if isinstance(body, bytes) else json.dumps(body).encode(), headers)

    with serving(Handler) as address:
        state.address = f"{address}/v1"
        yield state
        state.released.set()


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(3):
        (folder / f"PMC{number}__fig.004.png").write_bytes(b"\x89PNG" + bytes([number]))
    (folder / "notes.txt").write_text("no image")
    return folder


class Time:
    """A clock that pauses move on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def pause(self, seconds: float) -> None:
        self.now += seconds
        self.pauses.append(seconds)


def read(
    endpoint: Endpoint, images: Path, policy: VisionPolicy = POLICY, time: Time | None = None, model: str = "m"
) -> tuple[VisionReport, list[Any]]:
    """The report, and the annotations."""
    one = time or Time()
    target = images.parent / "drawn.jsonl"
    with open_session() as session:
        reader = VisionReader(
            endpoint.address,
            model,
            images.parent / "cache",
            policy,
            session=session,
            pause=one.pause,
            clock=lambda: one.now,
        )
        report = reader.read_all(images_below(images), target)
    return report, [annotation for _, annotation in read_annotations(target)]


def test_images_become_annotations_of_their_figures(endpoint: Endpoint, images: Path) -> None:
    report, found = read(endpoint, images)
    assert (report.read, report.failed, report.tokens) == (3, {}, 300)
    assert [one.figid for one in found] == [f"PMC{number}__fig.004" for number in range(3)]
    assert {one.by for one in found} == {"m"}
    assert [(edge.source, edge.target, edge.type) for edge in found[0].edges] == [("TNF", "NF-kB", "activation")]


def test_the_image_and_the_schema_are_sent(endpoint: Endpoint, images: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "secret")
    read(endpoint, images)
    headers, asked = endpoint.asked[0]
    assert headers["Authorization"] == "Bearer secret"
    assert asked["model"] == "m"
    text, image = asked["messages"][0]["content"]
    assert text["text"] == "What?"
    head, _, content = image["image_url"]["url"].partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(content) == b"\x89PNG\x00"
    schema = asked["response_format"]["json_schema"]["schema"]
    assert schema["$defs"]["SeenEdge"]["properties"]["type"]["enum"] == ["activation", "inhibition", "other"]


def test_what_was_read_is_not_asked_again_unless_image_model_or_prompt_differ(endpoint: Endpoint, images: Path) -> None:
    _, first = read(endpoint, images)
    report, again = read(endpoint, images)
    assert (report.known, report.read) == (3, 0)
    assert again == first
    (images / "PMC0__fig.004.png").write_bytes(b"another")
    assert read(endpoint, images)[0].read == 1
    assert read(endpoint, images, model="other")[0].read == 3
    assert read(endpoint, images, replace(POLICY, prompt="Else?"))[0].read == 3


@pytest.mark.parametrize(
    "bad",
    [
        (200, {}, b"no JSON"),
        (200, {}, {}),
        (200, {}, answer("Sorry, I cannot.")),
        (200, {}, answer({"nodes": []})),
        (200, {}, answer({"nodes": [{"label": "A", "type": "planet"}], "edges": []})),
        (200, {}, {"choices": [{"message": {"content": None}}]}),
        (503, {}, b""),
        (429, {"Retry-After": "9"}, b""),
    ],
    ids=["no JSON", "empty", "prose", "part", "unknown type", "null", "down", "too fast"],
)
def test_an_answer_that_is_none_is_asked_for_again(endpoint: Endpoint, images: Path, bad: Any) -> None:
    endpoint.answers = [bad]
    time = Time()
    report, found = read(endpoint, images, time=time)
    assert (report.read, report.failed, len(found)) == (3, {}, 3)
    assert len(endpoint.asked) == 4
    assert (9.0 in time.pauses) == (bad[0] == 429)


def test_an_endpoint_that_is_silent_is_asked_again(endpoint: Endpoint, images: Path) -> None:
    endpoint.answers = [(200, {}, "silence")]
    impatient = replace(POLICY, silence=0.2, attempts=1000, requests=10_000, minutes=10_000)
    report, _ = read(endpoint, images, impatient)  # which may be slow to answer more than once
    assert (report.read, report.failed) == (3, {})
    assert len(endpoint.asked) > 3


def test_an_image_that_is_never_read_blocks_nothing(endpoint: Endpoint, images: Path) -> None:
    endpoint.answers = [(200, {}, answer("Sorry."))] * 3 + [(400, {}, b"")]
    report, found = read(endpoint, images)
    assert report.failed == {
        "not of the schema": 1,
        "the server answers 400 Bad Request": 1,
    }
    assert [one.figid for one in found] == ["PMC2__fig.004"]
    assert read(endpoint, images)[0].read == 2


def test_an_endpoint_that_is_not_there_blocks_nothing(images: Path) -> None:
    away = Endpoint()
    away.address = "http://127.0.0.1:9/v1"
    report, found = read(away, images)
    assert (report.failed, found) == ({"no connection": 3}, [])


def test_an_image_is_not_sent_on_to_another_address(endpoint: Endpoint, images: Path) -> None:
    endpoint.answers = [(307, {"Location": endpoint.address}, b"")]
    report, _ = read(endpoint, images)
    assert report.failed == {"the server answers 307 Temporary Redirect": 1}
    assert len(endpoint.asked) == 3


def test_a_fenced_answer_is_read(endpoint: Endpoint, images: Path) -> None:
    endpoint.answers = [(200, {}, answer(f"```json\n{json.dumps(GOOD)}\n```"))]
    assert read(endpoint, images)[0].read == 3
    assert len(endpoint.asked) == 3


@pytest.mark.parametrize(
    "limit", [{"requests": 1}, {"tokens": 100}, {"minutes": 0.008}], ids=["requests", "tokens", "time"]
)
def test_limits_hold_and_the_next_build_goes_on(endpoint: Endpoint, images: Path, limit: dict[str, Any]) -> None:
    report, found = read(endpoint, images, replace(POLICY, **limit))
    assert report.read == len(found) < 3
    assert report.left + sum(report.failed.values()) == 3 - report.read
    assert read(endpoint, images)[0].read == 3 - len(found)


def test_requests_keep_their_distance(endpoint: Endpoint, images: Path) -> None:
    time = Time()
    read(endpoint, images, time=time)
    assert time.pauses == [0.5, 0.5]


def test_a_large_image_is_not_sent(endpoint: Endpoint, images: Path) -> None:
    (images / "PMC0__fig.004.png").write_bytes(bytes(1_000_001))
    assert read(endpoint, images)[0].failed == {"larger than 1 MB": 1}


def test_an_answer_cut_off_in_the_cache_is_asked_for_again(endpoint: Endpoint, images: Path) -> None:
    read(endpoint, images)
    for kept in (images.parent / "cache").iterdir():
        kept.write_bytes(kept.read_bytes()[:10])
    assert read(endpoint, images)[0].read == 3


def test_real_images_are_sent_whole(endpoint: Endpoint, tmp_path: Path) -> None:
    folder = SHARED / "figures" / "images"
    if not folder.is_dir():
        pytest.skip("real images are not here; they lie beside the project where it is developed")
    with open_session() as session:
        policy = replace(POLICY, largest_megabytes=10, tokens=10**9, requests=10_000)
        reader = VisionReader(endpoint.address, "m", tmp_path, policy, session=session, pause=lambda _: None)
        report = reader.read_all(images_below(folder), tmp_path / "drawn.jsonl")
    assert report.read == len(list(folder.iterdir()))
    assert report.failed == {}


def test_the_policy_is_read_and_a_wrong_one_named(tmp_path: Path) -> None:
    assert load_vision_policy(mappings_folder()).requests == 1000
    (tmp_path / "vision.yaml").write_text("requests: many\n")
    with pytest.raises(MappingError, match=r"vision\.yaml"):
        load_vision_policy(tmp_path)


def test_images_that_cannot_be_read_end_no_build(endpoint: Endpoint, images: Path) -> None:
    (images / "folder.jpg").mkdir()
    (images / "gone.png").symlink_to("nowhere")
    os.mkfifo(images / "pipe.png")
    Path(os.fsdecode(os.fsencode(images) + b"/PMC7\xff.png")).write_bytes(b"image")
    report, annotations = read(endpoint, images)
    assert (report.read, len(annotations)) == (3, 3)
    assert report.failed == {
        "Is a directory": 1,
        "No such file or directory": 1,
        "not a regular file": 1,
        "with a name that is not UTF-8": 1,
    }


def test_an_image_that_the_disk_does_not_give_ends_no_build(
    endpoint: Endpoint, images: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def open_or_not(path: Any, *arguments: Any) -> int:
        if str(path).endswith("PMC1__fig.004.png"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        return opened(path, *arguments)

    monkeypatch.setattr(os, "open", open_or_not)
    report, _ = read(endpoint, images)
    assert (report.read, report.failed) == (2, {"Input/output error": 1})


@pytest.mark.parametrize("tokens", [-1_000_000, "nan", 1e300, None, True, [], "1e400"])
def test_a_count_of_tokens_that_is_none_costs_nothing_and_gives_nothing_back(
    tokens: Any, endpoint: Endpoint, images: Path
) -> None:
    endpoint.answers = [(200, {}, answer(GOOD, tokens))]
    report, annotations = read(endpoint, images)
    assert (report.read, report.tokens, len(annotations)) == (3, 200 + (tokens is True), 3)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"[" * 200_000, "not of the schema"),
        (b" " * 11_000_000, "the server answers with more than 10,000,000 bytes"),
        (b'{"usage": {"total_tokens": 1e400}}', "not of the schema"),
    ],
    ids=["nested", "large", "infinite"],
)
def test_an_answer_without_bounds_is_none(body: bytes, reason: str, endpoint: Endpoint, images: Path) -> None:
    endpoint.answers = [(200, {}, body)] * (1 if "more than" in reason else POLICY.attempts)
    report, _ = read(endpoint, images)
    assert (report.read, report.failed) == (2, {reason: 1})


@pytest.mark.parametrize("key", ["sk-α", "sk 1\n", "\nsk"])
def test_a_key_that_is_none_is_named_by_its_variable_alone(
    key: str, endpoint: Endpoint, images: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, key)
    report, _ = read(endpoint, images)
    (reason,) = report.failed
    assert reason.startswith("FIGKG_VISION_KEY holds what no key may hold")
    assert "sk" not in reason
    assert endpoint.asked == []
