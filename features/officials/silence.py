"""Recipients of an official whose aid lay untouched for half a year and was then emptied beside others' (T13)."""

from features.accounts.silence import emptied
from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.answering.hands import guided, hands
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, totals
from features.officials.basis import CUSTOMERS, official_feature
from features.tables import Tables

NEEDS = {
    "officials": (),
    "recipients": (),
    "accounts": ("recipient_id",),
    "transactions": ("terminal_id",),
    "payments": ("credited_at",),
}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_emptied_recipients",
        meaning="Recipients registered or guided whose aid lay untouched for over 180 days and was then emptied in one "
        "day, at a place where that of others was emptied so within 30 days.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs=NEEDS,
        linked=True,
        text_en="Long untouched aid of {value} of these recipients was emptied at one place within a month; usual is "
        "{usual}.",
        text_id="Bantuan {value} penerima ini yang lama tidak disentuh dikosongkan di satu tempat dalam sebulan; "
        "lazimnya {usual}.",
    ),
    official_feature(
        name="official_emptied_share",
        meaning="The same recipients as a share of all whom the official registered or guides.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=NEEDS,
        linked=True,
        text_en="{value} of these recipients' long untouched aid was emptied beside that of others; usual is {usual}.",
        text_id="Bantuan lama tak tersentuh milik {value} penerima ini dikosongkan bersama milik penerima lain; "
        "lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with recipients; nobody so emptied is 0."""
    beside_others = emptied(tables).filter(col("others") > 0).select("list_no").unique()
    met = hands(tables).join(beside_others, on="list_no", how="semi")
    counted = joined(guided(tables), totals(met, "official_id", met=col("recipient_id").count()), on="official_id")
    found = counted.with_columns(met=col("met").fill_null(0))
    return as_features(
        found.select(
            "official_id",
            col("met").alias("official_emptied_recipients"),
            fair_share(col("met"), col("guided")).alias("official_emptied_share"),
        ),
        "official_id",
        FEATURES,
    )
