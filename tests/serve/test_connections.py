"""Connections: who sends or takes nothing holds none for long, and keeps nobody out. A real server, raw clients."""

from __future__ import annotations

import asyncio
import resource
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from figkg.serve.connections import LimitedConnection, most_connections
from figkg.serve.endpoint import read_body
from figkg.serve.protocol import ProtocolError
from tests.helpers.serving import serving
from tests.helpers.waiting import PATIENCE, wait_for


class Impatient(LimitedConnection):
    """Waits for a second."""

    seconds = 1.0


class Few(LimitedConnection):
    """Of which there are three at most."""

    seconds = PATIENCE
    most = 3


ended = threading.Event()
refused: list[str] = []


def large(_request: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        try:
            while True:
                yield bytes(1 << 16)
                await asyncio.sleep(0)
        finally:
            ended.set()

    return StreamingResponse(pieces())


async def echo(request: Request) -> Response:
    try:
        return PlainTextResponse(await read_body(request))
    except ProtocolError as error:
        refused.append(error.reason)
        return PlainTextResponse(error.reason, error.status)


APPLICATION = Starlette(routes=[Route("/", lambda _: PlainTextResponse("here")), Route("/large", large)])
APPLICATION.routes.append(Route("/echo", echo, methods=["POST"]))


def connected(address: str, sent: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), PATIENCE)
    client.sendall(sent)
    return client


def is_closed(client: socket.socket) -> bool:
    """Whether the other side closes a connection without a word."""
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1"],
    ids=["nothing", "half a head", "half a body"],
)
def test_half_a_request_is_not_waited_for_without_end(sent: bytes) -> None:
    with serving(APPLICATION, http=Impatient) as address, connected(address, sent) as client:
        assert is_closed(client)


def test_half_a_request_behind_a_whole_one_is_not_waited_for() -> None:
    whole = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    with serving(APPLICATION, http=Impatient) as address, connected(address, whole) as client:
        came = b""
        while not came.endswith(b"here"):
            came += client.recv(1000)
        client.sendall(whole[:9])
        assert is_closed(client)


def test_a_client_that_takes_nothing_is_left() -> None:
    ended.clear()
    with serving(APPLICATION, http=Impatient) as address, connected(address, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"):
        assert ended.wait(PATIENCE)


def test_a_client_that_takes_and_asks_is_served_for_as_long_as_it_does() -> None:
    with serving(APPLICATION, http=LimitedConnection) as address, requests.Session() as session:
        for _ in range(3):
            assert session.get(address, timeout=PATIENCE).text == "here"
        with session.get(f"{address}/large", stream=True, timeout=PATIENCE) as answer:
            for _ in range(100):
                assert answer.raw.read(1 << 16)


def test_of_too_many_the_one_that_says_nothing_for_longest_makes_place() -> None:
    with serving(APPLICATION, http=Few) as address, ExitStack() as stack:
        silent = [stack.enter_context(connected(address, b"GET")) for _ in range(10)]
        assert requests.get(address, timeout=PATIENCE).text == "here"
        assert is_closed(silent[0])


def test_a_client_that_hangs_up_amid_its_request_is_no_error() -> None:
    refused.clear()
    with serving(APPLICATION, http=LimitedConnection) as address:
        connected(address, b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1").close()
        wait_for(lambda: refused, "the request is given up")
    assert refused == ["the request ended before it was whole"]


@pytest.mark.parametrize(("files", "most"), [(256, 96), (64, 8), (1 << 20, 1_000), (resource.RLIM_INFINITY, 1_000)])
def test_there_are_fewer_connections_than_files(files: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert most_connections() == most
