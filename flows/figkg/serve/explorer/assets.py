"""Styles and scripts: our own, and those that a wheel of another project carries, served from here.

The query editor Yasqe comes with Oxigraph's server. Nothing is fetched from elsewhere, and nothing of others is copied
into this project.
"""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests
from msgspec import Struct
from urllib3.util import Retry

from figkg.base.errors import FigkgError
from figkg.base.extras import how_to_install
from figkg.fetch.session import open_session

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_EDITOR = {"yasgui.js": "yasgui.min.js", "yasgui.css": "yasgui.min.css"}
_PATIENCE = 10.0


class MissingAssetError(FigkgError):
    """A part of the page is not installed.

    Attributes:
        name: what is missing.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} is not installed; the pages need it: {how_to_install('web')}"


class Asset(Struct, frozen=True):
    """A file that pages use.

    Attributes:
        content: its bytes.
        media_type: its media type.
        version: changes with the content.
    """

    content: bytes
    media_type: str
    version: str


def load_assets() -> dict[str, Asset]:
    """Everything that pages use, by name.

    Raises:
        MissingAssetError: a package of the extra ``web`` is missing.
    """
    own = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "static").iterdir())}
    return {name: _asset(name, content) for name, content in {**own, **_editor()}.items()}


def addresses(assets: Mapping[str, Asset]) -> dict[str, str]:
    """Path of each asset; it changes with the content, so that browsers may keep it for ever."""
    return {name: f"/assets/{asset.version}/{name}" for name, asset in assets.items()}


def _asset(name: str, content: bytes) -> Asset:
    return Asset(content, _TYPES[Path(name).suffix], hashlib.sha256(content).hexdigest()[:12])


def _editor() -> dict[str, bytes]:
    """The query editor: Oxigraph's server carries it inside, so an empty one is started and asked."""
    retries = Retry(connect=100, backoff_factor=0.02, backoff_max=0.1, status=0)
    with _empty_server() as address, open_session(retries) as session:
        return {name: _fetch(session, f"{address}/{theirs}") for name, theirs in _EDITOR.items()}


def _fetch(session: requests.Session, address: str) -> bytes:
    try:
        answer = session.get(address, timeout=_PATIENCE)
        answer.raise_for_status()
    except requests.RequestException as error:
        raise MissingAssetError(f"the query editor in oxigraph ({error})") from error
    return bytes(answer.content)


@contextmanager
def _empty_server() -> Iterator[str]:
    beside = Path(sys.executable).with_name("oxigraph")
    command = str(beside) if beside.exists() else shutil.which("oxigraph")
    if command is None:
        raise MissingAssetError("oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [command, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()
