"""``read_address`` over texts of the usual kind, compiled: an address is taken apart word by word."""

from typing import Any, Final

import numpy as np

from features.compiled import compiled
from features.identities.address import MARKS, ROADS
from features.identities.usual.words import (
    LETTERS,
    WORDS,
    Numbers,
    Octets,
    Offsets,
    copy,
    dictionary,
    fold_words,
    is_digit,
    meaning,
)

_NAMES: Final = (*MARKS, "RT", "RW")
_SPELLED: Final = {word: mark for mark, several in MARKS.items() for word in (mark, *several.split())}
_MEANINGS: Final = {word: 1 + _NAMES.index(mark) for word, mark in {**_SPELLED, "RT": "RT", "RW": "RW"}.items()}
_MARKED: Final = dictionary(_MEANINGS)
_JL, _BLOK, _DS, _KC, _KB = (_MEANINGS[mark] for mark in ("JL", "BLOK", "DS", "KC", "KB"))
_NO, _RT, _RW = (_MEANINGS[mark] for mark in ("NO", "RT", "RW"))
_ROADS: Final = np.isin(np.arange(1 + len(_NAMES)), [_MEANINGS[mark] for mark in ROADS])
_LETTERS: Final = np.frombuffer("".join(_NAMES).encode(), np.uint8)
_STARTS: Final = np.cumsum([0, 0, *(len(name) for name in _NAMES)])  # 0 is no mark
_TAKEN: Final = -1
_SHORT: Final = len("RT")
_N, _O, _R, _T, _W, _ZERO, _BLANK = (ord(octet) for octet in "NORTW0 ")


@compiled
def usual_addresses(
    octets: Octets,
    where: Offsets,
    villages: Octets,
    there: Offsets,
    domain: Octets,
    out: Octets,
    ends: Offsets,
    details: Numbers,
) -> None:
    """Write village's code and local form of each row, and its level of detail; nothing for what is not usual."""
    letters, starts, marks = np.empty(LETTERS, np.uint8), np.empty(WORDS, np.int64), np.empty(WORDS, np.int64)
    numbers, size = np.empty(1 + len(_NAMES), np.int64), 0
    for row in range(where.size - 1):
        count = fold_words(octets, where[row], where[row + 1], letters, starts, marks)
        if _set_apart(letters, starts, marks, count, numbers):
            details[row] = 3 if numbers[_NO] >= 0 else 2 if numbers[_RT] >= 0 else 1
            begin = copy(domain, 0, domain.size, out, size)
            begin = copy(villages, there[row], there[row + 1], out, begin)
            first, last = _village(marks, count)
            end = _write_rest(letters, starts, marks, count, first, last, out, begin)
            end = _write_numbers(letters, starts, numbers, out, end)
            if end == begin:
                end = _write_rest(letters, starts, marks, count, 0, 0, out, begin)
            size = end if end > begin else size
        ends[row] = size


@compiled
def _set_apart(letters: Octets, starts: Numbers, marks: Numbers, count: Any, numbers: Numbers) -> Any:
    """Note where house number, RT and RW stand and mark what is set apart as taken; False where that is not plain."""
    numbers[:] = -1
    behind_number, above, road, digits, block = False, False, False, False, False
    for word in range(count):
        marks[word] = meaning(_MARKED, marks[word])
    for word in range(count):
        mark = marks[word]
        if mark in (_NO, _RT, _RW):
            if numbers[mark] >= 0 or not _is_number_of(mark, letters, starts, word + 1, count):
                return False
            numbers[mark] = word + 1
            marks[word] = marks[word + 1] = _TAKEN
            behind_number = behind_number or mark == _NO
        elif mark != _TAKEN:
            if _runs_on(letters, starts, word) or (behind_number and starts[word + 1] - starts[word] == 1):
                return False
            behind_number, above = False, above or mark in (_KC, _KB)
            if above:
                marks[word] = _TAKEN
            road, block = road or mark == _JL, block or mark == _BLOK
            digits = digits or is_digit(letters[starts[word]])
    return count > 0 and (numbers[_NO] >= 0 or not (block or (road and digits)))


@compiled
def _is_number_of(mark: Any, letters: Octets, starts: Numbers, word: Any, count: Any) -> Any:
    """Whether a word is there and is digits, not all of them zeros; behind an RT, no other digits may follow."""
    if word >= count or (mark == _RT and word + 1 < count and is_digit(letters[starts[word + 1]])):
        return False
    some = False
    for at in range(starts[word], starts[word + 1]):
        if not is_digit(letters[at]):
            return False
        some = some or letters[at] != _ZERO
    return some


@compiled
def _runs_on(letters: Octets, starts: Numbers, word: Any) -> Any:
    """Whether a word begins as RT, RW or NO do and goes on as their numbers do: RT03, RTRW, NO7A."""
    first = starts[word]
    if starts[word + 1] - first <= _SHORT:
        return False
    begins = (letters[first] == _R and letters[first + 1] in (_T, _W)) or (
        letters[first] == _N and letters[first + 1] == _O
    )
    return begins and (is_digit(letters[first + _SHORT]) or letters[first + _SHORT] == _R)


@compiled
def _village(marks: Numbers, count: Any) -> Any:
    """The words from the last mark of a village up to the next road or hamlet behind its name."""
    first, named = count, False
    for word in range(count):
        if marks[word] == _DS:
            first = word
    for word in range(first + 1, count):
        if marks[word] != _TAKEN:
            if named and _ROADS[marks[word]]:
                return first, word
            named = True
    return first, count


@compiled
def _write_rest(
    letters: Octets, starts: Numbers, marks: Numbers, count: Any, first: Any, last: Any, out: Octets, size: Any
) -> Any:
    """Write what was not taken, but for the words from ``first`` to ``last``."""
    for word in range(count):
        mark = marks[word]
        if mark != _TAKEN and not first <= word < last:
            out[size] = _BLANK
            if mark:
                size = copy(_LETTERS, _STARTS[mark], _STARTS[mark + 1], out, size + 1)
            else:
                size = copy(letters, starts[word], starts[word + 1], out, size + 1)
    return size


@compiled
def _write_numbers(letters: Octets, starts: Numbers, numbers: Numbers, out: Octets, size: Any) -> Any:
    """Write house number, RT and RW as far as they are there, without leading zeros."""
    for mark in (_NO, _RT, _RW):
        word = numbers[mark]
        if word >= 0:
            out[size] = _BLANK
            size = copy(_LETTERS, _STARTS[mark], _STARTS[mark + 1], out, size + 1)
            first = starts[word]
            while letters[first] == _ZERO:
                first += 1
            out[size] = _BLANK
            size = copy(letters, first, starts[word + 1], out, size + 1)
    return size
