"""The compiled forms over Arrow columns, a batch of rows at a time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.identities.usual import Told
from features.identities.usual.addresses import usual_addresses
from features.identities.usual.digits import usual_accounts, usual_niks, usual_phones
from features.identities.usual.facts import are_valid, usual_places
from features.identities.usual.words import Octets, Offsets

_ROOM: Final = 48  # octets by which a form may be longer than twice what was written


def _phones(domain: bytes, written: pa.Array) -> Told:
    octets, where = _octets(written)
    out, ends = _room(2 * octets.size, len(written))
    usual_phones(octets, where, _named(domain), out, ends[1:])
    return _told(out, ends)


def _accounts(domain: bytes, written: pa.Array, bank: pa.Array) -> Told:
    octets, where = _octets(written)
    banks, there = _octets(bank)
    out, ends = _room(octets.size + banks.size, len(written))
    usual_accounts(octets, where, banks, there, _named(domain), out, ends[1:])
    return _told(out, ends, _known(bank))


def _addresses(domain: bytes, written: pa.Array, village: pa.Array) -> Told:
    octets, where = _octets(written)
    villages, there = _octets(village)
    out, ends = _room(2 * octets.size + villages.size, len(written))
    details = np.zeros(len(written), np.int64)
    usual_addresses(octets, where, villages, there, _named(domain), out, ends[1:], details)
    return _told(out, ends, _known(village), details)


def _places(domain: bytes, latitude: pa.Array, longitude: pa.Array) -> Told:
    out, ends = _room(0, len(latitude))
    usual_places(_numbers(latitude), _numbers(longitude), _named(domain), out, ends[1:])
    return _told(out, ends, _known(latitude) & _known(longitude))


def _niks(domain: bytes, nik: pa.Array, *record: pa.Array) -> Told:
    """Beside the number, 0 says that it agrees with its record (birth date, whether female); else nothing is known."""
    octets, where = _octets(nik)
    out, ends = _room(octets.size, len(nik))
    usual_niks(octets, where, _named(domain), out, ends[1:])
    valid = np.zeros(len(nik), np.bool_)
    if record:
        birth_date, is_female = record
        births = _numbers(birth_date.cast(pa.int32()))
        are_valid(octets, where, births, _numbers(is_female.cast(pa.int8())), valid)
        valid &= _known(birth_date) & _known(is_female)
    told = _told(out, ends, beside=np.zeros(len(nik), np.int64))
    return replace(told, known=valid & told.found)


def _room(octets: int, rows: int) -> tuple[Octets, Offsets]:
    return np.empty(octets + _ROOM * rows, np.uint8), np.zeros(rows + 1, np.int32)


def _told(out: Octets, ends: Offsets, sure: Any = True, beside: NDArray[np.int64] | None = None) -> Told:
    found = (ends[1:] > ends[:-1]) & sure
    return Told(
        _read_only(out[: ends[-1]]), _read_only(ends), found, np.zeros(0, np.int64) if beside is None else beside, found
    )


def _octets(column: pa.Array) -> tuple[Octets, Offsets]:
    """All texts of a column one behind the other, and where each of them begins and the last one ends."""
    texts = column.cast(pa.string())
    _, where, octets = texts.buffers()
    offsets = np.frombuffer(where, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return _read_only(np.frombuffer(octets or b"", np.uint8)), _read_only(offsets)


def _numbers(column: pa.Array) -> NDArray[Any]:
    """A column of numbers, 0 where there is none."""
    return _read_only((column.fill_null(0) if column.null_count else column).to_numpy())


def _named(domain: bytes) -> Octets:
    return np.frombuffer(domain, np.uint8)


def _known(column: pa.Array) -> Any:
    return column.is_valid().to_numpy(zero_copy_only=False) if column.null_count else True


def _read_only(values: NDArray[Any]) -> NDArray[Any]:
    """The values as Arrow mostly gives them: code is compiled for what may be written to, or for what may not."""
    values = values.view()
    values.flags.writeable = False
    return values


FORMS: Final[Mapping[str, Callable[..., Told]]] = {
    "phone": _phones,
    "account": _accounts,
    "address": _addresses,
    "place": _places,
    "nik": _niks,
}
