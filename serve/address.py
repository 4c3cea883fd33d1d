"""From which address a request comes: the socket's, or behind a trusted proxy the one that it passes on."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

from fastapi import Request

Network = IPv4Network | IPv6Network
NOBODY = "nobody"


def address_of(request: Request, trusted: Sequence[Network]) -> str:
    """The address to count by.

    ``X-Forwarded-For`` is read from its end, and only as far as trusted proxies wrote it: whatever stands before the
    first address that is none of theirs may be made up by the sender.
    """
    address = request.client.host if request.client else NOBODY
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    for told in reversed(forwarded):
        if not _is_trusted(address, trusted) or not _is_address(told.strip()):
            break
        address = told.strip()
    return address


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
