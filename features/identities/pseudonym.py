"""Keyed pseudonyms: what an identifier is called beyond the wall.

HMAC-SHA256 (RFC 2104) over ``domain:value``, its first 20 hex digits: 80 bits, so that among a billion identifiers
two share a pseudonym by chance with probability below one in a million.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Words = NDArray[np.uint32]

DIGITS = 20
_WORDS = 3  # of 32 bits, that hold the digits
_PADS = (0x36, 0x5C)
_HEX = np.array([f"{octet:02x}" for octet in range(256)], dtype="S2")


def pseudonym(key: bytes, domain: str, value: str | None) -> str | None:
    """The pseudonym of a normalised value within its domain; None stays None."""
    return None if value is None else _digest(key, f"{domain}:{value}".encode()).hex()[:DIGITS]


@dataclass(frozen=True)
class Pseudonyms:
    """Pseudonyms for columns of ``domain:value`` under one key; null stays null.

    ``compiled`` makes them by compiled code without Python's lock, to the same digits: it takes a second to load, and
    then 0.1 microseconds for each where the plain way takes 2.5.
    """

    key: bytes = field(repr=False)
    compiled: bool

    def digests(self, messages: pa.Array) -> Words:
        """The first words of each message's HMAC, a row per message; what stands in the rows of nulls means nothing."""
        if self.compiled:
            texts = messages.cast(pa.string())
            _, offsets, data = texts.buffers()
            where = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
            return self.digests_between(np.frombuffer(data or b"", np.uint8), where)
        octets = b"".join(_digest(self.key, (text or "").encode())[: 4 * _WORDS] for text in messages.to_pylist())
        return np.frombuffer(octets, ">u4").astype(np.uint32).reshape(-1, _WORDS)

    def digests_between(self, octets: NDArray[np.uint8], ends: NDArray[np.int32]) -> Words:
        """The same of texts that stand one behind the other, from each of ``ends`` to the next."""
        from features.identities.sha256 import keyed_digests  # noqa: PLC0415 - numba takes a second to import

        inner, outer = _states(self.key)
        out = np.empty((len(ends) - 1, _WORDS), np.uint32)
        keyed_digests(octets, ends, inner, outer, out)
        return out

    def none(self, rows: int) -> Words:
        """Digests of nothing, to be written over."""
        return np.zeros((rows, _WORDS), np.uint32)

    def texts(self, digests: Words, known: NDArray[np.bool_]) -> pa.Array:
        """Digests as pseudonyms, null where nothing is known."""
        return spelled(digests, known, views=False, compiled=self.compiled)


def spelled(digests: Words, known: NDArray[np.bool_], *, views: bool, compiled: bool) -> pa.Array:
    """Digests as pseudonyms, null where nothing is known; ``views`` lays them out as Arrow's string views."""
    return _laid_out(pa.py_buffer(_compiled_digits(digests) if compiled else _digits(digests)), known, views)


def _laid_out(digits: pa.Buffer, known: NDArray[np.bool_], views: bool) -> pa.Array:
    filled = pa.array(known).buffers()[1] if not known.all() else None
    if views:
        where = np.zeros((len(known), 4), np.int32)
        where[:, 0] = DIGITS
        where[:, 1] = np.frombuffer(digits, np.int32)[:: DIGITS // 4]
        where[:, 3] = np.arange(0, len(known) * DIGITS, DIGITS)
        where[~known] = 0
        return pa.Array.from_buffers(pa.string_view(), len(known), [filled, pa.py_buffer(where), digits])
    ends = np.arange(0, (len(known) + 1) * DIGITS, DIGITS, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(known), [filled, pa.py_buffer(ends), digits])


def numbers_of(digests: Words, known: NDArray[np.bool_]) -> pa.Array:
    """The first 63 bits of each digest as a whole number, null where nothing is known."""
    high, low = digests[:, 0].astype(np.int64), digests[:, 1].astype(np.int64)
    return pa.array((high << 31) | (low >> 1), mask=None if known.all() else ~known)


def rest_of(digests: Words, known: NDArray[np.bool_]) -> pa.Array:
    """The last 17 bits of each pseudonym, which its number leaves out."""
    rest = (digests[:, 1] & 1) << 16 | digests[:, 2] >> 16
    return pa.array(rest, mask=None if known.all() else ~known)


def digests_of(numbers: NDArray[np.int64], rest: NDArray[np.uint32]) -> Words:
    """As much of the digests as pseudonyms tell, from their numbers and the rest."""
    low = (numbers & 2**31 - 1) << 1 | rest >> 16
    return np.stack([numbers >> 31, low, (rest.astype(np.int64) & 2**16 - 1) << 16], axis=1).astype(np.uint32)


def _digits(digests: Words) -> NDArray[np.bytes_]:
    """The first octets of each digest, each as the pair of digits that stands for it."""
    return _HEX[digests.astype(">u4").view(np.uint8).reshape(-1, 4 * _WORDS)[:, : DIGITS // 2]]


def _compiled_digits(digests: Words) -> NDArray[np.uint16]:
    from features.identities.sha256 import write_digits  # noqa: PLC0415 - numba takes a second to import

    out = np.empty((len(digests), DIGITS // 2), np.uint16)
    write_digits(digests, _HEX.view(np.uint16), out)
    return out


def _digest(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def _states(key: bytes) -> tuple[Words, ...]:
    from features.identities.sha256 import BLOCK, state_after  # noqa: PLC0415 - as above

    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return tuple(state_after(bytes(byte ^ pad for byte in block)) for pad in _PADS)
