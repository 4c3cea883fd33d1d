"""Small hand-made tables for the tests of the graph: rows as dictionaries, every other column empty."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from features.contract import DROP, Type
from features.engine import Engine, PolarsEngine
from features.tables import Tables

AS_OF = datetime(2025, 12, 31, 12, 0)
Row = Mapping[str, Any]

_TYPES = {
    Type.INT: pa.int64(),
    Type.MONEY: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.BOOL: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.timestamp("us"),
}
_BEYOND = {
    "recipients": {"payee_age_years": pa.int64(), "payee_person_id": pa.string(), "nik_in_family": pa.bool_()},
    "persons": {"age_years": pa.int64()},
    "families": {"address_detail": pa.int64(), "place_key": pa.string()},
    "agents": {"address_detail": pa.int64(), "place_key": pa.string()},
    "accounts": {"holder_match": pa.string(), "holder_name_similarity": pa.float64()},
}
_WALL = {
    "kin": {"left_family_id": pa.string(), "right_family_id": pa.string(), "basis": pa.string()},
    "same_person": {
        "left_person_id": pa.string(),
        "right_person_id": pa.string(),
        "left_recipient_id": pa.string(),
        "right_recipient_id": pa.string(),
        "probability": pa.float64(),
        "evidence": pa.string(),
        "reviewed": pa.bool_(),
    },
}


def drop(engine: Engine | None = None, **rows: Sequence[Row]) -> Tables:
    """Tables beyond the wall holding the given rows, as ``drop(recipients=[{"recipient_id": "a"}])``."""
    engine = engine or PolarsEngine()
    frames, present = {}, {}
    for name, table in rows.items():
        schema = columns(name)
        filled = {column for row in table for column, value in row.items() if value is not None}
        unknown = filled - set(schema)
        assert not unknown, f"{name} has no {unknown}"
        frames[name] = engine.load(pa.Table.from_pylist([dict(row) for row in table], pa.schema(schema.items())), name)
        present[name] = frozenset(filled | {_inside(name, column) for column in filled})
    return Tables(engine=engine, frames=frames, present=present, as_of=AS_OF)


def columns(table: str) -> dict[str, pa.DataType]:
    """Every column of a table beyond the wall, with its Arrow type."""
    if table in _WALL:
        return _WALL[table]
    own = {column.outside: _TYPES.get(column.type, pa.string()) for column in DROP[table] if column.outside}
    return own | _BEYOND.get(table, {})


def _inside(table: str, outside: str) -> str:
    if table in DROP:
        for column in DROP[table]:
            if column.outside == outside:
                return column.name
    return outside


def recipients(count: int, *, village: str = "3510010001", prefix: str = "r", **common: Any) -> list[dict[str, Any]]:
    """So many recipients of one village, each with a family and a phone of its own."""
    return [
        {
            "recipient_id": f"{prefix}{number:04}",
            "family_id": f"family-{prefix}{number:04}",
            "phone_key": f"phone-{prefix}{number:04}",
            "village_code": village,
            "channel": "village",
            "registered_on": date(2024, 1, 1 + number % 28),
            **common,
        }
        for number in range(count)
    ]
