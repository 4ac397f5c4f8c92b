"""Telling somebody that a run failed: a JSON message to the address in ``FIGKG_WEBHOOK``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

import requests

from figkg.base.addresses import public
from figkg.fetch.session import open_session

WEBHOOK_VARIABLE = "FIGKG_WEBHOOK"
_SECONDS = 10.0
_LONGEST = 2_000


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Send what failed; a hook of a flow, which never fails itself.

    Args:
        flow: the flow, of which the name is sent.
        flow_run: its run, of which name and number are sent; parameters are not, since they may name private places.
        state: how it ended, of which name and message are sent.
    """
    message = f"{flow.name}: {state.name}: {state.message or ''}"[:_LONGEST]
    tell({"text": message, "flow": flow.name, "run": flow_run.name, "id": str(flow_run.id), "state": state.name})


def tell(content: Mapping[str, str]) -> None:
    """Send a message to the address in ``FIGKG_WEBHOOK``, if there is one; that it cannot be told is said.

    Args:
        content: what is told; addresses in it without what is secret in them.
    """
    address = os.environ.get(WEBHOOK_VARIABLE, "")
    if not address:
        return
    try:
        with open_session() as session:
            session.post(
                address, json={name: public(said) for name, said in content.items()}, timeout=_SECONDS
            ).raise_for_status()
    except (requests.RequestException, ValueError) as error:
        sys.stderr.write(f"figkg: the address in {WEBHOOK_VARIABLE} was not told: {type(error).__name__}\n")
