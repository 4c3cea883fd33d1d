"""Payees who had died and whose aid went on under an official (T7; the registry lags, so only long after)."""

import narwhals as nw

from features.agents.deaths import LAG_DAYS, with_death
from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.answering.hands import guided, hands
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, totals
from features.officials.basis import CUSTOMERS, official_feature
from features.payments.ledger import payment_totals
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_deceased_share",
        meaning="Share of these recipients credited more than 90 days after the registered death of the payee.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={"officials": (), "recipients": (), "persons": ("died_on",), "payments": ()},
        text_en="{value} of these recipients were paid long after the payee's registered death; usual is {usual}.",
        text_id="{value} penerima ini dibayar lama setelah pengurusnya tercatat meninggal; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with recipients; nobody paid after death is 0."""
    last = payment_totals(tables).select("recipient_id", "last_paid")
    paid = with_death(tables, join(hands(tables), last, "recipient_id"))
    late = totals(paid.filter(col("last_paid") - col("died_day") > LAG_DAYS), "official_id", late=nw.len())
    found = joined(guided(tables), late, on="official_id").select(
        "official_id", fair_share(col("late").fill_null(0), col("guided")).alias("official_deceased_share")
    )
    return as_features(found, "official_id", FEATURES)
