"""Which texts of a column are worth holding against the pattern of an identifier, told by a look at some letters."""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.compiled import compiled

DIGITS: Final = 10
"""The shortest number that an identifier can be: 0, 8 and eight more digits of a mobile number."""
ALL_DIGITS: Final = 16
"""The digits of an identity number, the only identifier that may begin with other digits than 0 and 62."""
_MAIL, _ZERO, _SIX, _NINE = (ord(letter) for letter in "@069")


def suspects(texts: pa.StringArray) -> pa.StringArray:
    """The texts that hold a mail sign or a number as long as an identifier that begins like it."""
    _, places, letters = texts.buffers()
    if letters is None or not len(texts):
        return texts.slice(0, 0)
    begins = np.frombuffer(places, np.int32, len(texts) + 1, texts.offset * np.dtype(np.int32).itemsize)
    read = np.frombuffer(letters, np.uint8)
    found = _numbered(read, begins)
    if _mails(read[begins[0] : begins[-1]]):
        found |= _mailed(read, begins)
    return texts.take(np.flatnonzero(found))


@compiled
def _numbered(letters: NDArray[np.uint8], begins: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Where a number may be an identifier's; before the last of ten letters that is no digit, none is read."""
    found = np.zeros(len(begins) - 1, np.bool_)
    for row in range(len(found)):
        first, end = begins[row], begins[row + 1]
        while first + DIGITS <= end:
            place = first + DIGITS - 1
            while place >= first and _ZERO <= letters[place] <= _NINE:
                place -= 1
            if place >= first:
                first = place + 1
                continue
            last = first + DIGITS
            while last < end and _ZERO <= letters[last] <= _NINE:
                last += 1
            if letters[first] == _ZERO or letters[first] == _SIX or last - first >= ALL_DIGITS:
                found[row] = True
                break
            first = last
    return found


@compiled
def _mails(letters: NDArray[np.uint8]) -> bool:
    """Whether any letter is a mail sign: without a way out in the middle, so that many are looked at at once."""
    found = False
    for place in range(len(letters)):
        found |= letters[place] == _MAIL
    return found


@compiled
def _mailed(letters: NDArray[np.uint8], begins: NDArray[np.int32]) -> NDArray[np.bool_]:
    found = np.zeros(len(begins) - 1, np.bool_)
    for row in range(len(found)):
        for place in range(begins[row], begins[row + 1]):
            if letters[place] == _MAIL:
                found[row] = True
                break
    return found
