"""What happened to the subjects that people will look at: payments and movements, as a chart needs them."""

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.numbers import met, with_numbers
from features.subjects import SubjectKind
from features.tables import Tables
from models.run.conform import conform, empty
from models.run.extras import TIMELINE

CREDITED = "credited"


def timeline(tables: Tables, shown: pa.Table) -> pa.Table:
    """The timeline of the subjects in ``shown`` (subject_kind, subject_id).

    A recipient's payments and movements stand one by one. An agent's movements are summed per day and kind, its
    monthly totals per period, because a busy agent has thousands.
    """
    seen = tables.engine.load(shown.select(["subject_kind", "subject_id"]), "shown_subjects")
    parts = [tables.engine.collect(part) for part in _parts(tables, seen)]
    rows = [part.select(list(TIMELINE.names)) for part in parts if part.num_rows]
    if not rows:
        return empty(TIMELINE)
    return conform(pa.concat_tables(rows, promote_options="permissive"), TIMELINE)


def _parts(tables: Tables, seen: Frame) -> list[Frame]:
    parts = []
    if tables.has({"payments": ("credited_at",)}):
        parts.append(_payments(tables, _of(tables, seen, SubjectKind.RECIPIENT)))
    if tables.has({"transactions": (), "accounts": ("recipient_id",)}):
        parts.append(_movements(tables, _of(tables, seen, SubjectKind.RECIPIENT)))
    if tables.has({"transactions": ("agent_id",)}):
        parts.append(_business(tables, _of(tables, seen, SubjectKind.AGENT)))
    if tables.has({"agent_months": ("amount",)}):
        parts.append(_months(tables, _of(tables, seen, SubjectKind.AGENT)))
    return parts


def _of(tables: Tables, seen: Frame, kind: SubjectKind) -> Frame:
    """The subjects of one kind with their id in its own column, and its number where the wall has made one."""
    own = f"{kind.value}_id"
    mine = seen.filter(nw.col("subject_kind") == kind.value).with_columns(nw.col("subject_id").alias(own))
    table = f"{kind.value}s"
    return mine.join(with_numbers(tables, table, own), on=own, how="left") if table in tables.frames else mine


def _payments(tables: Tables, seen: Frame) -> Frame:
    paid = met(seen, with_numbers(tables, "payments"), "recipient_id")
    status = nw.when(nw.col("status").is_null()).then(nw.lit(CREDITED)).otherwise(nw.col("status"))
    dated = paid.filter(~nw.col("credited_at").is_null())
    return _shaped(
        dated.with_columns(
            nw.col("credited_at").alias("occurred_at"),
            nw.concat_str([nw.lit("payment_"), status]).alias("kind"),
            nw.lit(1, dtype=nw.Int64).alias("count"),
        )
    )


def _movements(tables: Tables, seen: Frame) -> Frame:
    owned = met(seen, with_numbers(tables, "accounts", "account_id", "recipient_id"), "recipient_id")
    return _shaped(
        met(owned, with_numbers(tables, "transactions"), "account_id").with_columns(
            nw.lit(None, dtype=nw.String).alias("program"), nw.lit(1, dtype=nw.Int64).alias("count")
        )
    )


def _business(tables: Tables, seen: Frame) -> Frame:
    done = met(seen, with_numbers(tables, "transactions"), "agent_id")
    daily = done.with_columns(nw.col("occurred_at").dt.truncate("1d").alias("occurred_at"))
    sums = daily.group_by("subject_kind", "subject_id", "occurred_at", "kind").agg(
        nw.col("amount").sum().cast(nw.Int64).alias("amount"), nw.len().cast(nw.Int64).alias("count")
    )
    return _shaped(_without(sums, "program", "agent_id"))


def _months(tables: Tables, seen: Frame) -> Frame:
    done = met(seen, with_numbers(tables, "agent_months"), "agent_id")
    monthly = done.filter((nw.col("commodity") == "all") & (nw.col("period").str.len_chars() == len("2024-01")))
    dated = monthly.with_columns(
        nw.concat_str([nw.col("period"), nw.lit("-01")]).str.to_datetime(format="%Y-%m-%d").alias("occurred_at"),
        nw.lit("month").alias("kind"),
        nw.col("amount").fill_null(0).alias("amount"),
        nw.col("transactions").fill_null(0).alias("count"),
    )
    return _shaped(_without(dated, "program", "agent_id"))


def _without(frame: Frame, *columns: str) -> Frame:
    return frame.with_columns(*(nw.lit(None, dtype=nw.String).alias(column) for column in columns))


def _shaped(frame: Frame) -> Frame:
    return frame.select(*TIMELINE.names)
