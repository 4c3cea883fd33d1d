"""Keyed pseudonyms: what an identifier is called beyond the wall.

HMAC-SHA256 (RFC 2104) over ``domain:value``, its first 20 hex digits: 80 bits, so that among a billion identifiers
two share a pseudonym by chance with probability below one in a million. The SQL builds the HMAC from DuckDB's own
sha256 with the inner and outer pads; the pads are session variables, never part of a statement that could be logged.
"""

import hashlib
import hmac

import duckdb

from features.identities.text import literal

DIGITS = 20
_BLOCK = 64  # bytes in a block of SHA-256


def pseudonym(key: bytes, domain: str, value: str | None) -> str | None:
    """The pseudonym of a normalised value within its domain; None stays None."""
    if value is None:
        return None
    return hmac.new(key, f"{domain}:{value}".encode(), hashlib.sha256).hexdigest()[:DIGITS]


def pseudonym_sql(domain: str, value: str) -> str:
    """``pseudonym`` for a column, on a connection that ``give_key`` was called for."""
    message = f"getvariable('saksama_inner') || encode({literal(domain + ':')} || ({value}))"
    return f"left(sha256(getvariable('saksama_outer') || unhex(sha256({message}))), {DIGITS})"


def give_key(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Let the connection make pseudonyms until ``take_key``."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    connection.execute("set variable saksama_inner = ?::blob", [bytes(byte ^ 0x36 for byte in block)])
    connection.execute("set variable saksama_outer = ?::blob", [bytes(byte ^ 0x5C for byte in block)])


def take_key(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the connection forget the key."""
    connection.execute("reset variable saksama_inner")
    connection.execute("reset variable saksama_outer")
