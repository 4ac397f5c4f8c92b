"""Answers that clients may keep for as long as the build stays the same (https://www.rfc-editor.org/rfc/rfc9110#name-etag)."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from urllib.parse import unquote_plus

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from figkg.base.errors import OutputError
from figkg.graph.folder import GraphFolder

_LEVEL = 5
"""Of gzip: half the time of the highest one, at nearly the same size."""
_CHANGING = re.compile("now|rand|uuid|bnode|service", re.IGNORECASE)
"""What makes the answer to a query another one each time; a query that has the letters elsewhere is just not kept."""


def sparing(output: GraphFolder) -> list[Middleware]:
    """What spares the network: answers are compressed, and are not sent again to who has them."""
    return [Middleware(Remembered, output=output), Middleware(GZipMiddleware, compresslevel=_LEVEL)]


class Remembered:
    """Gives answers to a GET an ``ETag``, which changes with the build, and does not work for who has that one.

    The tag holds all that an answer depends on: build, software, address, forms that are wanted. HTML has none, for a
    page may tell how far the server has come.

    Args:
        app: what answers.
        output: the folder whose build in use is served.
    """

    def __init__(self, app: ASGIApp, output: GraphFolder) -> None:
        self._app = app
        self._output = output

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as an ASGI application."""
        tag = self._tag(scope) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else ""
        if not tag:
            await self._app(scope, receive, send)
            return
        if tag in (one.strip() for one in Headers(scope=scope).get("if-none-match", "").split(",")):
            headers = {"ETag": tag, **_KEPT, "Access-Control-Allow-Origin": "*"}
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 206):
                headers = MutableHeaders(scope=message)
                if not headers.get("content-type", "").startswith("text/html") and "cache-control" not in headers:
                    headers["ETag"] = tag
                    headers.update(_KEPT)
            await send(message)

        await self._app(scope, receive, send_tagged)

    def _tag(self, scope: Scope) -> str:
        query = scope["query_string"].decode("latin-1")
        if _CHANGING.search(unquote_plus(query)):
            return ""
        try:
            build = self._output.current
        except OutputError:
            return ""
        headers = Headers(scope=scope)
        told = (*headers.getlist("host"), *headers.getlist("accept"))
        parts = (version("figkg"), build.name, scope["scheme"], scope["path"], query, *told)
        return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


_KEPT = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
"""May be kept, and is asked for again each time: a new build counts at once."""
