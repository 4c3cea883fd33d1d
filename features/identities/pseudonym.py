"""Keyed pseudonyms: what an identifier is called beyond the wall.

HMAC-SHA256 (RFC 2104) over ``domain:value``, its first 20 hex digits: 80 bits, so that among a billion identifiers
two share a pseudonym by chance with probability below one in a million.
"""

import hashlib
import hmac
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa

DIGITS = 20
_WORTH_COMPILING = 20_000  # values; for fewer, loading the compiled way takes longer than the plain one
_CHUNK = 100_000
_PADS = (0x36, 0x5C)


def pseudonym(key: bytes, domain: str, value: str | None) -> str | None:
    """The pseudonym of a normalised value within its domain; None stays None."""
    return None if value is None else _plain(key, f"{domain}:{value}")


def _plain(key: bytes, message: str) -> str:
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()[:DIGITS]


def pseudonyms(key: bytes, messages: pa.ChunkedArray, *, worth_compiling: int = _WORTH_COMPILING) -> pa.ChunkedArray:
    """The pseudonyms of a column of ``domain:value``, in order; null stays null.

    From ``worth_compiling`` values on they are made by compiled code on all cores, to the same digits.
    """
    if len(messages) - messages.null_count < max(worth_compiling, 1):
        texts = messages.to_pylist()
        return pa.chunked_array(
            [pa.array([None if text is None else _plain(key, text) for text in texts], pa.string())]
        )
    if messages.null_count:
        known = pseudonyms(key, messages.drop_null(), worth_compiling=worth_compiling)
        return known.take(_positions(messages.is_valid()))
    states = _states(key)
    whole = pa.concat_arrays([chunk.cast(pa.large_string()) for chunk in messages.chunks])
    parts = [whole.slice(start, _CHUNK) for start in range(0, len(whole), _CHUNK)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return pa.chunked_array(list(pool.map(lambda part: _compiled(states, part), parts)))


def _states(key: bytes) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint32]], ...]:
    from features.identities.sha256 import BLOCK, state_after  # noqa: PLC0415 - numba takes two seconds to import

    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    return tuple(state_after(bytes(byte ^ pad for byte in block)) for pad in _PADS)


def _compiled(states: tuple[np.ndarray[tuple[int], np.dtype[np.uint32]], ...], texts: pa.Array) -> pa.Array:
    from features.identities.sha256 import keyed_digits  # noqa: PLC0415 - as above

    _, offsets, data = texts.buffers()
    where = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    octets = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    out = np.empty(len(texts) * DIGITS, np.uint8)
    keyed_digits(octets, where, *states, out)
    ends = np.arange(0, len(out) + 1, DIGITS, dtype=np.int32)
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(out))


def _positions(known: pa.ChunkedArray) -> pa.Array:
    """For each row its place among the known ones, null where it is unknown."""
    mask = known.combine_chunks().to_numpy(zero_copy_only=False)
    return pa.array(np.cumsum(mask) - 1, mask=~mask)
