"""What Prefect writes down of a run."""

from __future__ import annotations

import json

from figkg.flows.build import build_graph
from figkg.flows.parameters import concealed


def test_prefect_is_not_shown_what_is_secret_in_addresses() -> None:
    parameters = concealed(
        {"sources": ("records", "https://u:WORD@example.org/x.zip?t=TOKEN"), "vision": "http://h?k=KEY"}
    )
    written = json.dumps(build_graph.serialize_parameters(parameters))
    assert "records" in written
    assert not any(secret in written for secret in ("WORD", "TOKEN", "KEY"))
