"""What the survey saw in the house: modern assets, building, electricity, and how old the survey is."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, join, number, only, share, totals, yes
from features.moments import day_of
from features.roll import roll
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ENTITLEMENT)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="household_asset_share",
        meaning="Share of the surveyed modern assets (car, motorcycle, refrigerator, air conditioner, gold, "
        "smartphone, second house) that the family has; empty where fewer than three were asked.",
        unit=Unit.SHARE,
        needs={"families": (), "recipients": ("family_id",)},
        text_en="The family has {value} of the assets asked for in the survey; {usual} is usual here.",
        text_id="Keluarga memiliki {value} dari aset yang disurvei; lazimnya {usual}.",
    ),
    fact(
        name="household_building_share",
        meaning="Share of floor, wall and roof (those surveyed) made of the most costly materials: marble, ceramic or "
        "parquet; brick; concrete.",
        unit=Unit.SHARE,
        needs={"families": (), "recipients": ("family_id",)},
        text_en="{value} of the house's floor, wall and roof is of costly material; {usual} is usual here.",
        text_id="{value} dari lantai, dinding dan atap rumah berbahan mahal; lazimnya {usual}.",
    ),
    fact(
        name="household_floor_area_per_member",
        meaning="Floor area in square metres per family member.",
        unit=Unit.NUMBER,
        basis=basis.SIZE,
        needs={"families": ("floor_area_m2", "members"), "recipients": ("family_id",)},
        text_en="Floor area per family member is {value} square metre[|s]; {usual} is usual here.",
        text_id="Luas lantai per anggota keluarga {value} meter persegi; lazimnya {usual}.",
    ),
    fact(
        name="household_electricity_va",
        meaning="Power of the electricity connection in volt-ampere (a landlord's meter may serve a poor tenant).",
        unit=Unit.NUMBER,
        needs={"families": ("electricity_va",), "recipients": ("family_id",)},
        text_en="The house is connected at {value} VA; {usual} is usual here.",
        text_id="Daya listrik rumah {value} VA; lazimnya {usual}.",
    ),
    fact(
        name="household_land_m2",
        meaning="Land of the family in square metres.",
        unit=Unit.NUMBER,
        needs={"families": ("land_m2",), "recipients": ("family_id",)},
        text_en="The family has {value} square metre[|s] of land on record; {usual} is usual here.",
        text_id="Keluarga tercatat memiliki lahan {value} meter persegi; lazimnya {usual}.",
    ),
    fact(
        name="household_car",
        meaning="The survey recorded a car.",
        unit=Unit.YES_NO,
        needs={"families": ("has_car",), "recipients": ("family_id",)},
        text_en="A car is on record for the family: {value}; usual here: {usual}.",
        text_id="Keluarga tercatat memiliki mobil: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="household_second_house",
        meaning="The survey recorded a second house.",
        unit=Unit.YES_NO,
        needs={"families": ("has_second_house",), "recipients": ("family_id",)},
        text_en="A second house is on record for the family: {value}; usual here: {usual}.",
        text_id="Keluarga tercatat memiliki rumah kedua: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="household_survey_age_days",
        meaning="Days since the family was last surveyed.",
        unit=Unit.DAYS,
        needs={"families": ("surveyed_on",), "recipients": ("family_id",)},
        text_en="The family was last surveyed {value} ago; {usual} is usual here.",
        text_id="Keluarga terakhir disurvei {value} yang lalu; lazimnya {usual}.",
    ),
    fact(
        name="household_enumerator_asset_shift",
        meaning="Mean asset share in the surveys of this family's enumerator less that of the district's other "
        "surveys; empty where either rests on fewer than 20 surveys.",
        unit=Unit.RATIO,
        tail=Tail.LOW,
        linked=True,
        needs={"families": ("enumerator_id",), "recipients": ("family_id",)},
        text_en="This family's enumerator records assets at {value} against other surveys of the district; usual: "
        "{usual}.",
        text_id="Pencatat survei keluarga ini mencatat aset {value} dibanding survei lain di kecamatan; lazimnya "
        "{usual}.",
    ),
)


MODERN = (
    "has_car",
    "has_motorcycle",
    "has_refrigerator",
    "has_air_conditioner",
    "has_gold",
    "has_smartphone",
    "has_second_house",
)
COSTLY = {"floor": ["marble", "ceramic", "parquet"], "wall": ["brick"], "roof": ["concrete"]}
ASKED_AT_LEAST = 3
SURVEYS_AT_LEAST = 20


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    found = join(roll(tables).select("recipient_id", "family_id", "district_code"), _houses(tables), "family_id")
    shifts = _shifts(tables.engine.keep(found, "kept_houses"))
    found = found.join(shifts, on=["enumerator_id", "district_code"], how="left")
    survey_age = day_of(tables.as_of) - tables.days("surveyed_on")
    return found.select(
        col("recipient_id").alias("subject_id"),
        only(col("asked") >= ASKED_AT_LEAST, share(col("owned"), col("asked"))).alias("household_asset_share"),
        share(col("costly"), col("seen")).alias("household_building_share"),
        only(col("members") > 0, col("floor_area_m2") / col("members")).alias("household_floor_area_per_member"),
        col("electricity_va").alias("household_electricity_va"),
        col("land_m2").alias("household_land_m2"),
        number(col("has_car")).alias("household_car"),
        number(col("has_second_house")).alias("household_second_house"),
        only(survey_age >= 0, survey_age).alias("household_survey_age_days"),
        col("shift").alias("household_enumerator_asset_shift"),
    )


def _houses(tables: Tables) -> Frame:
    """Families with what was asked and found of assets and building."""
    owned, asked = nw.lit(0), nw.lit(0)
    for asset in MODERN:
        owned, asked = owned + yes(col(asset)), asked + yes(~col(asset).is_null())
    costly, seen = nw.lit(0), nw.lit(0)
    for part, materials in COSTLY.items():
        costly, seen = costly + yes(col(part).is_in(materials)), seen + yes(~col(part).is_null())
    return rows(tables, "families").select(
        "family_id",
        "members",
        "floor_area_m2",
        "electricity_va",
        "land_m2",
        "has_car",
        "has_second_house",
        "surveyed_on",
        "enumerator_id",
        owned.cast(nw.Int64).alias("owned"),
        asked.cast(nw.Int64).alias("asked"),
        costly.cast(nw.Int64).alias("costly"),
        seen.cast(nw.Int64).alias("seen"),
    )


def _shifts(houses: Frame) -> Frame:
    """Per enumerator and district: the asset share found there less that of the district's other enumerators."""
    surveyed = houses.filter(col("asked") > 0, ~col("enumerator_id").is_null()).with_columns(one=nw.lit(1))
    own = totals(
        surveyed,
        "enumerator_id",
        "district_code",
        owned=col("owned").sum(),
        asked=col("asked").sum(),
        surveys=col("one").sum(),
    )
    district = totals(
        own, "district_code", all_owned=col("owned").sum(), all_asked=col("asked").sum(), all=col("surveys").sum()
    )
    found = join(own, district, "district_code")
    enough = (col("surveys") >= SURVEYS_AT_LEAST) & (col("all") - col("surveys") >= SURVEYS_AT_LEAST)
    others = share(col("all_owned") - col("owned"), col("all_asked") - col("asked"))
    return found.select(
        "enumerator_id", "district_code", only(enough, share(col("owned"), col("asked")) - others).alias("shift")
    )
