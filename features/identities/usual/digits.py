"""``normalise_phone``, ``normalise_account`` and ``normalise_nik`` over texts of the usual kind, compiled.

Each row's form is written behind the name of its ``domain``.
"""

from typing import Any, Final

import numpy as np

from features.compiled import compiled
from features.identities.account import LENGTHS, LOST_ZEROS
from features.identities.phone import LONGEST, SHORTEST
from features.identities.usual.words import Octets, Offsets, copy, is_digit

_MOST: Final = 24  # digits
_ZERO, _TWO, _SIX, _EIGHT, _PLUS, _COLON = (ord(octet) for octet in "0268+:")
_BESIDE: Final = np.isin(np.arange(256), [ord(mark) for mark in " '(-)"])
_BEFORE: Final = np.isin(np.arange(256), [ord(mark) for mark in " '("])
_INLAND: Final = np.frombuffer(b"+62", np.uint8)
_MOBILE: Final = (8, 12)  # digits of a mobile number behind +62, its 8 among them
_NIK: Final = 16  # digits of a NIK
_BANK: Final = 3  # digits of a bank's code
_LENGTHS: Final = np.array([LENGTHS.get(f"{bank:03d}", 0) for bank in range(1000)])


@compiled
def usual_phones(octets: Octets, where: Offsets, domain: Octets, out: Octets, ends: Offsets) -> None:
    """Write the numbers of a column one behind the other; nothing for what is not usual and what nobody can call."""
    digits, size = np.empty(_MOST, np.uint8), 0
    for row in range(where.size - 1):
        last, plus = _digits_of(octets, where[row], where[row + 1], digits)
        if last >= SHORTEST:
            first = 0
            if digits[0] == _ZERO and digits[1] == _ZERO:
                first, plus = _behind_zeros(digits, 0, last), True
            plus = plus and first < last and digits[first] != _ZERO
            inland = _national(digits, first, last, plus)
            bare = inland if inland >= 0 else first
            if _can_be_called(digits, bare, last, _INLAND.size * (inland >= 0) + (plus and inland < 0)):
                size = copy(domain, 0, domain.size, out, size)
                if inland >= 0:
                    size = copy(_INLAND, 0, _INLAND.size, out, size)
                elif plus:
                    size = copy(_INLAND, 0, 1, out, size)
                size = copy(digits, bare, last, out, size)
        ends[row] = size


@compiled
def _digits_of(octets: Octets, first: Any, last: Any, digits: Octets) -> Any:
    """How many digits there are, and whether a plus stands before them; none where anything else was written."""
    size, plus, clean = 0, False, True
    for at in range(first, last):
        octet = octets[at]
        if is_digit(octet) and size < _MOST:
            digits[size] = octet
            size += 1
        elif octet == _PLUS and size == 0 and clean and not plus:
            plus = True
        elif not _BESIDE[octet]:
            return 0, False
        clean = clean and _BEFORE[octet]
    return size, plus


@compiled
def _behind_zeros(digits: Octets, first: Any, last: Any) -> Any:
    while first < last and digits[first] == _ZERO:
        first += 1
    return first


@compiled
def _national(digits: Octets, first: Any, last: Any, plus: Any) -> Any:
    """Where the digits behind Indonesia's +62 begin; -1 where the number is not an Indonesian one."""
    if first == last:
        return -1
    if not plus and digits[first] == _ZERO:
        return first + 1
    if last - first > 1 and digits[first] == _SIX and digits[first + 1] == _TWO:
        rest = _behind_zeros(digits, first + 2, last)
        if plus:
            return rest if last - rest > 1 else -1
        return rest if _MOBILE[0] <= last - rest <= _MOBILE[1] and digits[rest] == _EIGHT else -1
    return first if not plus and digits[first] == _EIGHT and _MOBILE[0] < last - first <= _MOBILE[1] else -1


@compiled
def _can_be_called(digits: Octets, first: Any, last: Any, before: Any) -> Any:
    """Whether a number, before which the country's code stands, is long and short enough and not one digit all over."""
    if last - first < SHORTEST or before + last - first > LONGEST + 1:
        return False
    if before == 1 and digits[first] == _SIX and digits[first + 1] == _TWO:
        return False  # zeros behind +62, and hardly more: read the long way
    for at in range(first + 2, last):
        if digits[at] != digits[first + 1]:
            return True
    return False


@compiled
def usual_accounts(
    octets: Octets, where: Offsets, banks: Octets, there: Offsets, domain: Octets, out: Octets, ends: Offsets
) -> None:
    """Write ``bank:number`` of each row; nothing where not both are digits as a bank writes them."""
    size = 0
    for row in range(where.size - 1):
        first, last, bank = where[row], where[row + 1], there[row]
        if there[row + 1] - bank == _BANK and _is_whole(banks, bank, bank + _BANK) and _is_number(octets, first, last):
            length = _LENGTHS[100 * banks[bank] + 10 * banks[bank + 1] + banks[bank + 2] - 111 * _ZERO]
            size = copy(domain, 0, domain.size, out, size)
            size = copy(banks, bank, bank + _BANK, out, size)
            out[size] = _COLON
            size += 1
            if length - LOST_ZEROS <= last - first:
                for _ in range(length - (last - first)):
                    out[size] = _ZERO
                    size += 1
            size = copy(octets, first, last, out, size)
        ends[row] = size


@compiled
def usual_niks(octets: Octets, where: Offsets, domain: Octets, out: Octets, ends: Offsets) -> None:
    """Write the numbers of 16 digits; nothing for what else was written."""
    size = 0
    for row in range(where.size - 1):
        first, last = where[row], where[row + 1]
        if last - first == _NIK and _is_number(octets, first, last):
            size = copy(domain, 0, domain.size, out, size)
            size = copy(octets, first, last, out, size)
        ends[row] = size


@compiled
def _is_number(octets: Octets, first: Any, last: Any) -> Any:
    """Whether there are digits and not only one of them all over."""
    several = False
    for at in range(first + 1, last):
        several = several or octets[at] != octets[first]
    return several and _is_whole(octets, first, last)


@compiled
def _is_whole(octets: Octets, first: Any, last: Any) -> Any:
    """Whether all of a text are digits."""
    for at in range(first, last):
        if not is_digit(octets[at]):
            return False
    return True
