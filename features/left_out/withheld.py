"""Money that lies untouched, and money that seems to end in somebody else's hands."""

import narwhals as nw

from features.agents.complaints import complaints_about
from features.engine import Frame
from features.events import roll, together
from features.expressions import col, join, only, totals, yes
from features.fund_flow.books import books
from features.fund_flow.families import WAIT_DAYS, untouched
from features.left_out.rows import paid_last_year, reason, with_family
from features.moments import YEAR_DAYS
from features.shapes import rows
from features.tables import Tables

FIRST, SURE = 0.6, 0.95
TOLD: dict[str, float] = {"card_withheld": 0.8, "not_received": 0.6, "short_paid": 0.5, "levy": 0.5}
CONFIRMED_SHORT, STACK = 0.7, 0.4
STACK_OF_CARDS = 9
"""A household may hold several cards and neighbours go together; ten cards that stay neighbours are more than that.
Alone this is no sign (a trip from a far village looks the same), so that it only adds to what people report."""

LISTED = 0.5


def never_withdrawn(tables: Tables) -> Frame:
    """Score: 0.6 after a quarter without any touch, rising evenly to 0.95 after a year."""
    age = col("age_days").cast(nw.Float64)
    rising = FIRST + (SURE - FIRST) * (age - WAIT_DAYS) / (YEAR_DAYS - WAIT_DAYS)
    capped = nw.when(rising > SURE).then(nw.lit(SURE)).otherwise(rising)
    found = with_family(tables, untouched(tables)).with_columns(amount_owed=col("amount"), score=capped)
    return reason(found, "never_withdrawn")


def withheld_by_other(tables: Tables) -> Frame:
    """Score: one less the chance that every sign is wrong: reports, short confirmations, stacks of cards."""
    signs = nw.concat([_told(tables), _short(tables), _stacked(tables)], how="vertical")
    doubt = signs.with_columns(doubt=(1 - col("weight")).log())
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
    short = paid.join(sums, on="payment_id", how="inner").with_columns(short=col("amount") - col("received"))
    return short.filter(col("short") > 0)


def _short_by_programme(tables: Tables) -> Frame:
    return totals(_short_payments(tables), "recipient_id", "program", short=col("short").sum())


def _short(tables: Tables) -> Frame:
    found = _short_payments(tables).select("recipient_id").unique()
    return found.with_columns(weight=nw.lit(CONFIRMED_SHORT), missing=yes(col("recipient_id").is_null()))


def _stacked(tables: Tables) -> Frame:
    """Recipients whose card keeps company with at least ``STACK_OF_CARDS`` others."""
    pairs = together(tables)
    left, right = pairs.select(list_no="left_no"), pairs.select(list_no="right_no")
    company = totals(nw.concat([left, right], how="vertical"), "list_no", others=nw.len())
    stacked = company.filter(col("others") >= STACK_OF_CARDS)
    found = join(stacked, roll(tables).select("list_no", "recipient_id"), "list_no").select("recipient_id")
    return found.with_columns(weight=nw.lit(STACK), missing=yes(~col("recipient_id").is_null()))
