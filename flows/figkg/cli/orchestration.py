"""Prefect around a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path


@contextmanager
def orchestrated(out: Path, flow: str) -> Iterator[None]:
    """Prefect with its settings and a server, and a module of flows imported while the server starts."""
    from importlib import import_module

    from figkg.base.lifetime import ending_in_order
    from figkg.flows.settings import apply_prefect_defaults, reachable_server

    apply_prefect_defaults(out)
    with ending_in_order(), reachable_server(partial(import_module, flow)):
        yield
