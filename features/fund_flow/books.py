"""Payments as the books have them: each with its order line, region and whether it was credited."""

import narwhals as nw

from features.engine import Frame
from features.events import roll
from features.expressions import col, join, yes
from features.kept import Maker, kept
from features.moments import day_of
from features.numbers import is_id
from features.shapes import rows
from features.tables import Tables

BOOKS = "kept_books"
BACK = ("failed", "returned")
NOT_CREDITED = (*BACK, "pending")
COLUMNS = ("program", "period", "region_code", "agent_id", "payment_id", "finding", "amount")


def books(tables: Tables) -> Frame:
    """One row per payment with its region (the order's, else the recipient's district) and what became of it.

    payment_id, recipient_id, program, period, amount, account_id, agent_id, channel, budget_line_id, region_code,
    credited and came_back (1 or 0), credited_seconds, age_days (since the credit).
    """
    return kept(tables, BOOKS, _books)


def finding(tables: Tables, frame: Frame, code: str) -> Frame:
    """Rows in the form of ``out.fund_flow`` with one finding code, still without words; absent columns are empty."""
    there = set(frame.collect_schema().names())
    types = {name: nw.Int64() if tables.by_number and is_id(name) else nw.String() for name in COLUMNS[:5]}
    absent = [nw.lit(None, dtype=types[name]).alias(name) for name in types if name not in there]
    return frame.with_columns(*absent, finding=nw.lit(code)).select(*COLUMNS)


def _books(tables: Tables) -> Frame:
    lines = rows(tables, "budget_lines").select("budget_line_id", col("region_code").alias("line_region"))
    homes = roll(tables).select("recipient_id", "district_code")
    status = col("status")
    paid = join(join(rows(tables, "payments"), lines, "budget_line_id"), homes, "recipient_id")
    return paid.select(
        "payment_id",
        "recipient_id",
        "program",
        "period",
        "amount",
        "account_id",
        "agent_id",
        "channel",
        "budget_line_id",
        nw.coalesce(col("line_region"), col("district_code")).alias("region_code"),
        (1 - yes(status.is_in(NOT_CREDITED))).alias("credited"),
        yes(status.is_in(BACK)).alias("came_back"),
        tables.seconds("credited_at").alias("credited_seconds"),
        (nw.lit(day_of(tables.as_of)) - tables.days("credited_at")).alias("age_days"),
    )


MAKERS: dict[str, Maker] = {BOOKS: _books}
