"""One session for everything over HTTP, and one rule for when a server is asked again."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from email.utils import formatdate

import pytest
import requests

from figkg.base.errors import SourceError
from figkg.fetch.configuration import Patience
from figkg.fetch.session import TryAgainError, ask, is_unknown, open_session, pauses, persist
from tests.helpers.loopback import Answering, Fault, Loopback, serve_loopback, serving

PATIENCE = Patience(attempts=4, first_pause=1.0, longest_pause=10.0)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serve_loopback() as one:
        one.files["/a"] = b"content"
        yield one


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with open_session() as one:
        yield one


def failing(*reasons: TryAgainError) -> Callable[[], str]:
    left = list(reasons)

    def attempt() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return attempt


@pytest.mark.parametrize(
    ("patience", "waits"),
    [
        (Patience(attempts=1), []),
        (Patience(attempts=4, first_pause=0.5), [0.5, 1.0, 2.0]),
        (Patience(attempts=6, first_pause=4.0, longest_pause=10.0), [4.0, 8.0, 10.0, 10.0, 10.0]),
    ],
)
def test_pauses_double_up_to_a_bound(patience: Patience, waits: list[float]) -> None:
    assert list(pauses(patience)) == waits


def test_attempts_are_made_until_one_succeeds() -> None:
    waited: list[float] = []
    faults = (TryAgainError("a"), TryAgainError("b", after=7.0), TryAgainError("c", after=86_400.0))
    assert persist(failing(*faults), "a.org", PATIENCE, waited.append) == "done"
    assert waited == [1.0, 7.0, 10.0]


def test_after_the_last_attempt_its_reason_is_told() -> None:
    waited: list[float] = []
    with pytest.raises(SourceError, match=r"^cannot read a.org: d; gave up after 4 attempts, try later$") as caught:
        persist(failing(*map(TryAgainError, "abcde")), "a.org", PATIENCE, waited.append)
    assert (caught.value.transient, len(waited)) == (True, 3)


def test_before_each_pause_it_is_said_what_is_waited_for_and_until_when() -> None:
    told: list[str] = []
    persist(failing(*map(TryAgainError, "abc")), "https://me:word@a.org", PATIENCE, lambda _: None, told.append)
    assert told == [
        "https://a.org: a; again in 1 s (attempt 2 of 4, the last one in 7 s)",
        "https://a.org: b; again in 2 s (attempt 3 of 4, the last one in 6 s)",
        "https://a.org: c; again in 4 s (attempt 4 of 4, the last one)",
    ]


@pytest.mark.parametrize(("number", "kind"), [(socket.EAI_NONAME, SourceError), (socket.EAI_AGAIN, TryAgainError)])
def test_a_name_that_does_not_resolve_is_not_tried_again(
    session: requests.Session, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    """But where the name service does not answer, it may later."""

    def look_up(*_: object) -> None:
        raise socket.gaierror(number, "said by the system")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(kind) as caught:
        ask(session, "GET", "http://nowhere.example/a", PATIENCE)
    assert is_unknown("nowhere.example") is (kind is SourceError)
    if isinstance(caught.value, SourceError):
        assert caught.value.reason == "there is no host 'nowhere.example'; is the name right, and is there a network?"
        assert not caught.value.transient


def test_another_error_ends_the_attempts() -> None:
    def attempt() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        persist(attempt, "a.org", PATIENCE, lambda _: pytest.fail("no pause"))


def test_an_answer_is_given_whatever_its_status(session: requests.Session, server: Loopback) -> None:
    assert ask(session, "GET", f"{server.address}/a", PATIENCE).content == b"content"
    assert ask(session, "GET", f"{server.address}/b", PATIENCE).status_code == 404
    assert server.headers_of(0)["user-agent"] == "figkg (https://w3id.org/figkg)"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_worth_another_attempt(session: requests.Session, server: Loopback, status: int) -> None:
    server.faults["/a"] = [Fault(status=status)]
    with pytest.raises(TryAgainError, match=f"the server answers {status}") as caught:
        ask(session, "GET", f"{server.address}/a", PATIENCE)
    assert caught.value.after == 0.0


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [("7", 7.0), (formatdate(4e9, usegmt=True), pytest.approx(6 * 3600, abs=3e9)), ("soon", 0.0), ("-5", 0.0)],
)
def test_a_server_may_say_when_to_come_back(
    session: requests.Session, server: Loopback, stated: str, seconds: float
) -> None:
    server.faults["/a"] = [Fault(status=503, headers={"Retry-After": stated})]
    with pytest.raises(TryAgainError) as caught:
        ask(session, "GET", f"{server.address}/a", PATIENCE)
    assert caught.value.after == seconds


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault(cut=3), "the connection broke off"), (Fault(silent=600.0), "the server is silent")],
)
def test_what_happens_on_the_way_is_said_in_words(
    session: requests.Session, server: Loopback, fault: Fault, reason: str
) -> None:
    server.faults["/a"] = [fault]
    with pytest.raises(TryAgainError, match=reason):
        ask(session, "GET", f"{server.address}/a", Patience(silence=0.2 if fault.silent else 600.0))


def test_no_server_may_be_one_later(session: requests.Session) -> None:
    with pytest.raises(TryAgainError, match=r"^no connection$"):
        ask(session, "GET", "http://127.0.0.1:9/", PATIENCE)


@pytest.mark.parametrize("url", ["http://[::1", "file:///etc/passwd", "example.org", "http://"])
def test_what_is_no_address_is_not_tried_again(session: requests.Session, url: str) -> None:
    with pytest.raises(SourceError) as caught:
        ask(session, "GET", url, PATIENCE)
    assert not caught.value.transient
    assert "\n" not in str(caught.value)


def test_a_header_that_cannot_be_sent_is_not_tried_again(session: requests.Session, server: Loopback) -> None:
    with pytest.raises(SourceError):
        ask(session, "GET", server.address, PATIENCE, headers={"Authorization": "Bearer ключ"})


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A proxy that the environment names; what it is asked for."""
    asked: list[str] = []

    class Proxy(Answering):
        def respond(self) -> None:
            asked.append(self.path)
            self.answer(200, b"by proxy", {})

    for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving(Proxy) as address:
        monkeypatch.setenv("HTTP_PROXY", address)
        yield asked


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_asked_without_a_proxy(
    session: requests.Session, server: Loopback, proxy: list[str], host: str
) -> None:
    address = server.address.replace("127.0.0.1", host)
    assert ask(session, "GET", f"{address}/a", PATIENCE).content == b"content"
    session.proxies["http"] = "http://127.0.0.1:9"
    assert ask(session, "GET", f"{address}/a", PATIENCE).content == b"content"
    assert proxy == []


def test_others_are_asked_through_the_proxy(session: requests.Session, proxy: list[str]) -> None:
    assert ask(session, "GET", "http://example.org/a", PATIENCE).content == b"by proxy"
    assert proxy == ["http://example.org/a"]


def test_a_proxy_that_is_not_there_is_told_from_a_server(
    session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("http_proxy", raising=False)
    with pytest.raises(TryAgainError, match=r"^no connection through the proxy$"):
        ask(session, "GET", "http://example.org/a", PATIENCE)
