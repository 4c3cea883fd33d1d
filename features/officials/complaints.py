"""What citizens report about an official and about those registered or guided."""

import narwhals as nw

from features.agents.complaints import complaining_recipients, complaints_about, named_days, per_hundred
from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.answering.hands import guided, hands
from features.catalogue import Feature, Unit
from features.chance import beyond_chance
from features.engine import Frame
from features.expressions import col, only, stacked, totals
from features.officials.basis import HANDS, REPORTED, official_feature
from features.shapes import rows
from features.tables import Tables

ABOUT = {**HANDS, "complaints": ("subject_kind", "subject_id")}
SAID = {**HANDS, "complaints": ("category", "subject_kind", "subject_id")}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_complaints_per_hundred",
        meaning="Complaints that name this official in the last 12 months, per 100 recipients registered or guided.",
        unit=Unit.NUMBER,
        basis=REPORTED,
        needs=ABOUT,
        text_en="There [is|are] {value} complaint[|s] per 100 recipients; usual is {usual}.",
        text_id="Terdapat {value} pengaduan per 100 penerima; lazimnya {usual}.",
    ),
    official_feature(
        name="official_named_days",
        meaning="Days of the last 12 months on which a report of missing money, a levy, a withheld card or a recipient "
        "who does not exist named this official: several calls of one day may be one caller.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs={"officials": (), "complaints": ("category", "subject_kind", "subject_id")},
        text_en="On {value} day[|s] somebody reported missing money, a levy or a withheld card and named this "
        "official; usual is {usual}.",
        text_id="Pada {value} hari ada laporan dana kurang, pungutan, atau kartu ditahan yang menyebut petugas ini; "
        "lazimnya {usual}.",
    ),
    official_feature(
        name="official_recipients_complaining_share",
        meaning="Share of these recipients of whom money not received, paid short, a withheld card or a levy was "
        "reported.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=SAID,
        text_en="For {value} of these recipients, missing money, a levy or a withheld card was "
        "reported; usual is {usual}.",
        text_id="Bagi {value} penerima ini ada laporan dana kurang, pungutan, atau kartu ditahan; lazimnya {usual}.",
    ),
    official_feature(
        name="official_recipients_complaining",
        meaning="Recipients registered or guided of whom such a thing was reported: of a few any share may be chance.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=SAID,
        text_en="For {value} of these recipients, missing money, a levy or a withheld card was reported; usual is "
        "{usual}.",
        text_id="Bagi {value} penerima ini ada laporan dana kurang, pungutan, atau kartu ditahan; lazimnya {usual}.",
    ),
    official_feature(
        name="official_complaints_beyond_chance",
        meaning="Powers of ten by which these complaining recipients exceed what chance gives "
        "at the drop's usual rate: at 4, as many come by chance at most once in ten thousand officials.",
        unit=Unit.ODDS,
        basis=REPORTED,
        needs=SAID,
        text_en="By chance so many complaints would occur once in {value} official[|s].",
        text_id="Secara kebetulan, pengaduan sebanyak ini terjadi hanya pada satu dari {value} petugas.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with recipients, or whom somebody named; nobody complaining is 0."""
    named = complaints_about(tables, "official").rename({"subject_id": "official_id"})
    harmed = hands(tables).join(complaining_recipients(tables), on="recipient_id", how="inner")
    days = named_days(tables, "official").rename({"subject_id": "official_id"})
    known = rows(tables, "officials").select("official_id").join(days, on="official_id", how="semi")
    everybody = stacked([guided(tables).select("official_id"), known]).unique()
    counted = joined(
        everybody,
        guided(tables),
        days,
        totals(named, "official_id", named=nw.len()),
        totals(harmed, "official_id", harmed=nw.len()),
        on="official_id",
    )
    usual = counted.select(rate=nw.col("harmed").sum() / nw.col("guided").sum())
    found = counted.join(usual, how="cross").select(
        "official_id",
        per_hundred(col("named"), col("guided")).alias("official_complaints_per_hundred"),
        col("named_days").fill_null(0).alias("official_named_days"),
        fair_share(col("harmed").fill_null(0), col("guided")).alias("official_recipients_complaining_share"),
        only(~col("guided").is_null(), col("harmed").fill_null(0)).alias("official_recipients_complaining"),
        beyond_chance(col("harmed").fill_null(0), col("guided"), col("rate")).alias(
            "official_complaints_beyond_chance"
        ),
    )
    return as_features(found, "official_id", FEATURES)
