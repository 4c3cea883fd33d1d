"""Payments as the books have them: whether each was credited and when, and where in the country a finding belongs."""

from dataclasses import replace

import narwhals as nw

from features.engine import Frame
from features.expressions import col, join
from features.kept import Maker, kept
from features.moments import day_of
from features.numbers import is_id
from features.payments import status
from features.peers import homes
from features.shapes import rows
from features.tables import Tables

BOOKS = "kept_books"
COLUMNS = ("program", "period", "region_code", "agent_id", "payment_id", "finding", "amount")
TOLD = ("program", "period", "agent_id", "payment_id", "recipient_id", "budget_line_id")
"""What a check tells of a finding beside its code and its sum, and where it belongs is read from."""


def books(tables: Tables) -> Frame:
    """One row per payment and what became of it.

    payment_id, recipient_id, program, period, amount, account_id, agent_id, budget_line_id, credited and came_back (1
    or 0), credited_seconds, age_days (since the credit).
    """
    return kept(tables, BOOKS, _books)


def _books(tables: Tables) -> Frame:
    return rows(tables, "payments").select(
        "payment_id",
        "recipient_id",
        "program",
        "period",
        "amount",
        "account_id",
        "agent_id",
        "budget_line_id",
        status.credited(),
        status.came_back(),
        tables.seconds("credited_at").alias("credited_seconds"),
        (nw.lit(day_of(tables.as_of)) - tables.days("credited_at")).cast(nw.Int32).alias("age_days"),
    )


def finding(tables: Tables, frame: Frame, code: str) -> Frame:
    """Rows that a check has found: ``TOLD``, the code and the sum; absent columns are empty."""
    there = set(frame.collect_schema().names())
    types = {name: nw.Int64() if tables.by_number and is_id(name) else nw.String() for name in TOLD}
    absent = [nw.lit(None, dtype=types[name]).alias(name) for name in types if name not in there]
    return frame.with_columns(*absent, finding=nw.lit(code)).select(*TOLD, "finding", "amount")


def placed(tables: Tables, found: Frame) -> Frame:
    """Findings in the form of ``out.fund_flow``, still without words.

    A finding belongs to the region of its order, else to the district where its recipient lives: looked up for what was
    found alone.
    """
    lines = rows(tables, "budget_lines").select("budget_line_id", col("region_code").alias("line_region"))
    asked = found.select("recipient_id").unique()
    people = rows(tables, "recipients").join(asked, on="recipient_id", how="semi")
    districts = homes(replace(tables, frames={**tables.frames, "recipients": people}))
    there = join(
        join(found, lines, "budget_line_id"), districts.select("recipient_id", "district_code"), "recipient_id"
    )
    return there.with_columns(region_code=nw.coalesce(col("line_region"), col("district_code"))).select(*COLUMNS)


MAKERS: dict[str, Maker] = {BOOKS: _books}
