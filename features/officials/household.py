"""An official's own household among the recipients (T4)."""

import narwhals as nw

from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, totals
from features.officials.basis import EXCLUDED, official_feature
from features.payments.ledger import payment_totals
from features.shapes import rows
from features.tables import Tables

FAMILY = {"officials": ("family_id",), "recipients": ("family_id",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_household_recipients",
        meaning="Recipients of the official's own household.",
        unit=Unit.COUNT,
        basis=EXCLUDED,
        needs=FAMILY,
        relative=False,
        backtest=False,
        text_en="{value} recipient[|s] belong[s|] to the official's own household, which the rules exclude.",
        text_id="{value} penerima berasal dari rumah tangga petugas sendiri, yang menurut aturan dikecualikan.",
    ),
    official_feature(
        name="official_household_amount",
        meaning="Money credited to recipients of the official's own household in the last 12 months.",
        unit=Unit.RUPIAH,
        basis=EXCLUDED,
        needs={**FAMILY, "payments": ()},
        relative=False,
        backtest=False,
        text_en="{value} was credited to the official's own household in twelve months.",
        text_id="{value} disalurkan ke rumah tangga petugas sendiri dalam dua belas bulan.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official whose own family is known; no recipient in it is 0."""
    known = rows(tables, "officials").select("official_id", "family_id").filter(~col("family_id").is_null())
    people = rows(tables, "recipients").select("family_id", "recipient_id")
    own = known.join(people, on="family_id", how="inner")
    paid = payment_totals(tables).select("recipient_id", col("year_amount").alias("paid"))
    counted = totals(join(own, paid, "recipient_id"), "official_id", own=nw.len(), paid=col("paid").sum())
    found = joined(known, counted, on="official_id").select(
        "official_id",
        col("own").fill_null(0).alias("official_household_recipients"),
        col("paid").fill_null(0).alias("official_household_amount"),
    )
    return as_features(found, "official_id", FEATURES)
