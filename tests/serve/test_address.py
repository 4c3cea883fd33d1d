"""Whose address counts: the socket's, unless a trusted proxy says for whom it speaks."""

import pytest
from fastapi import Request

from features.errors import SaksamaError
from serve.address import address_of
from serve.settings import Settings

PROXY = "10.0.0.5"


def asked(socket: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", told.encode()) for told in forwarded]
    return Request({"type": "http", "headers": headers, "client": (socket, 1)})


@pytest.mark.parametrize(
    ("trusted", "socket", "forwarded", "counted"),
    [
        ("", PROXY, ["203.0.113.9"], PROXY),
        (PROXY, PROXY, ["203.0.113.9"], "203.0.113.9"),
        (PROXY, "203.0.113.1", ["203.0.113.9"], "203.0.113.1"),
        (PROXY, PROXY, ["198.51.100.7, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.0/8", PROXY, ["198.51.100.7, 203.0.113.9, 10.2.3.4"], "203.0.113.9"),
        ("10.0.0.0/8", PROXY, ["203.0.113.9", "10.2.3.4"], "203.0.113.9"),
        (PROXY, PROXY, ["not an address"], PROXY),
        (PROXY, PROXY, [], PROXY),
        ("::1", "::1", ["2001:db8::7"], "2001:db8::7"),
    ],
)
def test_a_forwarded_address_counts_as_far_as_trusted_proxies_wrote_it(
    trusted: str, socket: str, forwarded: list[str], counted: str
) -> None:
    networks = Settings(trusted_proxies=trusted).proxies()
    assert address_of(asked(socket, *forwarded), networks) == counted


def test_a_proxy_that_is_no_address_is_told_in_a_sentence() -> None:
    with pytest.raises(SaksamaError, match="SAKSAMA_TRUSTED_PROXIES is not a list of addresses"):
        Settings(trusted_proxies="proxy.example").proxies()
