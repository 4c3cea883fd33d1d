"""Who else lives in the house: how many receiving families, since when, behind which meter (T11, T12)."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Engine, Frame
from features.expressions import col, join, most_of, only, share, sharing, totals, yes
from features.houses import houses, registered_in_an_event
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables
from features.together_in_time import with_others

HOUSES = {"families": ("address",), "recipients": ("family_id",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.SHARING, linked=True, unit=Unit.COUNT)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="household_address_families",
        meaning="Other families of recipients at the same house number; empty where the address names no house.",
        needs=HOUSES,
        text_en="{value} other receiving famil[y|ies] give[s|] the same house as theirs; {usual} is usual here.",
        text_id="{value} keluarga penerima lain beralamat di rumah yang sama; lazimnya {usual}.",
    ),
    fact(
        name="household_address_same_month",
        meaning="Other families of recipients at the same house who were registered within 30 days of this one; 0 "
        "where three in ten of the village were registered within a week of it, too.",
        needs={**HOUSES, "recipients": ("family_id", "registered_on")},
        text_en="{value} other famil[y|ies] of the same house [was|were] registered within the same month; "
        "{usual} is usual here.",
        text_id="{value} keluarga lain di rumah yang sama didaftarkan dalam bulan yang sama; lazimnya {usual}.",
    ),
    fact(
        name="household_address_metered_share",
        meaning="Of several receiving families at one house, the share with an electricity meter on record; empty "
        "where the family lives there alone.",
        unit=Unit.SHARE,
        tail=Tail.LOW,
        needs={**HOUSES, "families": ("address", "meter_id")},
        text_en="{value} of the families at this house have an electricity meter on record; {usual} is usual here.",
        text_id="{value} keluarga di rumah ini tercatat memiliki meteran listrik; lazimnya {usual}.",
    ),
)


MONTH_DAYS = 30
"""Lists are verified monthly (Permensos 3/2021): what comes within a month comes with one list."""


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    homes = tables.engine.keep(_homes(tables), "kept_homes")
    found = join(homes, _crowds(tables.engine, homes), "recipient_id")
    event = registered_in_an_event(tables).select("family_id", event=nw.lit(1))
    found = join(found, event, "family_id")
    listed = nw.when(col("event").is_null()).then(col("same_month")).otherwise(nw.lit(0))
    housed, crowd = ~col("house").is_null(), col("families").fill_null(1)
    dated = housed & ~col("registered").is_null()
    return found.select(
        col("recipient_id").alias("subject_id"),
        only(housed, crowd - 1).alias("household_address_families"),
        only(dated, listed.fill_null(0)).alias("household_address_same_month"),
        col("metered_share").alias("household_address_metered_share"),
    )


def _homes(tables: Tables) -> Frame:
    people = rows(tables, "recipients").select(
        "recipient_id", "family_id", tables.days("registered_on").alias("registered")
    )
    return join(people, houses(tables), "family_id").with_columns(metered=yes(~col("meter").is_null()))


def _crowds(engine: Engine, homes: Frame) -> Frame:
    """Per recipient of a house with several families: families, same_month, metered_share."""
    several = sharing(homes.filter(~col("house").is_null()), "house", who="family_id", name="families")
    crowd = engine.keep(homes.join(several, on="house", how="inner"), "kept_crowds")
    each = totals(crowd, "house", "family_id", registered=col("registered").min(), metered=col("metered").max())
    meters = totals(each, "house", seen=nw.len(), metered=col("metered").sum())
    meters = meters.select("house", share(col("metered"), col("seen")).alias("metered_share"))
    dated = with_others(each, "house", day="registered", days=MONTH_DAYS)
    month = totals(dated, "family_id", same_month=most_of("others"))
    found = join(
        join(crowd.select("recipient_id", "family_id", "house", "families"), meters, "house"), month, "family_id"
    )
    return found.select("recipient_id", "families", "same_month", "metered_share")
