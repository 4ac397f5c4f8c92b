"""This machine is asked without a proxy: what a proxy calls loopback is the proxy's own machine."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import MutableMapping

_LOOPBACK = ("localhost", "127.0.0.1", "127.0.0.0/8", "::1")


def is_loopback(host: str) -> bool:
    """Whether a host of an address is this machine.

    >>> is_loopback("127.0.1.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("example.org")
    (True, True, True, False)
    """
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def spare_loopback(environment: MutableMapping[str, str] = os.environ) -> None:
    """Have programs ask this machine without a proxy: this one, where it has asked nobody yet, and its children.

    Prefect's client (httpx), requests, curl and Git go by ``no_proxy`` or ``NO_PROXY``.

    Args:
        environment: the environment; both variables get the loopback addresses behind what the user has set, be it in
            one of them.
    """
    lower, upper = environment.get("no_proxy", ""), environment.get("NO_PROXY", "")
    for name, stated in (("no_proxy", lower or upper), ("NO_PROXY", upper or lower)):
        hosts = [host for host in map(str.strip, stated.split(",")) if host]
        environment[name] = stated if "*" in hosts else ",".join(dict.fromkeys((*hosts, *_LOOPBACK)))
