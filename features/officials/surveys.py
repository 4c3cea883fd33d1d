"""How an enumerator's surveys differ from those of others in the same district (desk-only surveys, poorer houses)."""

from features.catalogue import Feature, Tail, Unit
from features.officials.basis import SURVEY, official_feature

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_surveys",
        meaning="Families surveyed by this official.",
        unit=Unit.COUNT,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id",)},
        text_en="{value} families were surveyed by this official; usual is {usual}.",
        text_id="{value} keluarga didata oleh petugas ini; lazimnya {usual}.",
    ),
    official_feature(
        name="official_surveys_busiest_day",
        meaning="Most families surveyed on one day; a visit with 39 questions takes about half an hour.",
        unit=Unit.COUNT,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id", "surveyed_on")},
        text_en="{value} families were surveyed on one day; usual is {usual}.",
        text_id="{value} keluarga didata dalam satu hari; lazimnya {usual}.",
    ),
    official_feature(
        name="official_survey_asset_shift",
        meaning="Modern assets recorded per family, minus the mean that all enumerators record in the same district.",
        unit=Unit.NUMBER,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id", "village_code", "has_refrigerator")},
        tail=Tail.LOW,
        text_en="This official's surveys record {value} assets per family beside the district's "
        "mean; usual is {usual}.",
        text_id="Pendataan petugas ini mencatat selisih {value} aset per keluarga dari rata-rata kecamatan; "
        "lazimnya {usual}.",
    ),
    official_feature(
        name="official_survey_decile_shift",
        meaning="Mean decile of the families surveyed, minus the mean of all families of the same villages.",
        unit=Unit.NUMBER,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id", "village_code", "decile")},
        tail=Tail.LOW,
        text_en="The families surveyed stand {value} deciles from their villages' mean; usual is {usual}.",
        text_id="Keluarga yang didata berselisih {value} desil dari rata-rata desanya; lazimnya {usual}.",
    ),
    official_feature(
        name="official_identical_answers_share",
        meaning="Share of the surveys with exactly the same house and assets as the official's most common answer.",
        unit=Unit.SHARE,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id", "floor_area_m2")},
        text_en="{value} of the surveys hold exactly the same answers; usual is {usual}.",
        text_id="{value} pendataan berisi jawaban yang persis sama; lazimnya {usual}.",
    ),
)
