"""SHA-256 (FIPS 180-4) compiled by numba, for columns of short texts under one HMAC key.

``LANES`` texts are taken at a time and every step is done for all of them, so that the processor's vectors are used:
0.1 microseconds per value where hashlib needs 2.5 and holds Python's lock. The states after the key's inner and outer
pad are computed once, so that a short text costs two compressions instead of four.
"""

from typing import Any, Final

import numpy as np
from numba import uint32
from numpy.typing import NDArray

from features.compiled import compiled

Words = NDArray[np.uint32]
Octets = NDArray[np.uint8]

BLOCK: Final = 64  # bytes
LANES: Final = 256  # texts at a time: what they need fits the nearest cache
_LENGTH_BYTES: Final = 8  # the last bytes of the last block hold the message's length in bits
_DIGEST: Final = 32
_WORDS: Final = 16  # in a block


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


@compiled
def _turned(x: Any, n: Any) -> Any:
    return uint32(uint32(x >> uint32(n)) | uint32(x << uint32(32 - n)))


@compiled
def _schedule(w16: Words, w15: Words, w7: Words, w2: Words) -> None:
    """Sixteen words on, each lane's word becomes a mixture of four earlier ones."""
    for lane in range(LANES):
        a, b = w15[lane], w2[lane]
        s0 = uint32(uint32(_turned(a, 7) ^ _turned(a, 18)) ^ uint32(a >> uint32(3)))
        s1 = uint32(uint32(_turned(b, 17) ^ _turned(b, 19)) ^ uint32(b >> uint32(10)))
        w16[lane] = uint32(uint32(w16[lane] + s0) + uint32(w7[lane] + s1))


@compiled
def _round(v: Words, at: int, word: Words, constant: Any) -> None:
    """One round of every lane; instead of moving the eight working variables on, ``at`` says which row is which."""
    a, b, c, d = v[-at & 7], v[(1 - at) & 7], v[(2 - at) & 7], v[(3 - at) & 7]
    e, f, g, h = v[(4 - at) & 7], v[(5 - at) & 7], v[(6 - at) & 7], v[(7 - at) & 7]
    for lane in range(LANES):
        x, y = e[lane], a[lane]
        s1 = uint32(uint32(_turned(x, 6) ^ _turned(x, 11)) ^ _turned(x, 25))
        s0 = uint32(uint32(_turned(y, 2) ^ _turned(y, 13)) ^ _turned(y, 22))
        choice = uint32(g[lane] ^ uint32(x & uint32(f[lane] ^ g[lane])))
        majority = uint32(uint32(y & b[lane]) | uint32(c[lane] & uint32(y | b[lane])))
        first = uint32(uint32(uint32(h[lane] + s1) + choice) + uint32(word[lane] + constant))
        d[lane] = uint32(d[lane] + first)
        h[lane] = uint32(first + uint32(s0 + majority))


@compiled
def _compress(state: Words, w: Words, v: Words, under_way: Octets) -> None:
    """Take one block of 16 words (``w``, which is used up) into the state of the lanes that are under way."""
    v[:] = state
    for j in range(64):
        if j >= _WORDS:
            _schedule(w[j & 15], w[(j + 1) & 15], w[(j + 9) & 15], w[(j + 14) & 15])
        _round(v, j, w[j & 15], _ROUNDS[j])
    for i in range(8):
        for lane in range(LANES):
            state[i, lane] += v[i, lane] * uint32(under_way[lane])


@compiled
def _write(octets: Octets, under_way: Octets, data: Octets, offsets: NDArray[np.int32], block: int) -> None:
    """Write one block of each text, which stands behind the key's pad, into its lane; say which of them have one."""
    octets[:] = 0
    for lane in range(offsets.size - 1):
        at, last = offsets[lane] + block * BLOCK, offsets[lane + 1]
        length = last - offsets[lane]
        under_way[lane] = block <= _last(length)
        for place in range(min(last - at, BLOCK)):
            octets[lane, place] = data[at + place]
        if 0 <= last - at < BLOCK:
            octets[lane, last - at] = 0x80
        if block == _last(length):
            bits, place = (BLOCK + length) * 8, BLOCK - 1
            while bits:
                octets[lane, place] = bits & 0xFF
                bits, place = bits >> 8, place - 1


@compiled
def _turn(octets: Octets, words: Words) -> None:
    """The lanes' octets as words, one row for each of a block's words; an octet's first is its highest."""
    given = octets.view(np.uint32)
    for i in range(_WORDS):
        for lane in range(LANES):
            x = given[lane, i]
            outer = uint32(x << uint32(24)) | uint32(x >> uint32(24))
            inner = uint32(uint32(x & uint32(0xFF00)) << uint32(8)) | uint32(uint32(x >> uint32(8)) & uint32(0xFF00))
            words[i, lane] = uint32(outer | inner)


@compiled
def _last(length: int) -> Any:
    """Which block is a message's last, counted from 0."""
    return (length + _LENGTH_BYTES) // BLOCK


@compiled
def keyed_digests(data: Octets, offsets: NDArray[np.int32], inner: Words, outer: Words, out: Words) -> None:
    """Write the first words of the HMAC of each text into the rows of ``out``.

    Text ``i`` is ``data[offsets[i]:offsets[i + 1]]``; ``inner`` and ``outer`` are the states after the key's pads.
    """
    state, w, v = np.empty((8, LANES), np.uint32), np.zeros((16, LANES), np.uint32), np.empty((8, LANES), np.uint32)
    octets, under_way = np.empty((LANES, BLOCK), np.uint8), np.empty(LANES, np.uint8)
    rows = offsets.size - 1
    for first in range(0, rows, LANES):
        here = min(LANES, rows - first)
        last = 0
        for lane in range(here):
            last = max(last, _last(offsets[first + lane + 1] - offsets[first + lane]))
        for i in range(8):
            state[i] = inner[i]
        for block in range(last + 1):
            _write(octets, under_way, data, offsets[first : first + here + 1], block)
            _turn(octets, w)
            _compress(state, w, v, under_way)
        w[:8] = state
        w[8:] = 0
        w[8] = uint32(0x80000000)
        w[15] = uint32((BLOCK + _DIGEST) * 8)
        for i in range(8):
            state[i] = outer[i]
        under_way[:] = 1
        _compress(state, w, v, under_way)
        for i in range(out.shape[1]):
            out[first : first + here, i] = state[i, :here]


@compiled
def write_digits(digests: Words, pairs: NDArray[np.uint16], out: NDArray[np.uint16]) -> None:
    """Write the first octets of each digest into its row of ``out``, each as the pair of digits that stands for it."""
    for row in range(out.shape[0]):
        for at in range(out.shape[1]):
            out[row, at] = pairs[digests[row, at >> 2] >> np.uint32(24 - 8 * (at & 3)) & np.uint32(0xFF)]


def state_after(block: bytes) -> Words:
    """The state after one first block of 64 bytes."""
    state = np.repeat(START, LANES).reshape(8, LANES)
    words = np.repeat(np.frombuffer(block, dtype=">u4").astype(np.uint32), LANES).reshape(16, LANES)
    _compress(state, words, np.empty_like(state), np.ones(LANES, np.uint8))
    return state[:, 0].copy()
