"""A triple store over HTTP: SPARQL 1.1 Protocol, Graph Store HTTP Protocol, N-Quads by POST.

Credentials come from the environment (``FIGKG_STORE_USER`` and ``FIGKG_STORE_PASSWORD``, or ``FIGKG_STORE_TOKEN``) or
from netrc, and appear nowhere else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from figkg.base.errors import SourceError, StoreError
from figkg.base.telling import tell
from figkg.fetch.configuration import Patience
from figkg.fetch.session import ask, persist
from figkg.load.profiles import Profile

USER, PASSWORD, TOKEN = "FIGKG_STORE_USER", "FIGKG_STORE_PASSWORD", "FIGKG_STORE_TOKEN"

_PATIENCE = Patience(attempts=5, silence=600.0)
_LONGEST_MESSAGE = 600


class Bearer(AuthBase):
    """Sends a token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def credentials(profile: Profile, environment: Mapping[str, str]) -> AuthBase | None:
    """What the environment states, or None, in which case netrc is asked."""
    if token := environment.get(TOKEN):
        return Bearer(token)
    user = environment.get(USER)
    if not user:
        return None
    kind = HTTPDigestAuth if profile.authentication == "digest" else HTTPBasicAuth
    return kind(user, environment.get(PASSWORD, ""))


def refuse_credentials(url: str) -> None:
    """Make sure that an address holds no password, which Prefect and logs would show.

    Raises:
        StoreError: it does.
    """
    parts = urlsplit(url)
    if parts.username is not None:
        raise StoreError(str(parts.hostname), f"keep user and password out of the address; set {USER} and {PASSWORD}")


class Answer(Struct, frozen=True):
    """Rows of a SELECT query: values by variable, unbound ones left out."""

    rows: tuple[dict[str, str], ...]


class RemoteStore:
    """One store."""

    def __init__(
        self,
        url: str,
        profile: Profile,
        session: requests.Session,
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare to talk to a store.

        Args:
            url: its address, as the profile describes it.
            profile: how it is talked to.
            session: the connection pool; gets the credentials.
            pause: waits so many seconds.

        Raises:
            StoreError: the address holds a password.
        """
        refuse_credentials(url)
        self.url = url.rstrip("/")
        self.profile = profile
        self._session = session
        self._pause = pause
        auth = credentials(profile, os.environ)
        if auth is not None:
            session.auth = auth

    def select(self, query: str) -> Answer:
        """Rows of a SELECT query.

        Raises:
            StoreError: the store cannot be reached or refuses.
        """
        answer = self._send(
            "POST",
            self.profile.query,
            data={"query": query},
            headers={"Accept": "application/sparql-results+json"},
        )
        try:
            bindings = answer.json()["results"]["bindings"]
        except (ValueError, KeyError) as error:
            raise StoreError(self.url, f"answers a query with something else: {answer.text[:200]!r}") from error
        return Answer(tuple({name: cell["value"] for name, cell in row.items()} for row in bindings))

    def update(self, text: str) -> None:
        """Run a SPARQL update.

        Raises:
            StoreError: the store cannot be reached or refuses.
        """
        self._send("POST", self.profile.update, data={"update": text})

    def put_graph(self, name: str, statements: Iterable[str]) -> None:
        """Put a graph in the place of what is there under its name."""
        self._graph("PUT", name, statements)

    def add_to_graph(self, name: str, statements: Iterable[str]) -> None:
        """Add triples to a graph."""
        self._graph("POST", name, statements)

    def add_quads(self, lines: Iterable[str]) -> None:
        """Add N-Quads, line ends included."""
        content = "".join(lines).encode()
        self._send("POST", self.profile.quads, data=content, headers={"Content-Type": "application/n-quads"})

    def read_graph(self, name: str) -> str:
        """A graph as N-Triples."""
        headers = {"Accept": "application/n-triples, text/plain;q=0.5"}
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        answer = self._send("POST", self.profile.query, data={"query": query}, headers=headers)
        answer.encoding = "utf-8"
        return answer.text

    def _graph(self, method: str, name: str, statements: Iterable[str]) -> None:
        content = "\n".join(statements).encode()
        self._send(
            method,
            self.profile.graphs,
            params={"graph": name},
            data=content,
            headers={"Content-Type": "application/n-triples"},
        )

    def _send(self, method: str, path: str, **request: Any) -> requests.Response:
        """Send, again after a pause where the fault may pass: what is sent leaves the same graph when sent twice."""

        def attempt() -> requests.Response:
            return ask(self._session, method, self.url + path, _PATIENCE, words=_said, **request)

        try:
            answer = persist(attempt, self.url, _PATIENCE, self._pause, tell)
        except SourceError as error:
            raise StoreError(
                self.url, f"{error.reason}; a load goes on where it ended", transient=error.transient
            ) from error
        if not answer.ok:
            raise StoreError(self.url, f"refuses: {_said(answer)}{_hint(answer.status_code)}")
        return answer


def _said(answer: requests.Response) -> str:
    message = " ".join(answer.text.split())[:_LONGEST_MESSAGE]
    return f"{answer.status_code} {answer.reason}: {message}".removesuffix(": ")


def _hint(status: int) -> str:
    if status in (requests.codes.unauthorized, requests.codes.forbidden):
        return f"; set {USER} and {PASSWORD}, or {TOKEN}"
    return ""
