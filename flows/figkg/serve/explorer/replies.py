"""What pages share: which form is wanted, what is not here, what went wrong, files to keep."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from figkg.base.errors import OutputError
from figkg.serve.description import RDF_FORMATS
from figkg.serve.endpoint import accept_of
from figkg.serve.explorer.finding import NotOneError
from figkg.serve.explorer.pages import SAFE
from figkg.serve.explorer.resources import HTML, serialize, wanted_type
from figkg.serve.protocol import ProtocolError


def wanted(request: Request, ending: str = "") -> str:
    """The media type that a request asks for.

    Raises:
        ProtocolError: this page does not come so.
    """
    media_type = wanted_type(accept_of(request), ending)
    if media_type is None:
        raise ProtocolError(406, f"this comes as {', '.join((HTML, *RDF_FORMATS))}")
    return media_type


def no_entity(name: str) -> HTTPException:
    """The error that the graph has no such entity."""
    return HTTPException(404, f"The graph has no entity {name}.")


def download(content: str, media_type: str, name: str) -> Response:
    """A file to keep."""
    disposition = f'attachment; filename="{name.replace(":", "-")}"'
    return Response(content, headers=SAFE | {"Content-Disposition": disposition}, media_type=media_type)


def in_triples(prefixes: Mapping[str, str], triples: list[pyoxigraph.Triple], media_type: str) -> Response:
    """Triples for programs."""
    headers = SAFE | {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
    return Response(serialize(triples, media_type, prefixes), headers=headers, media_type=media_type)


def explain(error: Exception) -> tuple[int, str]:
    """HTTP status and words for an error."""
    if isinstance(error, HTTPException):
        return error.status_code, error.detail
    if isinstance(error, NotOneError):
        return error.status, str(error)
    if isinstance(error, ProtocolError):
        return error.status, error.reason
    if isinstance(error, OutputError):
        return 503, str(error)
    return 500, "Something went wrong here; the server's log says what."
