"""An official's phone and name on recipients' forms and accounts (a cadre's phone on many forms is innocent)."""

import narwhals as nw

from features.agents.shape import as_features, joined
from features.answering.hands import outside_household
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, totals
from features.officials.basis import CONTACT, official_feature
from features.shapes import rows
from features.tables import Tables

PHONES = {"officials": ("phone",), "recipients": ("phone",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_phone_recipients",
        meaning="Recipients outside the official's household whose phone is the official's.",
        unit=Unit.COUNT,
        basis=CONTACT,
        needs=PHONES,
        linked=True,
        backtest=False,
        text_en="{value} recipient[|s] gave the official's phone as theirs; usual is {usual}.",
        text_id="{value} penerima mencantumkan nomor telepon petugas; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official whose phone is known; nobody sharing it is 0."""
    officials = rows(tables, "officials").filter(~col("phone_key").is_null())
    owners = officials.select("official_id", "phone_key", col("family_id").alias("own_family"))
    people = rows(tables, "recipients").select("recipient_id", "family_id", "phone_key")
    shared = outside_household(owners.join(people, on="phone_key", how="inner"))
    counted = totals(shared, "official_id", shared=nw.len())
    found = joined(owners, counted, on="official_id").select(
        "official_id", col("shared").fill_null(0).alias("official_phone_recipients")
    )
    return as_features(found, "official_id", FEATURES)
