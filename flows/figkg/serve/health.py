"""Whether the server can answer, and over which build."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from figkg.base.errors import OutputError
from figkg.graph.folder import GraphFolder
from figkg.graph.query import open_store

PATH = "/health"


class _Summary(msgspec.Struct, frozen=True):
    started: str = ""
    figures: int = 0
    activating: int = 0
    inhibiting: int = 0
    quads: int = 0


class _Seal(msgspec.Struct, frozen=True):
    files: dict[str, tuple[int, str]] = {}


class Health:
    """Tells of the build in use; each build is opened once for that.

    Args:
        output: the folder whose build in use is served.
    """

    def __init__(self, output: GraphFolder) -> None:
        self._output = output
        self._known: tuple[Path, dict[str, Any]] | None = None

    def check(self) -> dict[str, Any]:
        """What there is to tell of the build in use.

        Returns:
            ``built`` (ISO 8601), ``graph`` (SHA-256 of figkg.nq) and its numbers.

        Raises:
            OutputError: there is no graph, or its store cannot be opened.
        """
        build = self._output.current
        if self._known is None or self._known[0] != build:
            open_store(build / "store")
            summary = _read(build / "summary.json", _Summary)
            digest = _read(build / ".finished", _Seal).files.get("figkg.nq", (0, ""))[1]
            told = {
                "build": build.name,
                "built": summary.started,
                "graph": f"sha256:{digest}" if digest else "",
                "figures": summary.figures,
                "edges": summary.activating + summary.inhibiting,
                "quads": summary.quads,
            }
            self._known = build, told
        return self._known[1]

    async def respond(self, _request: Request) -> Response:
        """200 with what is served, or 503 with the reason."""
        running = {"version": version("figkg")}
        headers = {"Cache-Control": "no-store"}
        try:
            told = await run_sync(self.check)
        except OutputError as error:
            return JSONResponse({"status": "failing", "reason": error.reason, **running}, 503, headers)
        return JSONResponse({"status": "ok", **running, **told}, 200, headers)

    @property
    def routes(self) -> list[Route]:
        """Where it is asked."""
        return [Route(PATH, self.respond)]


def _read(path: Path, form: type[Any]) -> Any:
    """A file of JSON, or an empty value where an earlier version wrote none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=form)
    except (OSError, msgspec.DecodeError):
        return form()
