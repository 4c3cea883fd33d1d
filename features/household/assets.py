"""What the survey saw in the house: modern assets, building, electricity, and how old the survey is."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

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
        text_en="Floor area per family member is {value} square metres; {usual} is usual here.",
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
        text_en="The family has {value} square metres of land on record; {usual} is usual here.",
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
