"""HTTP: one way to open a session, and one rule for when a server is asked again.

urllib3's own retries end where the body of an answer begins. Here a body may break off, be something else than was
asked for or not have its checksum, and an attempt may be one too many for a budget; so :func:`persist` makes all of
them. urllib3 says which answers may pass and for how long a server asks to be left alone, a Patience the rest.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import InvalidHeader, NameResolutionError, ReadTimeoutError
from urllib3.util import Retry

from figkg.base.addresses import public
from figkg.base.errors import SourceError
from figkg.base.proxies import is_loopback
from figkg.fetch.configuration import Patience

T = TypeVar("T")

_AGENT = "figkg (https://w3id.org/figkg)"
_CONNECT_SECONDS = 20.0
_PIECE = 1 << 16
_MOST_REDIRECTS = 5
_PASSING = Retry(status_forcelist=(requests.codes.too_many_requests, *range(500, 600)), allowed_methods=None)


class TryAgainError(Exception):
    """An attempt that failed in a way that another may not.

    Attributes:
        after: seconds that the server wants to pass before.
    """

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class _Adapter(HTTPAdapter):
    """Speaks to this machine itself without a proxy, whatever the environment says."""

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        if is_loopback(urlsplit(request.url or "").hostname or ""):
            options["proxies"] = None
            request.headers.pop("Proxy-Authorization", None)
        return super().send(request, *arguments, **options)


def open_session(retries: Retry | int = 0, *, connections: int = 10) -> requests.Session:
    """A connection pool that says who it is, and needs no proxy for this machine.

    Args:
        retries: what urllib3 tries again by itself; nothing where requests go through :func:`persist`.
        connections: to one server that are kept open, at most.
    """
    session = requests.Session()
    session.headers["User-Agent"] = _AGENT
    session.max_redirects = _MOST_REDIRECTS
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(max_retries=retries, pool_maxsize=connections))
    return session


def pauses(patience: Patience) -> Iterator[float]:
    """Seconds before each further attempt: each time twice as many, up to a bound.

    >>> list(pauses(Patience(attempts=5, first_pause=1.0, longest_pause=5.0)))
    [1.0, 2.0, 4.0, 5.0]
    """
    for attempt in range(patience.attempts - 1):
        yield min(patience.first_pause * 2**attempt, patience.longest_pause)


def persist(
    attempt: Callable[[], T],
    source: str,
    patience: Patience,
    pause: Callable[[float], None],
    tell: Callable[[str], object] = lambda _: None,
) -> T:
    """Attempt until it succeeds.

    Args:
        attempt: tries once; raises TryAgainError where another attempt may succeed.
        source: what is asked, for people.
        patience: how often it is tried, and how long the pauses are, also where a server asks for more.
        pause: waits so many seconds.
        tell: is told before each pause what is waited for, and until when.

    Raises:
        SourceError: the last attempt failed too; later may be better.
    """
    waits = list(pauses(patience))
    while True:
        try:
            return attempt()
        except TryAgainError as error:
            if not waits:
                reason = f"{error}; gave up after {patience.attempts} attempts, try later"
                raise SourceError(source, reason, transient=True) from error
            wait = min(max(waits.pop(0), error.after), patience.longest_pause)
            number = patience.attempts - len(waits)
            last = f", the last one in {wait + sum(waits):.0f} s" if waits else ", the last one"
            tell(f"{public(source)}: {error}; again in {wait:.0f} s (attempt {number} of {patience.attempts}{last})")
            pause(wait)


def is_unknown(host: str) -> bool:
    """Whether there is no host of a name; where the name service itself does not answer, that is not known."""
    try:
        socket.getaddrinfo(host, None)
    except OSError as error:
        return _says_unknown(error)
    return False


def no_host(host: str) -> str:
    """That a name does not resolve, in words."""
    return f"there is no host {host!r}; is the name right, and is there a network?"


def _says_unknown(error: BaseException | None) -> bool:
    return isinstance(error, socket.gaierror) and error.errno in (
        socket.EAI_NONAME,
        getattr(socket, "EAI_NODATA", None),
    )


def status_of(answer: requests.Response) -> str:
    """What an answer says for itself: ``the server answers 404 Not Found``."""
    return f"the server answers {answer.status_code} {answer.reason}"


def ask(
    session: requests.Session,
    method: str,
    url: str,
    patience: Patience,
    *,
    words: Callable[[requests.Response], str] = status_of,
    **request: Any,
) -> requests.Response:
    """Send a request, once.

    Args:
        session: the connection pool.
        method: ``GET``, ``POST`` …
        url: the address.
        patience: has the longest silence.
        words: what is said of an answer that may pass.
        request: more of it, as :meth:`requests.Session.request` takes it.

    Returns:
        The answer, whatever its status, but for those that may pass.

    Raises:
        TryAgainError: the server cannot be reached, is silent, overloaded or out of order.
        SourceError: there is no such address, or no host of that name.
    """
    try:
        answer = session.request(method, url, timeout=(_CONNECT_SECONDS, patience.silence), **request)
    except ValueError as error:  # of addresses and headers that are none
        raise SourceError(url, " ".join(str(error).split())) from error
    except requests.RequestException as error:
        if isinstance(failed := getattr(next(iter(error.args), None), "reason", None), NameResolutionError) and (
            _says_unknown(failed.__cause__)
        ):
            raise SourceError(url, no_host(urlsplit(url).hostname or "")) from error
        raise broken_off(error) from error
    if _PASSING.is_retry(method, answer.status_code, "Retry-After" in answer.headers):
        with answer:
            raise TryAgainError(words(answer), _asked_pause(answer))
    return answer


def body_of(answer: requests.Response, source: str, most: int, longest: float) -> bytes:
    """The body of an answer that was asked for as a stream, whatever its server sends.

    Args:
        answer: the answer, which is closed.
        source: what is asked, for people.
        most: bytes that it may have, when unpacked.
        longest: seconds that it may take.

    Raises:
        TryAgainError: the connection breaks off.
        SourceError: it is too large or too slow.
    """
    end = time.monotonic() + longest
    body = bytearray()
    try:
        with answer:
            for piece in answer.iter_content(_PIECE):
                body += piece
                if len(body) > most:
                    raise SourceError(source, f"the server answers with more than {most:,} bytes")
                if time.monotonic() > end:
                    raise SourceError(source, f"not done after {longest:.0f} s", transient=True)
    except requests.RequestException as error:
        raise broken_off(error) from error
    return bytes(body)


def broken_off(error: requests.RequestException) -> TryAgainError:
    """What happened on the way, without the nesting of libraries."""
    if isinstance(error, requests.Timeout) or any(isinstance(one, ReadTimeoutError) for one in error.args):
        return TryAgainError("the server is silent")
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return TryAgainError("the connection broke off")
    if isinstance(error, requests.exceptions.ProxyError):
        return TryAgainError("no connection through the proxy")
    if isinstance(error, requests.ConnectionError):
        return TryAgainError("no connection")
    if isinstance(error, requests.TooManyRedirects):
        return TryAgainError("the server redirects without end")
    return TryAgainError(public(str(error)) or type(error).__name__)


def _asked_pause(answer: requests.Response) -> float:
    try:
        return _PASSING.parse_retry_after(answer.headers.get("Retry-After", "0"))
    except InvalidHeader:
        return 0.0
