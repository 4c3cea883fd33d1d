"""Normal forms of what is written as usual, compiled: a short way beside the long one that reads everything.

While the block of ``usual_forms`` lasts, schema ``usual`` of the connection has ``phone``, ``account``, ``address`` and
``place``, the normal form of a value that is written as most are and null of every other, and ``is_valid``, true of a
NIK that agrees with its record and null of every other. They take a fifth of the time that SQL takes. Where compiling
is not worth its while all of them are null, and everything goes the long way, to the same result.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

_PARAMETERS = {
    "phone": ("written",),
    "account": ("written", "bank"),
    "address": ("written", "village"),
    "place": ("latitude", "longitude"),
    "is_valid": ("nik", "birth_date", "is_female"),
}
_NULL = {"is_valid": "null::boolean"}


@contextmanager
def usual_forms(connection: duckdb.DuckDBPyConnection, *, compiled: bool) -> Iterator[None]:
    """Schema ``usual`` while the block lasts."""
    connection.execute("create schema usual")
    made = _register(connection) if compiled else ()
    try:
        for name, parameters in _PARAMETERS.items():
            listed = ", ".join(parameters)
            form = f"{_function(name)}({listed})" if compiled else _NULL.get(name, "null::varchar")
            connection.execute(f"create macro usual.{name}({listed}) as {form}")
        yield
    finally:
        connection.execute("drop schema usual cascade")
        for function in made:
            connection.remove_function(function)


def _function(name: str) -> str:
    return f"saksama_usual_{name}"


def _register(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    from features.identities.usual import columns  # noqa: PLC0415 - numba takes a second to import

    for name, (function, types, returned) in columns.FUNCTIONS.items():
        connection.create_function(
            _function(name), function, list(types), returned, type="arrow", null_handling="special"
        )
    return tuple(_function(name) for name in columns.FUNCTIONS)
