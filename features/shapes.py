"""Tables by name whichever of them a drop has: an absent one has its columns and no rows."""

from collections.abc import Iterable

import narwhals as nw
import pyarrow as pa

from features.contract import DROP, Column, Type
from features.engine import Frame
from features.expressions import nothing
from features.numbers import GIVEN, SUBJECTS, is_id
from features.tables import Tables

ARROW: dict[Type, pa.DataType] = {
    Type.INT: pa.int64(),
    Type.MONEY: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.BOOL: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.timestamp("us"),
}
PLAIN: dict[pa.DataType, nw.dtypes.DType] = {
    pa.int64(): nw.Int64(),
    pa.float64(): nw.Float64(),
    pa.bool_(): nw.Boolean(),
    pa.date32(): nw.Date(),
    pa.timestamp("us"): nw.Datetime("us"),
    pa.string(): nw.String(),
}
WHOLE, TEXT, TRUTH, REAL = pa.int64(), pa.string(), pa.bool_(), pa.float64()
ADDED: dict[str, dict[str, pa.DataType]] = {
    "persons": {"age_years": WHOLE, "nik_finding": TEXT},
    "recipients": {
        "nik_finding": TEXT,
        "nik_in_family": TRUTH,
        "payee_person_id": TEXT,
        "payee_age_years": WHOLE,
        "nik_sequence_neighbours": WHOLE,
    },
    "accounts": {"holder_match": TEXT, "holder_name_similarity": REAL},
    "officials": {"nik_finding": TEXT},
    "families": {"address_detail": WHOLE, "place_key": TEXT},
    "agents": {"address_detail": WHOLE, "nik_finding": TEXT, "place_key": TEXT},
    "terminals": {"place_key": TEXT},
    "receipts": {"place_key": TEXT},
    "same_person": {
        "left_person_id": TEXT,
        "right_person_id": TEXT,
        "left_recipient_id": TEXT,
        "right_recipient_id": TEXT,
        "probability": REAL,
        "evidence": TEXT,
        "reviewed": TRUTH,
    },
    "kin": {"left_family_id": TEXT, "right_family_id": TEXT, "basis": TEXT},
}
"""What the wall adds to the contract's columns: results of comparisons (features/identities)."""


def shape(table: str) -> pa.Schema:
    """The Arrow schema of a table outside the wall."""
    columns: dict[str, pa.DataType] = {}
    contract: Iterable[Column] = DROP.get(table, ())
    for column in contract:
        if column.outside is not None:
            columns[column.outside] = ARROW.get(column.type, pa.string())
    return pa.schema(list({**columns, **ADDED.get(table, {})}.items()))


def numbered_shape(table: str) -> pa.Schema:
    """The same with whole numbers in the place of ids (features/numbers.py)."""
    fields = [pa.field(field.name, WHOLE) if is_id(field.name) else field for field in shape(table)]
    return pa.schema([*fields, pa.field(GIVEN, TEXT)] if table in SUBJECTS else fields)


def rows(tables: Tables, table: str) -> Frame:
    """The table with every column it may have outside the wall; no rows where it is off."""
    wanted = numbered_shape(table) if tables.by_number else shape(table)
    frame = tables.frames.get(table)
    if frame is None:
        return tables.engine.load(wanted.empty_table(), f"no_{table}")
    there = frame.collect_schema().names()
    absent = [field for field in wanted if field.name not in there]
    empty = (nothing(there[0], PLAIN[field.type]).alias(field.name) for field in absent)
    return frame.with_columns(*empty) if absent else frame
