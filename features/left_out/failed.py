"""Credits that came back and were never repeated, and recipients whom a mismatch of papers keeps from being paid."""

import narwhals as nw

from features.engine import Frame
from features.expressions import col, join, stacked, totals
from features.fund_flow.books import books
from features.kept import Maker, kept, settled
from features.left_out.rows import YEAR, enrolled, mismatched, paid_last_year, reason, usual_amount, with_family
from features.tables import Tables

PATIENCE_DAYS = 30
"""A bank repeats a failed credit within weeks; younger failures may still be on their way."""

FAILURES = "kept_open_failures"
LASTING, YOUNG, NEVER_PAID = 0.9, 0.6, 0.7


def credit_failed(tables: Tables) -> Frame:
    """Score: 0.9 where the failure is older than ``PATIENCE_DAYS``, 0.6 where it may still be repeated."""
    failed = open_failures(tables).join(mismatched(tables), on="recipient_id", how="anti")
    return reason(_scored(with_family(tables, failed)), "credit_failed")


def identity_mismatch(tables: Tables) -> Frame:
    """The same where papers contradict each other; 0.7 for those enrolled whom a mismatch left without payment."""
    failed = open_failures(tables).join(mismatched(tables), on="recipient_id", how="inner")
    scored = _scored(with_family(tables, failed)).select("family_id", "program", "amount_owed", "score")
    waiting = _never_paid(tables).select("family_id", "program", "amount_owed", "score")
    return reason(stacked([scored, waiting]), "identity_mismatch")


def open_failures(tables: Tables) -> Frame:
    """Payments of the last 12 months that came back without a credit for the same recipient, programme and period."""
    return kept(tables, FAILURES, _open_failures)


def _open_failures(tables: Tables) -> Frame:
    same = ["recipient_id", "program", "period"]
    back = books(tables).filter(col("came_back") == 1, (col("age_days") < YEAR).fill_null(value=True))
    back = settled(tables.engine, back, "left_out_came_back")
    credited = (
        books(tables).filter(col("credited") == 1).join(back, on="recipient_id", how="semi").select(*same).unique()
    )
    left = back.join(credited, on=same, how="anti")
    return totals(left, *same, amount_owed=col("amount").max(), age_days=col("age_days").max())


def _scored(failed: Frame) -> Frame:
    young = (col("age_days") < PATIENCE_DAYS).fill_null(value=False)
    return failed.with_columns(score=nw.when(young).then(nw.lit(YOUNG)).otherwise(nw.lit(LASTING)))


def _never_paid(tables: Tables) -> Frame:
    """Enrolled recipients with contradicting papers and no payment of a programme that pays others."""
    waiting = enrolled(tables).join(mismatched(tables), on="recipient_id", how="inner")
    tried = stacked(
        [
            paid_last_year(tables).select("recipient_id", "program"),
            open_failures(tables).select("recipient_id", "program"),
        ]
    ).unique()
    without = waiting.join(tried, on=["recipient_id", "program"], how="anti")
    owed = join(with_family(tables, without), usual_amount(tables), "program")
    paying = owed.filter(~col("usual").is_null())
    return paying.with_columns(amount_owed=col("usual"), score=nw.lit(NEVER_PAID))


MAKERS: dict[str, Maker] = {FAILURES: _open_failures}
