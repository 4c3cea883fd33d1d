"""How a payment system finds a recipient: by the pseudonym of a NIK or of an account number."""

import narwhals as nw
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from features.numbers import NUMBER, with_numbers
from features.order import order_by
from features.tables import Tables
from models.run.conform import conform, empty
from models.run.extras import LOOKUP

KEYS = (("account", "accounts", "account_number"), ("nik", "recipients", "nik"))
"""Kind of key, table and column, in the order in which they are written."""


def lookup(tables: Tables) -> pa.Table:
    """Every pseudonym that leads to a recipient; one that leads to several stands once for each."""
    parts = [
        _keys(tables, kind, table, f"{column}_key")
        for kind, table, column in KEYS
        if tables.has({table: ("recipient_id", column)})
    ]
    return conform(pa.concat_tables(parts), LOOKUP) if parts else empty(LOOKUP)


def _keys(tables: Tables, key_kind: str, table: str, column: str) -> pa.Table:
    """One kind's rows, where the wall has numbered pseudonyms in their order: a number sorts sooner than a text."""
    frame, number = with_numbers(tables, table), f"{column}{NUMBER}"
    numbered = [nw.col(number).alias("number")] if number in frame.collect_schema().names() else []
    known = frame.filter(~nw.col(column).is_null() & ~nw.col("recipient_id").is_null())
    rows = tables.engine.collect(known.select(nw.col(column).alias("key"), "recipient_id", *numbered))
    rows = (
        _distinct(rows.take(pa.array(order_by(_native(rows), "number", ["key", "recipient_id"]))))
        if numbered
        else (rows.group_by(["key", "recipient_id"]).aggregate([]))
    )
    kinds = pa.repeat(pa.scalar(key_kind, pa.string()), rows.num_rows)
    return pa.table({"key_kind": kinds, "key": rows["key"], "recipient_id": rows["recipient_id"]})


def _native(rows: pa.Table) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(rows))


def _distinct(rows: pa.Table) -> pa.Table:
    """Sorted rows without those that are the same as the one before."""
    if rows.num_rows <= 1:
        return rows
    same = [pc.equal(rows[name].slice(1), rows[name].slice(0, rows.num_rows - 1)) for name in ("key", "recipient_id")]
    other = np.append(True, ~np.asarray(pc.and_(*same).combine_chunks().to_numpy(zero_copy_only=False)))
    return rows.filter(pa.array(other))
