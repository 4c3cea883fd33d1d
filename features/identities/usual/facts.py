"""What is usual of numbers: a NIK that agrees with its record, a place to five decimals; compiled."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
from features.identities.nik import FEMALE, NO_DISTRICTS, NO_REGENCIES, PROVINCES
from features.identities.usual.words import Octets, Offsets, copy, is_digit

_DECIMALS: Final = 5
_ONE: Final = 10**_DECIMALS
_MOST: Final = 999 * _ONE
_TIE: Final = 1e-3  # so near to the middle between two decimals, printf decides by bits that were rounded away here
_HALF: Final = 0.5
_JANUARY: Final = 10  # months after March
_MINUS, _POINT, _COMMA, _ZERO = (ord(octet) for octet in "-.,0")


def _known(codes: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.isin(np.arange(100), [int(code) for code in codes])


_DIGITS: Final = 16  # of a NIK
_PROVINCES: Final = _known(PROVINCES)
_REGENCIES: Final = ~_known(NO_REGENCIES)
_DISTRICTS: Final = ~_known(NO_DISTRICTS)


@compiled
def are_valid(
    octets: Octets, where: Offsets, births: NDArray[np.int32], female: NDArray[np.int8], out: NDArray[Any]
) -> None:
    """Whether each NIK is 16 digits that are formed and agree with birth date (days since 1970) and sex (1: female)."""
    for row in range(births.size):
        nik = _number(octets, where[row], where[row + 1])
        region, date = nik // 10**10, nik // 10**4 % 10**6
        day, month, year = _date(births[row])
        born = (day + FEMALE * female[row]) * 10**4 + month * 100 + year % 100
        known = _PROVINCES[region // 10**4] and _REGENCIES[region // 100 % 100] and _DISTRICTS[region % 100]
        out[row] = known and date == born and nik % 10**4 != 0


@compiled
def _number(octets: Octets, first: Any, last: Any) -> Any:
    """The number that a text of 16 digits is, 0 for every other."""
    number = np.int64(0)
    if last - first != _DIGITS:
        return number
    for at in range(first, last):
        if not is_digit(octets[at]):
            return np.int64(0)
        number = number * 10 + np.int64(octets[at] - _ZERO)
    return number


@compiled
def _date(days: Any) -> Any:
    """Day, month and year of a day of the Gregorian calendar, counted from 1 March of a year that 400 divides."""
    since = np.int64(days) + 719_468
    era, of_era = since // 146_097, since % 146_097
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153  # from March
    day = of_year - (153 * month + 2) // 5 + 1
    return day, month + 3 if month < _JANUARY else month - 9, era * 400 + year + (month >= _JANUARY)


@compiled
def usual_places(
    latitudes: NDArray[np.float64], longitudes: NDArray[np.float64], domain: Octets, out: Octets, ends: Offsets
) -> None:
    """Write ``latitude,longitude`` with five decimals, row behind row; nothing where that is not plain to tell."""
    size = 0
    for row in range(latitudes.size):
        begin = copy(domain, 0, domain.size, out, size)
        comma = _coordinate(latitudes[row], out, begin)
        if comma > begin:
            out[comma] = _COMMA
            end = _coordinate(longitudes[row], out, comma + 1)
            size = end if end > comma + 1 else size
        ends[row] = size


@compiled
def _coordinate(value: Any, out: Octets, size: Any) -> Any:
    scaled = abs(value) * _ONE
    if not scaled < _MOST:
        return size
    whole = np.int64(scaled)
    if abs(scaled - whole - _HALF) < _TIE:
        return size
    whole += scaled - whole > _HALF
    if whole == 0:
        return size  # printf tells 0 from -0
    if value < 0:
        out[size] = _MINUS
        size += 1
    unit = _ONE
    while unit * 10 <= whole:
        unit *= 10
    while unit:
        out[size] = _ZERO + whole // unit % 10
        size += 1
        if unit == _ONE:
            out[size] = _POINT
            size += 1
        unit //= 10
    return size
