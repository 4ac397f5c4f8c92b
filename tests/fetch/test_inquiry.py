"""Questions to models, against services that behave as OpenAI, Gemini, vLLM and old servers do, with faults."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from figkg.base.errors import SourceError
from figkg.fetch import inquiry
from figkg.fetch.chat import Chat, Dialect, Endpoint, Question, key_of
from figkg.fetch.inquiry import Asked, Inquiry, Limits, Remembered
from figkg.fetch.session import open_session
from tests.helpers.models import (
    GEMINI,
    KEY,
    OLD,
    OPENAI,
    PLAIN,
    VLLM,
    Kind,
    ModelService,
    Scripted,
    completion,
    refusal,
    serve_models,
    words_of,
)
from tests.helpers.waiting import PATIENCE

SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string"}},
    "required": ["word"],
    "additionalProperties": False,
}
LIMITS = Limits(
    requests=100, tokens=100_000, minutes=1, in_flight=4, between=0, silence=PATIENCE, attempts=3, answer_tokens=500
)


class Time:
    """A clock that pauses move on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []
        self._lock = threading.Lock()

    def pause(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds
            self.pauses.append(seconds)


@pytest.fixture
def service() -> Iterator[ModelService]:
    with serve_models() as found:
        found.says = lambda question: json.dumps({"word": words_of(question).split()[0]})
        yield found


def read_word(answer: dict[str, Any]) -> str:
    if not isinstance(answer["word"], str):
        raise ValueError("the word is none")
    return answer["word"]


def ask(
    service: ModelService,
    cache: Path,
    words: list[str],
    *,
    limits: Limits = LIMITS,
    model: str = "m",
    key: str = "",
    time: Time | None = None,
) -> tuple[dict[str, str], Asked]:
    """What is answered to each word, and the report."""
    time = time or Time()
    cache.mkdir(exist_ok=True)
    with open_session(connections=limits.in_flight) as session:
        endpoint = Endpoint(
            url=service.address, model=model, key=key, answer_tokens=limits.answer_tokens, patience=limits.patience
        )
        asking = Inquiry(
            Chat(endpoint, session),
            Remembered(cache, model),
            limits,
            ("word",),
            read_word,
            pause=time.pause,
            clock=lambda: time.now,
        )
        found = dict(asking.ask_all((word, Question(f"{word} ?", "words", SCHEMA, b"image")) for word in words))
    return found, asking.report


@pytest.mark.parametrize(
    ("kind", "dialect", "refused"),
    [
        (GEMINI, {"temperature", "max_completion_tokens", "json_schema"}, 0),
        (OPENAI, {"max_completion_tokens", "json_schema"}, 1),
        (VLLM, {"temperature", "max_tokens", "json_schema"}, 1),
        (OLD, {"temperature", "max_tokens", "json_object"}, 2),
        (PLAIN, set(), 5),
    ],
    ids=["Gemini", "OpenAI", "vLLM", "old", "plain"],
)
def test_a_service_is_asked_as_it_wants_to_be(
    kind: Kind, dialect: set[str], refused: int, service: ModelService, tmp_path: Path
) -> None:
    service.kind = kind
    found, report = ask(service, tmp_path / "c", ["a", "b", "c"])
    assert found == {"a": "a", "b": "b", "c": "c"}
    assert (report.read, report.failed, report.stopped) == (3, {}, "")
    assert len(service.asked) == 3 + refused  # it learns that once, from the first question
    last = service.asked[-1][1]
    form = last.get("response_format", {}).get("type")
    assert {one for one in ("temperature", "max_tokens", "max_completion_tokens") if one in last} | (
        {form} if form else set()
    ) == dialect
    assert ("JSON schema" in words_of(last)) == (form != "json_schema")


def test_a_refusal_without_words_is_taken_for_one_of_the_form(service: ModelService, tmp_path: Path) -> None:
    service.scripted = [Scripted(400, b"Bad Request")]
    found, _ = ask(service, tmp_path / "c", ["a", "b"])
    assert found == {"a": "a", "b": "b"}
    assert [one["response_format"]["type"] for _, one in service.asked] == ["json_schema", "json_object", "json_object"]


@pytest.mark.parametrize(
    "text",
    [
        '<think>{"word": "x"} or {"word": "y"}?</think>{"word": "a"}',
        'thoughts without a beginning {"word": "x"}</think>\n{"word": "a"}',
        'Sure! Here is the JSON:\n```json\n{"word": "a"}\n```\nLet me know if {this} helps.',
        '```\n{"word": "a", "certainty": 3, "notes": ["extra"]}\n```',
        '[{"word": "a"}]',
        '{"answer": {"word": "a"}}',
        [{"type": "text", "text": '{"word":'}, {"type": "text", "text": ' "a"}'}],
    ],
    ids=["thoughts", "end of thoughts", "prose and fence", "more keys", "list", "wrapped", "parts"],
)
def test_what_a_model_means_is_read(text: Any, service: ModelService, tmp_path: Path) -> None:
    service.scripted = [Scripted(body=completion(text))]
    found, report = ask(service, tmp_path / "c", ["a"])
    assert (found, report.failed, len(service.asked)) == ({"a": "a"}, {}, 1)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"no JSON", "the answer is no JSON"),
        (b"[" * 200_000, "the answer is no JSON"),
        ({}, "the answer is none of a chat"),
        (completion("Sorry, I cannot."), "there is no JSON object of the wanted form in it"),
        (completion('{"word": 3}'), "the word is none"),
        (completion("<think>it is {"), "there are but thoughts in it"),
        (completion('{"word": "a', finish_reason="length"), "the answer was cut off at its limit"),
        (completion("", finish_reason="length"), "the answer was cut off before it began"),
        (completion(None), "the model says nothing"),
        (
            completion({"refusal": "I cannot help with that.", "content": None}),
            "the model refuses: I cannot help with that.",
        ),
        (completion("", finish_reason="content_filter"), "the service's filter held the answer back"),
    ],
)
def test_an_answer_that_is_none_is_paid_for_once(body: Any, reason: str, service: ModelService, tmp_path: Path) -> None:
    ask(service, tmp_path / "c", ["first"])
    service.scripted = [Scripted(body=body)]
    found, report = ask(service, tmp_path / "c", ["a"])
    assert (found, report.failed, report.stopped) == ({}, {reason: 1}, "")
    again, report = ask(service, tmp_path / "c", ["a", "b"])
    assert again == {"b": "b"}
    assert (report.failed, report.remembered, report.requests) == ({reason: 1}, 1, 1)


@pytest.mark.parametrize(
    ("scripted", "said"),
    [
        (refusal(401, f"Incorrect API key provided: {KEY}.", "invalid_api_key"), "401 Unauthorized: Incorrect API key"),
        (refusal(401, "Incorrect API key provided: sk-secr*****6789."), "401 Unauthorized: Incorrect API key provided"),
        (
            Scripted(400, [{"error": {"code": 400, "message": "API key not valid. Please pass a valid API key."}}]),
            "API key",
        ),
        (refusal(404, "The model `m` does not exist.", "model_not_found"), "404 Not Found: The model `m` does not"),
        (refusal(400, "m is not a multimodal model"), "400 Bad Request: m is not a multimodal model"),
        (refusal(429, "You exceeded your current quota.", "insufficient_quota"), "429 Too Many Requests: You exceeded"),
        (Scripted(402, {"error": "Insufficient credits"}), "402 Payment Required: Insufficient credits"),
        (Scripted(307, b"", {"Location": "http://127.0.0.1:9/"}), "307 Temporary Redirect"),
        (Scripted(200, {"error": {"code": 402, "message": "Insufficient credits"}}), "Insufficient credits"),
    ],
)
def test_what_is_set_up_wrongly_stops_everything_at_once(
    scripted: Scripted, said: str, service: ModelService, tmp_path: Path
) -> None:
    service.scripted = [scripted]
    found, report = ask(service, tmp_path / "c", ["a", "b", "c"], key=KEY)
    assert (found, len(service.asked), report.left) == ({}, 1, 2)
    assert said in report.stopped
    assert not any(part in report.stopped for part in (KEY, "6789", "secr"))
    found, _ = ask(service, tmp_path / "c", ["a", "b", "c"], key=KEY)
    assert len(found) == 3  # nothing of it is remembered


def test_the_endpoints_own_words_are_told_of_a_question_that_it_refuses(service: ModelService, tmp_path: Path) -> None:
    ask(service, tmp_path / "c", ["first"])
    service.scripted = [refusal(400, "Could not process image: it is broken", "invalid_image")] * 3
    found, report = ask(service, tmp_path / "c", ["a", "b"], limits=replace(LIMITS, in_flight=1))
    assert found == {"b": "b"}
    reason = "the server answers 400 Bad Request: Could not process image: it is broken (invalid_image)"
    assert report.failed == {reason: 1}


def test_three_questions_without_an_answer_stop_what_never_answers(service: ModelService, tmp_path: Path) -> None:
    service.says = lambda _: "Hello!"
    found, report = ask(service, tmp_path / "c", ["a", "b", "c", "d", "e"])
    assert (found, len(service.asked), report.left) == ({}, 3, 2)
    assert report.stopped.startswith("3 in a row had no answer; there is no JSON object")


@pytest.mark.parametrize(
    "bad",
    [
        Scripted(503),
        Scripted(429, headers={"Retry-After": "9"}),
        Scripted(200, {"error": {"code": 503, "message": "x"}}),
    ],
    ids=["down", "too fast", "down, it says within"],
)
def test_an_answer_that_may_pass_is_asked_for_again(bad: Scripted, service: ModelService, tmp_path: Path) -> None:
    service.scripted = [bad]
    time = Time()
    found, report = ask(service, tmp_path / "c", ["a", "b", "c"], time=time)
    assert (len(found), report.failed, len(service.asked)) == (3, {}, 4)
    assert (9.0 in time.pauses) == (bad.status == 429)


def test_who_asks_too_fast_asks_less_at_one_time(service: ModelService, tmp_path: Path) -> None:
    words = [f"w{number}" for number in range(40)]
    service.scripted = [Scripted(body=completion('{"word": "w"}')), *[Scripted(429, headers={"Retry-After": "2"})] * 6]
    time = Time()
    patient = replace(LIMITS, attempts=10, minutes=10_000)  # this clock adds up what four wait at one time
    found, report = ask(service, tmp_path / "c", words, limits=patient, time=time)
    assert (len(found), report.failed) == (40, {})
    assert max(time.pauses) >= 2.0


def test_several_questions_are_in_flight_and_no_more_than_are_allowed(service: ModelService, tmp_path: Path) -> None:
    service.together = 4
    found, _ = ask(service, tmp_path / "c", [f"w{number}" for number in range(30)])
    assert (len(found), service.at_once) == (30, 4)


def test_an_endpoint_that_is_silent_is_asked_again(service: ModelService, tmp_path: Path) -> None:
    service.scripted = [Scripted(silent=True)]
    impatient = replace(LIMITS, silence=0.3, attempts=1000, requests=10_000, minutes=10_000)
    found, report = ask(service, tmp_path / "c", ["a"], limits=impatient)  # which may be slow to answer more than once
    assert (found, report.failed) == ({"a": "a"}, {})
    assert len(service.asked) > 1


def test_an_endpoint_that_is_not_there_stops_at_the_first_question(tmp_path: Path) -> None:
    away = ModelService()
    away.address = "http://127.0.0.1:9/v1"
    found, report = ask(away, tmp_path / "c", ["a", "b", "c"])
    assert (found, report.failed, report.left, report.stopped) == ({}, {"no connection": 1}, 2, "no connection")
    assert report.requests == LIMITS.attempts


def test_what_was_read_is_asked_again_only_where_model_or_question_differ(
    service: ModelService, tmp_path: Path
) -> None:
    ask(service, tmp_path / "c", ["a", "b"])
    found, report = ask(service, tmp_path / "c", ["a", "b"])
    assert (found, report.known, report.requests) == ({"a": "a", "b": "b"}, 2, 0)
    assert ask(service, tmp_path / "c", ["a"], model="other")[1].read == 1


def test_the_same_question_of_two_is_asked_once(service: ModelService, tmp_path: Path) -> None:
    found, report = ask(service, tmp_path / "c", ["a", "a", "b"])
    assert (found, report.read, report.known, len(service.asked)) == ({"a": "a", "b": "b"}, 2, 1, 2)


@pytest.mark.parametrize(
    "limit", [{"requests": 1}, {"tokens": 100}, {"minutes": 0.008, "between": 0.4}], ids=["requests", "tokens", "time"]
)
def test_limits_hold_and_the_next_build_goes_on(limit: dict[str, Any], service: ModelService, tmp_path: Path) -> None:
    found, report = ask(service, tmp_path / "c", ["a", "b", "c"], limits=replace(LIMITS, in_flight=1, **limit))
    assert 0 < len(found) < 3
    assert (report.left, report.failed) == (3 - len(found), {})
    assert ask(service, tmp_path / "c", ["a", "b", "c"])[1].read == 3 - len(found)


def test_requests_keep_their_distance(service: ModelService, tmp_path: Path) -> None:
    time = Time()
    ask(service, tmp_path / "c", ["a", "b", "c"], limits=replace(LIMITS, between=0.5, in_flight=1), time=time)
    assert time.pauses == [0.5, 0.5]


def test_a_run_that_is_ended_goes_on_where_it_was(service: ModelService, tmp_path: Path) -> None:
    def words() -> Iterator[str]:
        yield from ("a", "b")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(service, tmp_path / "c", words(), limits=replace(LIMITS, in_flight=1))  # type: ignore[arg-type]
    found, report = ask(service, tmp_path / "c", ["a", "b", "c"])
    assert (len(found), report.known + report.read) == (3, 3)
    assert report.known >= 1


def test_an_answer_cut_off_on_the_disk_is_asked_for_again(service: ModelService, tmp_path: Path) -> None:
    ask(service, tmp_path / "c", ["a", "b"])
    for kept in (tmp_path / "c").iterdir():
        kept.write_bytes(kept.read_bytes()[:10])
    assert ask(service, tmp_path / "c", ["a", "b"])[1].read == 2


def test_an_answer_that_cannot_be_kept_is_told(
    service: ModelService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(inquiry, "replace_file", full)
    with pytest.raises(OSError, match="No space left"):
        ask(service, tmp_path / "c", ["a", "b"])


@pytest.mark.parametrize("tokens", [-1_000_000, "nan", 1e300, None, True, []])
def test_a_count_of_tokens_that_is_none_costs_nothing_and_gives_nothing_back(
    tokens: Any, service: ModelService, tmp_path: Path
) -> None:
    body = completion('{"word": "a"}')
    body["usage"] = {"total_tokens": tokens}
    service.scripted = [Scripted(body=body)]
    found, report = ask(service, tmp_path / "c", ["a"])
    assert (found, report.tokens) == ({"a": "a"}, 0)


def test_an_answer_without_end_is_none(service: ModelService, tmp_path: Path) -> None:
    service.scripted = [Scripted(body=b" " * 11_000_000)]
    _, report = ask(service, tmp_path / "c", ["a"])
    assert report.failed == {"the server answers with more than 10,000,000 bytes": 1}


def test_the_key_is_sent_and_written_nowhere(service: ModelService, tmp_path: Path) -> None:
    service.says = lambda _: json.dumps({"word": f"your key is {KEY}"})
    found, report = ask(service, tmp_path / "c", ["a"], key=KEY)
    assert service.asked[0][0]["Authorization"] == f"Bearer {KEY}"
    assert found == {"a": "your key is ..."}
    written = b"".join(path.read_bytes() for path in (tmp_path / "c").iterdir())
    endpoint = Endpoint(url="u", model="m", key=KEY, answer_tokens=1, patience=LIMITS.patience)
    assert KEY not in f"{written!r} {report} {endpoint}"


@pytest.mark.parametrize("key", ["sk-α", "sk 1\n", "\nsk"])
def test_a_key_that_is_none_is_named_by_its_variable_alone(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", key)
    with pytest.raises(SourceError, match="SOME_KEY holds what no key may hold") as error:
        key_of("SOME_KEY", "http://h")
    assert "sk" not in str(error.value)


def test_a_dialect_becomes_plainer_until_nothing_is_left_to_leave_out() -> None:
    dialect: Dialect | None = Dialect()
    steps = 0
    while dialect is not None:
        last, dialect = dialect, dialect.without("", any_=True)
        steps += 1
    assert (steps, last.form) == (3, "")
