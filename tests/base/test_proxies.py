"""This machine is asked without a proxy, whatever proxies are set for the world outside."""

from __future__ import annotations

import pytest

from figkg.base.proxies import is_loopback, spare_loopback

OURS = "localhost,127.0.0.1,127.0.0.0/8,::1"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_these_are_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "example.org", "localhost.example.org", "128.0.0.1", "::2", "fe80::1"])
def test_these_are_others(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("before", "lower", "upper"),
    [
        ({}, OURS, OURS),
        ({"NO_PROXY": "a.org"}, f"a.org,{OURS}", f"a.org,{OURS}"),
        ({"no_proxy": "a.org, b.org,"}, f"a.org,b.org,{OURS}", f"a.org,b.org,{OURS}"),
        ({"no_proxy": "a.org", "NO_PROXY": "b.org"}, f"a.org,{OURS}", f"b.org,{OURS}"),
        (
            {"NO_PROXY": "127.0.0.1,localhost"},
            "127.0.0.1,localhost,127.0.0.0/8,::1",
            "127.0.0.1,localhost,127.0.0.0/8,::1",
        ),
        ({"NO_PROXY": "*"}, "*", "*"),
    ],
)
def test_loopback_is_added_to_what_the_user_has_set(before: dict[str, str], lower: str, upper: str) -> None:
    environment = {"HTTP_PROXY": "http://proxy:3128", **before}
    spare_loopback(environment)
    spare_loopback(environment)
    assert environment == {"HTTP_PROXY": "http://proxy:3128", "no_proxy": lower, "NO_PROXY": upper}


@pytest.mark.parametrize("proxy", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_the_client_of_prefect_asks_this_machine_itself(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    httpx = pytest.importorskip("httpx")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv(proxy, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    spare_loopback()
    with httpx.Client() as client:
        direct = client._transport
        for address in ("http://127.0.0.1:4200/api", "http://localhost:4200", "http://[::1]:4200", "https://127.0.0.1"):
            assert client._transport_for_url(httpx.URL(address)) in (direct, None), address
        assert client._transport_for_url(httpx.URL("http://example.org")) is not direct
