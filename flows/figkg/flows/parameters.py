"""Parameters of flows that Prefect writes down and shows: addresses with what is secret in them are concealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from figkg.base.addresses import public

Address = str | SecretStr
"""An address, or one that Prefect shows as asterisks."""


def concealed(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters whose addresses Prefect may write down.

    >>> concealed({"sources": ("records", "https://me:word@example.org/x.zip"), "workers": 1})
    {'sources': ('records', SecretStr('**********')), 'workers': 1}
    """
    return {
        name: tuple(map(_conceal, value)) if isinstance(value, tuple) else _conceal(value)
        for name, value in parameters.items()
    }


def revealed(address: Address) -> str:
    """The address itself.

    >>> revealed(SecretStr("a")), revealed("b")
    ('a', 'b')
    """
    return address.get_secret_value() if isinstance(address, SecretStr) else address


def _conceal(value: Any) -> Any:
    return SecretStr(value) if isinstance(value, str) and public(value) != value else value
