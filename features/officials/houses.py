"""Families whom an official registered at one house that has no electricity meter (T12)."""

from features.agents.shape import as_features
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, totals, yes
from features.household.house import MONTH_DAYS, houses
from features.moments import days
from features.officials.basis import CUSTOMERS, official_feature
from features.shapes import rows
from features.tables import Tables
from features.together_in_time import with_others

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_house_registered",
        meaning="Most families whom the official registered within 30 days at one house number at which no receiving "
        "family has an electricity meter on record.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs={
            "officials": (),
            "recipients": ("registered_by", "registered_on", "family_id"),
            "families": ("address", "meter_id"),
        },
        text_en="{value} families were registered within a month at one house without an electricity meter; usual is "
        "{usual}.",
        text_id="{value} keluarga didaftarkan dalam sebulan di satu rumah tanpa meteran listrik; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official who registered anybody at a house number."""
    people = rows(tables, "recipients").select(
        "family_id", col("registered_by").alias("official_id"), days(col("registered_on")).alias("registered")
    )
    homes = houses(tables).filter(~col("house").is_null()).select("family_id", "house", "meter")
    housed = people.join(homes, on="family_id", how="inner")
    dark = totals(housed.with_columns(metered=yes(~col("meter").is_null())), "house", metered=col("metered").max())
    seen = join(housed, dark, "house")
    each = totals(
        seen, "official_id", "house", "family_id", registered=col("registered").min(), lit=col("metered").max()
    )
    crowd = with_others(each.filter(col("lit") == 0), "official_id", "house", day="registered", days=MONTH_DAYS)
    most = totals(crowd.with_columns(crowd=col("others") + 1), "official_id", most=col("crowd").max())
    everyone = each.select("official_id").filter(~col("official_id").is_null()).unique()
    found = join(everyone, most, "official_id")
    return as_features(
        found.select("official_id", col("most").fill_null(0).alias("official_house_registered")),
        "official_id",
        FEATURES,
    )
