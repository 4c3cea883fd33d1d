"""Reading chosen columns out of the tables, whichever of them a drop has."""

from typing import Any

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.numbers import is_id
from features.tables import Tables

DAY = nw.Date()
TEXT = nw.String()
WHOLE = nw.Int64()
REAL = nw.Float64()
TIME = nw.Datetime("us")


def select(tables: Tables, table: str, **columns: nw.dtypes.DType) -> Frame:
    """The named columns of a table with their types, all empty where the table lacks one.

    Where ids are numbers (features/numbers.py), they are what ``TEXT`` would be for an id.
    """
    frame = tables[table]
    there = set(frame.collect_schema().names())
    types = {name: WHOLE if tables.by_number and is_id(name) else dtype for name, dtype in columns.items()}
    return frame.select(
        *((nw.col(name) if name in there else nw.lit(None)).cast(dtype).alias(name) for name, dtype in types.items())
    )


def collect(tables: Tables, frame: Frame, *order: str) -> Any:
    """The rows in memory as one Arrow table, in the order of the named columns."""
    rows = tables.engine.collect(frame)
    return rows.sort_by([(name, "ascending") for name in order]) if order else rows


def filled(tables: Tables, table: str, *columns: str) -> bool:
    """Whether the table is on and any of the columns is really filled."""
    return table in tables.frames and any(column in tables.present[table] for column in columns)


def key_type(tables: Tables) -> Any:
    """The Arrow type of ids and keys in the tables: numbers, or texts."""
    return pa.int64() if tables.by_number else pa.string()


def empty(**columns: pa.DataType) -> Any:
    """An Arrow table without rows."""
    return pa.schema(list(columns.items())).empty_table()
