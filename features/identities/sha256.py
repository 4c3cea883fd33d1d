"""SHA-256 (FIPS 180-4) compiled by numba, for columns of short texts under one HMAC key.

hashlib needs about 2.5 microseconds per value and holds Python's lock; this needs 0.9 and does not. The states after
the key's inner and outer pad are computed once, so that a short text costs two compressions instead of four.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numba import njit, uint32
from numpy.typing import NDArray

Words = NDArray[np.uint32]
Octets = NDArray[np.uint8]

BLOCK: Final = 64  # bytes
DIGITS: Final = 20
_LENGTH_AT: Final = 56  # the last eight bytes of the last block hold the message's length in bits
_DIGEST: Final = 32


def _root_bits(prime: int, root: int) -> int:
    """The first 32 bits of the fraction of a prime's square or cube root: how SHA-256 defines its constants."""
    low, high = 0, prime << 32
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**root <= prime << (32 * root) else (low, middle - 1)
    return low & 0xFFFFFFFF


_PRIMES: Final = [n for n in range(2, 312) if all(n % d for d in range(2, int(n**0.5) + 1))]
_ROUNDS: Final = np.array([_root_bits(prime, 3) for prime in _PRIMES], dtype=np.uint32)
START: Final = np.array([_root_bits(prime, 2) for prime in _PRIMES[:8]], dtype=np.uint32)
_HEX: Final = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    compiled: Callable[..., Any] = njit(cache=True, nogil=True)(function)
    return compiled


@_compiled
def _turned(x: Any, n: Any) -> Any:
    return uint32(uint32(x >> uint32(n)) | uint32(x << uint32(32 - n)))


@_compiled
def _scheduled(w16: Any, w15: Any, w7: Any, w2: Any) -> Any:
    s0 = uint32(uint32(_turned(w15, 7) ^ _turned(w15, 18)) ^ uint32(w15 >> uint32(3)))
    s1 = uint32(uint32(_turned(w2, 17) ^ _turned(w2, 19)) ^ uint32(w2 >> uint32(10)))
    return uint32(uint32(w16 + s0) + uint32(w7 + s1))


@_compiled
def _round(a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any, word: Any) -> Any:  # noqa: PLR0917 - SHA-256 has eight working variables
    s1 = uint32(uint32(_turned(e, 6) ^ _turned(e, 11)) ^ _turned(e, 25))
    s0 = uint32(uint32(_turned(a, 2) ^ _turned(a, 13)) ^ _turned(a, 22))
    choice = uint32(g ^ uint32(e & uint32(f ^ g)))
    majority = uint32(uint32(a & b) | uint32(c & uint32(a | b)))
    first = uint32(uint32(uint32(h + s1) + choice) + word)
    return uint32(d + first), uint32(first + uint32(s0 + majority))


@_compiled
def _compress(state: Words, w: Words) -> None:
    for j in range(16, 64):
        i = np.uint64(j)
        w[i] = _scheduled(w[i - np.uint64(16)], w[i - np.uint64(15)], w[i - np.uint64(7)], w[i - np.uint64(2)])
    a, b, c, d = state[0], state[1], state[2], state[3]
    e, f, g, h = state[4], state[5], state[6], state[7]
    for j in range(8):
        i = np.uint64(8 * j)
        d, h = _round(a, b, c, d, e, f, g, h, uint32(_ROUNDS[i] + w[i]))
        c, g = _round(h, a, b, c, d, e, f, g, uint32(_ROUNDS[i + np.uint64(1)] + w[i + np.uint64(1)]))
        b, f = _round(g, h, a, b, c, d, e, f, uint32(_ROUNDS[i + np.uint64(2)] + w[i + np.uint64(2)]))
        a, e = _round(f, g, h, a, b, c, d, e, uint32(_ROUNDS[i + np.uint64(3)] + w[i + np.uint64(3)]))
        h, d = _round(e, f, g, h, a, b, c, d, uint32(_ROUNDS[i + np.uint64(4)] + w[i + np.uint64(4)]))
        g, c = _round(d, e, f, g, h, a, b, c, uint32(_ROUNDS[i + np.uint64(5)] + w[i + np.uint64(5)]))
        f, b = _round(c, d, e, f, g, h, a, b, uint32(_ROUNDS[i + np.uint64(6)] + w[i + np.uint64(6)]))
        e, a = _round(b, c, d, e, f, g, h, a, uint32(_ROUNDS[i + np.uint64(7)] + w[i + np.uint64(7)]))
    state[0] += a
    state[1] += b
    state[2] += c
    state[3] += d
    state[4] += e
    state[5] += f
    state[6] += g
    state[7] += h


@_compiled
def _put(words: Words, at: int, octet: Any) -> None:
    """Set one byte of a block; words are zero before their first byte is set."""
    if at & 3 == 0:
        words[at >> 2] = uint32(0)
    words[at >> 2] |= uint32(uint32(octet) << uint32(24 - 8 * (at & 3)))


@_compiled
def _finish(state: Words, words: Words, filled: int, total: int) -> None:
    """Pad and compress the last block, which holds ``filled`` bytes of a message of ``total``."""
    _put(words, filled, 0x80)
    words[(filled >> 2) + 1 : 16] = 0
    if filled >= _LENGTH_AT:
        _compress(state, words)
        words[:16] = 0
    words[14] = uint32((total * 8) >> 32)
    words[15] = uint32((total * 8) & 0xFFFFFFFF)
    _compress(state, words)


@_compiled
def keyed_digits(data: Octets, offsets: NDArray[np.int64], inner: Words, outer: Words, out: Octets) -> None:
    """Write the first 20 hex digits of the HMAC of each text, one after the other, into ``out``.

    Text ``i`` is ``data[offsets[i]:offsets[i + 1]]``; ``inner`` and ``outer`` are the states after the key's pads.
    """
    words, state = np.zeros(64, np.uint32), np.empty(8, np.uint32)
    for row in range(offsets.size - 1):
        start, end = offsets[row], offsets[row + 1]
        state[:] = inner
        filled = 0
        for at in range(start, end):
            _put(words, filled, data[at])
            filled += 1
            if filled == BLOCK:
                _compress(state, words)
                filled = 0
        _finish(state, words, filled, BLOCK + end - start)
        words[:8] = state
        state[:] = outer
        _finish(state, words, _DIGEST, BLOCK + _DIGEST)
        for i in range(DIGITS):
            out[row * DIGITS + i] = _HEX[(state[i >> 3] >> uint32(28 - 4 * (i & 7))) & uint32(15)]


def state_after(block: bytes) -> Words:
    """The state after one first block of 64 bytes."""
    state, words = START.copy(), np.zeros(64, np.uint32)
    words[:16] = np.frombuffer(block, dtype=">u4")
    _compress(state, words)
    return state
