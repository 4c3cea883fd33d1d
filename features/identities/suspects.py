"""Which texts of a column are worth holding against the pattern of an identifier, told by one look at every letter."""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.compiled import compiled

DIGITS: Final = 10
"""The shortest number that an identifier can be: 0, 8 and eight more digits of a mobile number."""
_MAIL, _ZERO, _NINE = (ord(letter) for letter in "@09")


def suspects(texts: pa.StringArray) -> pa.StringArray:
    """The texts that hold a mail sign or as many digits in a row as the shortest identifier."""
    _, places, letters = texts.buffers()
    if letters is None or not len(texts):
        return texts.slice(0, 0)
    begins = np.frombuffer(places, np.int32, len(texts) + 1, texts.offset * np.dtype(np.int32).itemsize)
    return texts.take(np.flatnonzero(_suspect(np.frombuffer(letters, np.uint8), begins)))


@compiled
def _suspect(letters: NDArray[np.uint8], begins: NDArray[np.int32]) -> NDArray[np.bool_]:
    found = np.zeros(len(begins) - 1, np.bool_)
    for row in range(len(found)):
        digits = 0
        for place in range(begins[row], begins[row + 1]):
            digits = digits + 1 if _ZERO <= letters[place] <= _NINE else 0
            if digits == DIGITS or letters[place] == _MAIL:
                found[row] = True
                break
    return found
