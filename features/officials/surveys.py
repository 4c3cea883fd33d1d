"""How an enumerator's surveys differ from those of others in the same district (desk-only surveys, poorer houses)."""

import narwhals as nw

from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Tail, Unit
from features.engine import Engine, Frame
from features.expressions import col, join, only, totals, yes
from features.officials.basis import SURVEY, official_feature
from features.peers import placed
from features.repeats import repeated
from features.shapes import rows
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_surveys",
        meaning="Families surveyed by this official.",
        unit=Unit.COUNT,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id",)},
        text_en="{value} famil[y|ies] [was|were] surveyed by this official; usual is {usual}.",
        text_id="{value} keluarga didata oleh petugas ini; lazimnya {usual}.",
    ),
    official_feature(
        name="official_surveys_busiest_day",
        meaning="Most families surveyed on one day; a visit with 39 questions takes about half an hour.",
        unit=Unit.COUNT,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id", "surveyed_on")},
        text_en="{value} famil[y|ies] [was|were] surveyed on one day; usual is {usual}.",
        text_id="{value} keluarga didata dalam satu hari; lazimnya {usual}.",
    ),
    official_feature(
        name="official_survey_asset_shift",
        meaning="Modern assets recorded per family, minus the mean that all enumerators record in the same district.",
        unit=Unit.NUMBER,
        basis=SURVEY,
        needs={"officials": (), "families": ("enumerator_id", "village_code", "has_refrigerator")},
        tail=Tail.LOW,
        text_en="This official's surveys record {value} asset[|s] per family beside the district's "
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
        text_en="The families surveyed stand {value} decile[|s] from their villages' mean; usual is {usual}.",
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


ASSETS = (
    "has_motorcycle",
    "has_car",
    "has_refrigerator",
    "has_air_conditioner",
    "has_gold",
    "has_smartphone",
    "has_second_house",
)
WORDS = ("floor", "wall", "roof")
NUMBERS = ("floor_area_m2", "electricity_va", "land_m2", "members")
DIGITS = 9
FEWEST_SURVEYS = 20
"""Below this, chance alone moves a mean of assets by more than an enumerator could."""


def build(tables: Tables) -> Frame:
    """One row per official who surveyed families."""
    surveyed = tables.engine.keep(_surveyed(tables), "kept_surveys")
    own = surveyed.filter(~col("official_id").is_null())
    officials = rows(tables, "officials").select("official_id")
    counts = totals(own, "official_id", official_surveys=nw.len())
    here = tables.engine.keep(placed(tables, _sums(surveyed, "village_code")), "kept_surveyed_villages")
    mine = tables.engine.keep(placed(tables, _sums(own, "official_id", "village_code")), "kept_own_villages")
    shifts = (
        _shift(mine, here, "assets", "district_code", "official_survey_asset_shift"),
        _shift(mine, here, "decile", "village_code", "official_survey_decile_shift"),
    )
    parts = (counts, _busiest(own), *shifts, _identical(tables.engine, own, counts))
    found = joined(officials, *parts, on="official_id").filter(~col("official_surveys").is_null())
    return as_features(found, "official_id", FEATURES)


def _surveyed(tables: Tables) -> Frame:
    return rows(tables, "families").select(
        "village_code",
        "decile",
        *WORDS,
        *NUMBERS,
        official_id=col("enumerator_id"),
        day=tables.days("surveyed_on"),
        assets=_assets(),
        owned=nw.sum_horizontal(*(_answer(name) * 3**place for place, name in enumerate(ASSETS))),
    )


def _assets() -> nw.Expr:
    """Assets recorded of those asked about; empty where none of the questions was answered."""
    asked = nw.sum_horizontal(*(yes(~col(name).is_null()) for name in ASSETS))
    return only(asked > 0, nw.sum_horizontal(*(yes(col(name)) for name in ASSETS)))


def _busiest(own: Frame) -> Frame:
    by_day = totals(own, "official_id", "day", times=nw.len())
    return totals(by_day, "official_id", official_surveys_busiest_day=col("times").max())


def _sums(surveyed: Frame, *keys: str) -> Frame:
    """Assets and deciles, and how many are known, per village: what a district needs adds up from there."""
    return totals(
        surveyed,
        *keys,
        assets=col("assets").sum(),
        assets_known=col("assets").count(),
        decile=col("decile").sum(),
        decile_known=col("decile").count(),
    )


def _shift(mine: Frame, here: Frame, value: str, place: str, name: str) -> Frame:
    """Mean over own surveys of the value less the mean of its place, from whole sums."""
    known = f"{value}_known"
    there = totals(here, place, all=col(value).sum(), seen=col(known).sum())
    own = totals(mine.filter(col(known) > 0), "official_id", place, own=col(value).sum(), mine=col(known).sum())
    own = join(own, there, place)
    expected = col("all").cast(nw.Float64) / col("seen").cast(nw.Float64) * col("mine")
    found = (
        own.with_columns(off=col("own") - expected)
        .group_by("official_id")
        .agg(off=col("off").sum(), mine=col("mine").sum())
    )
    mean = (col("off") / col("mine")).round(DIGITS)
    return found.select("official_id", only(col("mine") >= FEWEST_SURVEYS, mean).alias(name))


def _identical(engine: Engine, own: Frame, counts: Frame) -> Frame:
    """Each answer is a column of the key: texts of them would take longer to write than to compare."""
    filled = own.select(
        "official_id",
        "owned",
        *(col(name).fill_null("-") for name in WORDS),
        *(col(name).fill_null(-1) for name in NUMBERS),
    )
    key = ["official_id", "owned", *WORDS, *NUMBERS]
    times = totals(repeated(engine, filled, key), *key, times=nw.len())
    found = join(counts, totals(times, "official_id", most=col("times").max()), "official_id")
    alike = fair_share(col("most").fill_null(1), col("official_surveys"))
    return found.select("official_id", alike.alias("official_identical_answers_share"))


def _answer(name: str) -> nw.Expr:
    """No answer, no and yes as 0, 1 and 2."""
    return yes(~col(name).is_null()) + yes(col(name))
