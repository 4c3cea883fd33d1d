"""Families whom an official registered at one house where hardly any has an electricity meter (T12)."""

import narwhals as nw

from features.agents.shape import as_features
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, totals, yes
from features.household.house import MONTH_DAYS
from features.houses import houses, registered_in_an_event
from features.officials.basis import CUSTOMERS, official_feature
from features.shapes import rows
from features.tables import Tables
from features.together_in_time import with_others

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_house_registered",
        meaning="Most families whom the official registered within 30 days at one house number at which at most one "
        "family in four has an electricity meter on record; 0 where there is none. Those with whom three in ten of "
        "their village were registered within a week are not counted.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs={
            "officials": (),
            "recipients": ("registered_by", "registered_on", "family_id"),
            "families": ("address", "meter_id"),
        },
        text_en="{value} famil[y|ies] [was|were] registered within a month at one house where hardly any has an "
        "electricity meter; usual is {usual}.",
        text_id="{value} keluarga didaftarkan dalam sebulan di satu rumah yang hampir tanpa meteran "
        "listrik; lazimnya {usual}.",
    ),
)

FEW = 4
"""One family in so many may have a meter: the owner's, beside the least crowd that the rules ask about."""


def build(tables: Tables) -> Frame:
    """One row per official who registered anybody."""
    people = rows(tables, "recipients").select(
        "family_id",
        col("registered_by").alias("official_id"),
        tables.days("registered_on").alias("registered"),
    )
    known = people.filter(~col("official_id").is_null())
    housed = known.join(_dark(tables), on="family_id", how="inner")
    housed = housed.join(registered_in_an_event(tables), on="family_id", how="anti")
    each = totals(housed, "official_id", "house", "family_id", registered=col("registered").min())
    crowd = with_others(each, "official_id", "house", day="registered", days=MONTH_DAYS)
    most = totals(crowd.with_columns(crowd=col("others") + 1), "official_id", most=col("crowd").max())
    found = join(known.select("official_id").unique(), most, "official_id")
    registered = col("most").fill_null(0).alias("official_house_registered")
    return as_features(found.select("official_id", registered), "official_id", FEATURES)


def _dark(tables: Tables) -> Frame:
    """family_id and house, of houses at which hardly any family of the registry has a meter.

    Whoever really lives in the house has one; what tells is that those who were listed there have none.
    """
    homes = houses(tables).filter(~col("house").is_null()).select("family_id", "house", "meter")
    meters = totals(
        homes.with_columns(metered=yes(~col("meter").is_null())), "house", seen=nw.len(), metered=col("metered").sum()
    )
    dark = meters.filter(col("metered") * FEW <= col("seen")).select("house")
    return homes.join(dark, on="house", how="semi").select("family_id", "house")
