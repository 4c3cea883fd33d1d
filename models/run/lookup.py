"""How a payment system finds a recipient: by the pseudonym of a NIK or of an account number."""

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.tables import Tables
from models.run.conform import conform, empty
from models.run.extras import LOOKUP


def lookup(tables: Tables) -> pa.Table:
    """Every pseudonym that leads to a recipient; one that leads to several stands once for each."""
    parts = []
    if tables.has({"recipients": ("nik",)}):
        parts.append(_keys(tables["recipients"], "nik", "nik_key"))
    if tables.has({"accounts": ("recipient_id", "account_number")}):
        parts.append(_keys(tables["accounts"], "account", "account_number_key"))
    rows = [tables.engine.collect(part) for part in parts]
    return conform(pa.concat_tables(rows), LOOKUP) if rows else empty(LOOKUP)


def _keys(frame: Frame, key_kind: str, column: str) -> Frame:
    known = frame.filter(~nw.col(column).is_null() & ~nw.col("recipient_id").is_null())
    named = known.select(nw.lit(key_kind).alias("key_kind"), nw.col(column).alias("key"), "recipient_id")
    return named.unique(["key_kind", "key", "recipient_id"])
