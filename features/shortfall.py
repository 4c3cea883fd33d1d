"""When a family confirmed less than it was due, and for how many families of one owner that is more than chance."""

import narwhals as nw

from features.chance import beyond_chance
from features.engine import Frame
from features.expressions import col, count, only, sum_of, totals, yes

FEE_PERCENT = 3
"""So much of a payment may stay behind as the agent's known fee: at most Rp6,000, 2.7 % of the smallest payment
(Rp225,000, one pupil's quarter); the smallest levy of the known cases took 5 % (domain 3 and 4, T3)."""


def more_than_a_fee(missing: nw.Expr, paid: nw.Expr) -> nw.Expr:
    """What is missing of a payment where a fee cannot explain it, else 0; empty where either is unknown."""
    kept_back = nw.when(missing * 100 > paid * FEE_PERCENT).then(missing).otherwise(nw.lit(0))
    return only(~(missing.is_null() | paid.is_null()), kept_back)


def short_families(payments: Frame, owner: str) -> Frame:
    """Per owner, over confirmed payments with recipient_id and ``short``, what is missing of each.

    seen, times and amount: payments, those that fell short, and by how much; asked and people: recipients, and those
    who went short at least once; beyond_chance: of the recipients, not of the payments, since whoever is short once is
    short again and is one case.
    """
    families = totals(
        payments.with_columns(_times=yes(col("short") > 0)),
        owner,
        "recipient_id",
        seen=count(),
        times=sum_of("_times"),
        amount=sum_of("short"),
    )
    found = totals(
        families.with_columns(_went_short=yes(col("times") > 0)),
        owner,
        seen=sum_of("seen"),
        times=sum_of("times"),
        amount=sum_of("amount"),
        asked=count(),
        people=sum_of("_went_short"),
    )
    usual = found.select(rate=nw.col("people").sum() / nw.col("asked").sum())
    beyond = beyond_chance(col("people"), col("asked"), col("rate"))
    return found.join(usual, how="cross").with_columns(beyond_chance=beyond).drop("rate")
