"""Money that lies untouched, and money that seems to end in somebody else's hands."""

import narwhals as nw

from features.agents.complaints import complaints_about
from features.answering.shortfall import more_than_a_fee
from features.engine import Frame
from features.expressions import col, only, stacked, totals, yes
from features.fund_flow.books import books
from features.fund_flow.families import WAIT_DAYS, untouched
from features.left_out.rows import paid_last_year, reason, sign, with_family
from features.left_out.signs import signs
from features.moments import YEAR_DAYS
from features.receipts.complaints import after_a_smaller_payment
from features.shapes import rows
from features.tables import Tables

FIRST, SURE = 0.6, 0.95
TOLD: dict[str, float] = {"card_withheld": 0.8, "not_received": 0.6, "short_paid": 0.5, "levy": 0.5}
CONFIRMED_SHORT = 0.7

LISTED = 0.5


def never_withdrawn(tables: Tables) -> Frame:
    """Score: 0.6 after two months without any touch, rising evenly to 0.95 after a year."""
    age = col("age_days").cast(nw.Float64)
    rising = FIRST + (SURE - FIRST) * (age - WAIT_DAYS) / (YEAR_DAYS - WAIT_DAYS)
    capped = nw.when(rising > SURE).then(nw.lit(SURE)).otherwise(rising)
    found = with_family(tables, untouched(tables)).with_columns(amount_owed=col("amount"), score=capped)
    return reason(found, "never_withdrawn")


def withheld_by_other(tables: Tables) -> Frame:
    """Score: one less the chance that every sign is wrong.

    Signs are reports, short confirmations, and what the debits say (``features.left_out.signs``).
    """
    told = stacked([_told(tables), _short(tables), signs(tables)])
    doubt = told.with_columns(doubt=(1 - col("weight")).log())
    summed = doubt.group_by("recipient_id").agg(doubt=col("doubt").sum(), missing=col("missing").max())
    scored = summed.with_columns(score=1 - col("doubt").exp()).filter(col("score").round(6) >= LISTED)
    owed = paid_last_year(tables).join(scored, on="recipient_id", how="inner")
    short = _short_by_programme(tables)
    known = owed.join(short, on=["recipient_id", "program"], how="left")
    amount = nw.coalesce(col("short"), only(col("missing") == 1, col("paid")))
    return reason(with_family(tables, known.with_columns(amount_owed=amount)), "withheld_by_other")


def _told(tables: Tables) -> Frame:
    """Reports about a recipient; ``missing`` is 1 where all of the money is said to be missing."""
    about = complaints_about(tables, "recipient").filter(col("category").is_in(list(TOLD)))
    about = about.join(after_a_smaller_payment(tables), on="complaint_id", how="anti")
    weight = nw.lit(0.0)
    for category, chance in TOLD.items():
        weight = nw.when(col("category") == category).then(nw.lit(chance)).otherwise(weight)
    told = about.select(
        col("subject_id").alias("recipient_id"),
        weight.alias("weight"),
        yes(col("category").is_in(["card_withheld", "not_received"])).alias("missing"),
    )
    return told.unique()


def _short_payments(tables: Tables) -> Frame:
    told = rows(tables, "receipts").filter(~col("amount_received").is_null())
    sums = totals(told, "payment_id", received=col("amount_received").sum())
    paid = books(tables).filter(col("credited") == 1, col("age_days") < YEAR_DAYS)
    missing = more_than_a_fee(col("amount") - col("received"), col("amount"))
    return paid.join(sums, on="payment_id", how="inner").with_columns(short=missing).filter(col("short") > 0)


def _short_by_programme(tables: Tables) -> Frame:
    return totals(_short_payments(tables), "recipient_id", "program", short=col("short").sum())


def _short(tables: Tables) -> Frame:
    return sign(_short_payments(tables), nw.lit(CONFIRMED_SHORT))
