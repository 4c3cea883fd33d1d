"""Text folded and taken apart into words, compiled: what ``fold`` makes of ASCII letters, digits and punctuation.

Compiled code speaks of a part of an array by its first and last place: a slice costs more than what is done with it.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
from features.identities.text import GONE, SPACED

Octets = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Offsets = NDArray[np.int32]

LETTERS: Final = 256  # of one text; what is longer is not usual
WORDS: Final = 48
_CODED: Final = 10  # letters, six bits each, that a word's code holds
_SLOTS: Final = 512
_TURN: Final = 0x9E3779B97F4A7C15  # spreads codes over the slots
_ODD, _NOTHING, _SPACE = 0, 1, 2
_BLANK, _ZERO, _NINE = ord(" "), ord("0"), ord("9")


def _kinds() -> Octets:
    """What each byte means: the capital it stands for, nothing, a space, or that the text is not usual."""
    kinds = np.full(256, _ODD, np.uint8)
    for mark in (" ", *SPACED):
        kinds[ord(mark)] = _SPACE
    for mark in filter(str.isascii, GONE):
        kinds[ord(mark)] = _NOTHING
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        kinds[ord(letter)] = kinds[ord(letter.lower())] = ord(letter)
    return kinds


_KINDS: Final = _kinds()


def code_of(word: str) -> int:
    """The number that stands for a word of at most ten capitals and digits."""
    code = 0
    for letter in word:
        code = code << 6 | (ord(letter) - _ZERO + 1)
    return code


def dictionary(meanings: Mapping[str, int]) -> Numbers:
    """Words and what they mean (a number above 0) as a table for ``meaning``."""
    table = np.zeros((_SLOTS, 2), np.int64)
    for word, means in meanings.items():
        slot = (code_of(word) * _TURN & 0xFFFFFFFFFFFFFFFF) >> 55
        while table[slot, 0]:
            slot = (slot + 1) % _SLOTS
        table[slot] = code_of(word), means
    return table


@compiled
def meaning(table: Numbers, code: Any) -> Any:
    """What a word means, 0 where the dictionary does not have it."""
    slot = (np.uint64(code) * np.uint64(_TURN)) >> np.uint64(55)
    while table[slot, 0] != 0:
        if table[slot, 0] == code:
            return table[slot, 1]
        slot = (slot + np.uint64(1)) & np.uint64(_SLOTS - 1)
    return np.int64(0)


@compiled
def fold_words(octets: Octets, first: Any, last: Any, letters: Octets, starts: Numbers, codes: Numbers) -> Any:
    """How many words ``octets[first:last]`` has, 0 where it is not of the usual kind.

    Their letters stand one behind the other in ``letters``, those of a word from its place in ``starts`` to the next;
    ``codes`` has each word's code, 0 for words that are too long for one.
    """
    size, words, code = 0, 0, np.int64(0)
    starts[0] = 0
    if last - first >= LETTERS:
        return 0
    for at in range(first, last):
        kind = _KINDS[octets[at]]
        if kind > _SPACE:
            letters[size] = kind
            size += 1
            code = code << 6 | np.int64(kind - _ZERO + 1)
        elif kind == _ODD:
            return 0
        elif kind == _SPACE and size > starts[words]:
            codes[words] = code if size - starts[words] <= _CODED else 0
            words += 1
            starts[words], code = size, np.int64(0)
            if words == WORDS - 1:
                return 0
    if size > starts[words]:
        codes[words] = code if size - starts[words] <= _CODED else 0
        words += 1
        starts[words] = size
    return words


@compiled
def copy(source: Octets, first: Any, last: Any, out: Octets, size: Any) -> Any:
    """Write ``source[first:last]`` to place ``size`` of ``out``; the place behind it."""
    for at in range(first, last):
        out[size] = source[at]
        size += 1
    return size


@compiled
def is_digit(octet: Any) -> Any:
    """Whether an octet is a digit."""
    return _ZERO <= octet <= _NINE
