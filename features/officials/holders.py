"""Aid accounts that are held in an official's own name."""

import narwhals as nw

from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, totals
from features.officials.basis import OWN_ACCOUNT, official_feature
from features.officials.hands import outside_household
from features.shapes import rows
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_held_accounts",
        meaning="Recipients outside the official's household whose account is held under the official's NIK.",
        unit=Unit.COUNT,
        basis=OWN_ACCOUNT,
        needs={"officials": ("nik",), "accounts": ("recipient_id", "holder_nik"), "recipients": ()},
        linked=True,
        backtest=False,
        text_en="The accounts of {value} recipient[|s] are held in the official's name; usual is {usual}.",
        text_id="Rekening {value} penerima tercatat atas nama petugas; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official whose NIK is known; no account of others held in it is 0."""
    officials = rows(tables, "officials").filter(~col("nik_key").is_null())
    owners = officials.select(
        "official_id", col("nik_key").alias("holder_nik_key"), col("family_id").alias("own_family")
    )
    accounts = rows(tables, "accounts").select("holder_nik_key", "recipient_id")
    people = rows(tables, "recipients").select("recipient_id", "family_id", "nik_key")
    held = join(owners.join(accounts, on="holder_nik_key", how="inner"), people, "recipient_id")
    strangers = held.filter((col("nik_key") != col("holder_nik_key")).fill_null(value=True))
    others = outside_household(strangers.filter(~col("recipient_id").is_null()))
    counted = totals(others.select("official_id", "recipient_id").unique(), "official_id", held=nw.len())
    found = joined(owners, counted, on="official_id").select(
        "official_id", col("held").fill_null(0).alias("official_held_accounts")
    )
    return as_features(found, "official_id", FEATURES)
