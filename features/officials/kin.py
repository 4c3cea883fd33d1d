"""An official's kin among those registered or guided (T4; in a village everybody has cousins, so against peers)."""

import narwhals as nw

from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.answering.hands import guided, hands
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, stacked, totals
from features.officials.basis import KINSHIP, official_feature
from features.shapes import rows
from features.tables import Tables

KIN = {"officials": ("family_id",), "recipients": ("family_id",), "kin": ()}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_kin_recipients",
        meaning="Recipients registered or guided by the official whose family is kin to the official's.",
        unit=Unit.COUNT,
        basis=KINSHIP,
        needs=KIN,
        linked=True,
        backtest=False,
        text_en="{value} of these recipients [is|are] kin to the official; usual is {usual}.",
        text_id="{value} penerima ini berkerabat dengan petugas; lazimnya {usual}.",
    ),
    official_feature(
        name="official_kin_share",
        meaning="The same as a share of all whom the official registered or guides.",
        unit=Unit.SHARE,
        basis=KINSHIP,
        needs=KIN,
        linked=True,
        backtest=False,
        text_en="{value} of these recipients are kin to the official; usual is {usual}.",
        text_id="{value} penerima ini berkerabat dengan petugas; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with recipients and a known family; no kin among them is 0."""
    known = rows(tables, "officials").filter(~col("family_id").is_null()).select("official_id")
    pairs = hands(tables).join(_both_ways(tables), on=["own_family", "family_id"], how="inner")
    counted = totals(pairs.select("official_id", "recipient_id").unique(), "official_id", kin=nw.len())
    own = guided(tables).join(known, on="official_id", how="inner")
    kin = col("kin").fill_null(0)
    found = joined(own, counted, on="official_id").select(
        "official_id",
        kin.alias("official_kin_recipients"),
        fair_share(kin, col("guided")).alias("official_kin_share"),
    )
    return as_features(found, "official_id", FEATURES)


def _both_ways(tables: Tables) -> Frame:
    kin = rows(tables, "kin")
    there = kin.select(col("left_family_id").alias("own_family"), col("right_family_id").alias("family_id"))
    back = kin.select(col("right_family_id").alias("own_family"), col("left_family_id").alias("family_id"))
    return stacked([there, back]).unique()
