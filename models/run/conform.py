"""Rows in the contract's form: columns, order, types and codes checked before anything is written."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.contract import Column, Table, Type

REASON = pa.struct(
    [
        ("code", pa.string()),
        ("value", pa.string()),
        ("usual", pa.string()),
        ("weight", pa.float64()),
        ("benign", pa.bool_()),
        ("text_en", pa.string()),
        ("text_id", pa.string()),
    ]
)

ARROW = {
    Type.ID: pa.string(),
    Type.TEXT: pa.string(),
    Type.CODE: pa.string(),
    Type.PERIOD: pa.string(),
    Type.INT: pa.int64(),
    Type.MONEY: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.BOOL: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.timestamp("us"),
    Type.TEXTS: pa.list_(pa.string()),
    Type.REASONS: pa.list_(REASON),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The table's Arrow schema, columns in the contract's order."""
    return pa.schema([pa.field(column.name, ARROW[column.type], nullable=column.optional) for column in table])


def conform(rows: pa.Table, table: Table) -> pa.Table:
    """The rows as the contract has them, sorted by key so that the same rows give the same bytes.

    A mismatch is a mistake of ours, not of a user: ValueError names the table, the column and what is wrong.
    """
    shaped = pa.Table.from_arrays([_column(rows, column, table) for column in table], schema=arrow_schema(table))
    order = table.key or tuple(column.name for column in table if column.type not in (Type.TEXTS, Type.REASONS))
    in_order = _rises(shaped.select(list(order)))
    ordered = shaped if in_order else shaped.sort_by([(name, "ascending") for name in order])
    _check_key(ordered, table)
    return ordered


def empty(table: Table) -> pa.Table:
    """The table without rows."""
    return arrow_schema(table).empty_table()


def _column(rows: pa.Table, column: Column, table: Table) -> pa.ChunkedArray:
    if column.name not in rows.column_names:
        if not column.optional:
            raise ValueError(f"{table.name}.{column.name} is not there")
        return pa.chunked_array([pa.nulls(rows.num_rows, ARROW[column.type])])
    values = rows[column.name].cast(ARROW[column.type])
    if not column.optional and values.null_count:
        raise ValueError(f"{table.name}.{column.name} has {values.null_count} empty cells")
    if column.values:
        _check_codes(values, column, table)
    return values


def _check_codes(values: pa.ChunkedArray, column: Column, table: Table) -> None:
    known = pc.is_in(values, value_set=pa.array([*column.values, None], pa.string()))
    if not pc.all(known, min_count=0).as_py():
        raise ValueError(f"{table.name}.{column.name} holds a code that the contract does not know")


def _check_key(rows: pa.Table, table: Table) -> None:
    if table.key and _twice(rows.select(list(table.key))):
        raise ValueError(f"{table.name} has two rows with one key ({', '.join(table.key)})")


def _rises(keys: pa.Table) -> bool:
    """Whether the rows are in ascending order already, which to see is quicker than to sort them.

    An empty cell is looked at no further: where one is, the rows are sorted.
    """
    same = pa.array(np.ones(max(keys.num_rows - 1, 0), dtype=np.bool_))
    for column in keys.columns:
        if column.null_count:
            return False
        before, after = column.slice(0, len(same)), column.slice(1)
        if pc.any(pc.and_(same, pc.greater(before, after)), min_count=0).as_py():
            return False
        same = pc.and_(same, pc.equal(before, after))
    return True


def _twice(keys: pa.Table) -> bool:
    """Whether any row of a sorted table is the same as the one before it."""
    same = pa.array(np.ones(max(keys.num_rows - 1, 0), dtype=np.bool_))
    for column in keys.columns:
        before, after = column.slice(0, len(same)), column.slice(1)
        both_empty = pc.and_(pc.is_null(before), pc.is_null(after))
        same = pc.and_(same, pc.or_(pc.fill_null(pc.equal(before, after), fill_value=False), both_empty))
    return bool(pc.any(same, min_count=0).as_py())
