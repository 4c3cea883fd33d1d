"""The compiled forms over Arrow columns, as DuckDB calls them: a chunk of rows at a time."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.identities.usual.addresses import usual_addresses
from features.identities.usual.digits import usual_accounts, usual_phones
from features.identities.usual.facts import are_valid, usual_places
from features.identities.usual.words import Octets, Offsets

Function = Callable[..., pa.Array]
_SPARE: Final[list[Octets]] = []  # as many as threads have ever asked at one time
_ROOM: Final = 32  # octets by which a form may be longer than twice what was written


def _texts(forms: Any) -> Function:
    """The function of a column of texts."""

    def function(written: Any) -> pa.Array:
        octets, where = _octets(written)
        out, ends = _room(2 * (where[-1] - where[0]), len(written))
        forms(octets, where, out, ends[1:])
        return _made(out, ends)

    return function


def _pairs(forms: Any) -> Function:
    """The function of a column of texts with another beside it."""

    def function(written: Any, beside: Any) -> pa.Array:
        octets, where = _octets(written)
        others, there = _octets(beside)
        out, ends = _room(2 * (where[-1] - where[0]) + there[-1] - there[0], len(written))
        forms(octets, where, others, there, out, ends[1:])
        return _made(out, ends, _known(beside))

    return function


def _places(latitude: Any, longitude: Any) -> pa.Array:
    out, ends = _room(0, len(latitude))
    usual_places(_numbers(latitude), _numbers(longitude), out, ends[1:])
    return _made(out, ends, _known(latitude) & _known(longitude))


def _are_valid(nik: Any, birth_date: Any, is_female: Any) -> pa.Array:
    valid = np.empty(len(nik), np.bool_)
    births = _numbers(_whole(birth_date).cast(pa.int32()))
    are_valid(_numbers(nik), births, _numbers(_whole(is_female).cast(pa.int8())), valid)
    valid &= _known(nik) & _known(birth_date) & _known(is_female)
    return pa.array(valid, mask=~valid)


def _room(octets: int, rows: int) -> tuple[Octets, Offsets]:
    """Room for as many octets as a column's forms may take: used again, for the system is slow to give new memory."""
    needed = octets + _ROOM * rows
    spare = _SPARE.pop() if _SPARE else np.empty(needed, np.uint8)
    return spare if spare.size >= needed else np.empty(2 * needed, np.uint8), np.zeros(rows + 1, np.int32)


def _made(out: Octets, ends: Offsets, known: Any = True) -> pa.Array:
    """The texts of a column, null where nothing was written; ``out`` is spare from here on."""
    written = out[: ends[-1]].tobytes()
    _SPARE.append(out)
    filled = np.packbits((ends[1:] > ends[:-1]) & known, bitorder="little")
    buffers = [pa.py_buffer(filled), pa.py_buffer(ends), pa.py_buffer(written)]
    return pa.Array.from_buffers(pa.string(), len(ends) - 1, buffers)


def _octets(column: Any) -> tuple[Octets, Offsets]:
    """All texts of a column one behind the other, and where each of them begins and the last one ends."""
    texts = _whole(column).cast(pa.string())
    _, where, octets = texts.buffers()
    offsets = np.frombuffer(where, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return _read_only(np.frombuffer(octets or b"", np.uint8)), _read_only(offsets)


def _numbers(column: Any) -> NDArray[Any]:
    """A column of numbers, 0 where there is none."""
    whole = _whole(column)
    return _read_only((whole.fill_null(0) if whole.null_count else whole).to_numpy())


def _known(column: Any) -> Any:
    whole = _whole(column)
    return whole.is_valid().to_numpy(zero_copy_only=False) if whole.null_count else True


def _whole(column: Any) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _read_only(values: NDArray[Any]) -> NDArray[Any]:
    """The values as Arrow mostly gives them: code is compiled for what may be written to, or for what may not."""
    values = values.view()
    values.flags.writeable = False
    return values


FUNCTIONS: Final[dict[str, tuple[Function, tuple[str, ...], str]]] = {
    "phone": (_texts(usual_phones), ("VARCHAR",), "VARCHAR"),
    "account": (_pairs(usual_accounts), ("VARCHAR", "VARCHAR"), "VARCHAR"),
    "address": (_pairs(usual_addresses), ("VARCHAR", "VARCHAR"), "VARCHAR"),
    "place": (_places, ("DOUBLE", "DOUBLE"), "VARCHAR"),
    "is_valid": (_are_valid, ("BIGINT", "DATE", "BOOLEAN"), "BOOLEAN"),
}
