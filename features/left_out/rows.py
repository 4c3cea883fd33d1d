"""The form in which each reason hands over its families, and what several reasons ask."""

import narwhals as nw

from features.engine import Frame
from features.expressions import col, join, stacked, totals
from features.fund_flow.books import books
from features.kept import Maker, kept
from features.moments import day_of
from features.shapes import rows
from features.tables import Tables

COLUMNS = ("family_id", "program", "why", "amount_owed", "score")
YEAR = 365
PAID, USUAL, MISMATCHED = "kept_paid_last_year", "kept_usual_amount", "kept_mismatched"


def reason(frame: Frame, why: str) -> Frame:
    """One row per family and programme: the sum owed and the surest score."""
    named = frame.filter(~col("family_id").is_null())
    found = named.group_by("family_id", "program").agg(
        amount_owed=col("amount_owed").sum(), told=col("amount_owed").count(), score=col("score").max()
    )
    return found.with_columns(
        why=nw.lit(why),
        amount_owed=nw.when(col("told") > 0).then(col("amount_owed").cast(nw.Int64)),
        score=col("score").cast(nw.Float64).round(6),
    ).select(*COLUMNS)


def families(tables: Tables) -> Frame:
    """recipient_id and family_id."""
    return rows(tables, "recipients").select("recipient_id", "family_id")


def enrolled(tables: Tables) -> Frame:
    """Enrolments in force at as_of: recipient_id and program."""
    today = day_of(tables.as_of)
    begun = (tables.days("started_on") <= today).fill_null(value=True)
    running = (tables.days("ended_on") > today).fill_null(value=True)
    return rows(tables, "enrolments").filter(begun, running).select("recipient_id", "program")


def paid_last_year(tables: Tables) -> Frame:
    """recipient_id, program and the sum credited in the last 12 months."""
    return kept(tables, PAID, _paid_last_year)


def _paid_last_year(tables: Tables) -> Frame:
    paid = books(tables).filter(col("credited") == 1, col("age_days") < YEAR)
    return totals(paid, "recipient_id", "program", paid=col("amount").sum())


def usual_amount(tables: Tables) -> Frame:
    """Program and the median sum that its recipients were credited in the last 12 months, in whole minor units."""
    return kept(tables, USUAL, _usual_amount)


def _usual_amount(tables: Tables) -> Frame:
    usual = paid_last_year(tables).group_by("program").agg(usual=col("paid").median())
    return usual.with_columns(usual=col("usual").floor().cast(nw.Int64))


def mismatched(tables: Tables) -> Frame:
    """Recipients whose papers contradict each other.

    A NIK that does not hold, a payee outside the family, or an account held by somebody else (a mother for her child is
    an innocent cause, as the handbook says).
    """
    return kept(tables, MISMATCHED, _mismatched)


def _mismatched(tables: Tables) -> Frame:
    people = rows(tables, "recipients")
    unsound = (col("nik_finding") != "valid").fill_null(value=False)
    stranger = (~col("nik_in_family")).fill_null(value=False)
    papers = people.filter(unsound | stranger).select("recipient_id")
    held = rows(tables, "accounts").filter(col("holder_match").is_in(["family", "other"])).select("recipient_id")
    return stacked([papers, held.filter(~col("recipient_id").is_null())]).unique()


def with_family(tables: Tables, frame: Frame) -> Frame:
    """The frame (with recipient_id) with the recipient's family."""
    return join(frame, families(tables), "recipient_id")


def sign(frame: Frame, weight: nw.Expr, *, everything: bool = False) -> Frame:
    """One sign per recipient of the frame; whether all of the money is missing, else it does not tell how much."""
    weighed = frame.with_columns(weight=weight, missing=nw.lit(int(everything)).cast(nw.Int64))
    return weighed.select("recipient_id", "weight", "missing").filter(~col("recipient_id").is_null()).unique()


MAKERS: dict[str, Maker] = {PAID: _paid_last_year, USUAL: _usual_amount, MISMATCHED: _mismatched}
