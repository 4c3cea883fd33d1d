"""Whom an official registered or guides, and how that was done."""

import narwhals as nw

from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.answering.hands import guided, hands
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, share, totals, yes
from features.officials.basis import CUSTOMERS, DUTY, HANDS, official_feature
from features.shapes import rows
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_recipients",
        meaning="Recipients whom the official registered or guides.",
        unit=Unit.COUNT,
        basis=DUTY,
        needs=HANDS,
        text_en="{value} recipient[|s] [was|were] registered or [is|are] guided by this official; usual is {usual}.",
        text_id="{value} penerima didaftarkan atau didampingi oleh petugas ini; lazimnya {usual}.",
    ),
    official_feature(
        name="official_area_share",
        meaning="Those recipients as a share of all recipients of the villages in which they live.",
        unit=Unit.SHARE,
        basis=DUTY,
        needs={"officials": (), "recipients": ("village_code",)},
        text_en="{value} of the recipients of these villages go through this official; usual is {usual}.",
        text_id="{value} penerima di desa-desa itu melalui petugas ini; lazimnya {usual}.",
    ),
    official_feature(
        name="official_busiest_day_share",
        meaning="Share of the official's registrations that were made on a single day.",
        unit=Unit.SHARE,
        basis=DUTY,
        needs={"officials": (), "recipients": ("registered_by", "registered_on")},
        text_en="{value} of registrations were made on a single day; usual is {usual}.",
        text_id="{value} pendaftaran dilakukan pada satu hari; lazimnya {usual}.",
    ),
    official_feature(
        name="official_sequence_share",
        meaning="Share of those registered or guided whose NIK follows closely on another "
        "recipient's outside the family.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=HANDS,
        text_en="{value} of these recipients have NIKs in sequence with another recipient's; usual is {usual}.",
        text_id="{value} penerima ini memiliki NIK yang berurutan dengan penerima lain; lazimnya {usual}.",
    ),
    official_feature(
        name="official_nik_finding_share",
        meaning="Share of those registered or guided whose NIK is malformed, unknown or contradicts the record.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={"officials": (), "recipients": ("nik",)},
        text_en="{value} of these recipients' NIKs do not hold; usual is {usual}.",
        text_id="{value} NIK penerima ini tidak sesuai; lazimnya {usual}.",
    ),
    official_feature(
        name="official_not_in_family_share",
        meaning="Share of those registered or guided whose payee is none of the family's persons.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={"officials": (), "recipients": ("nik", "family_id"), "persons": ("nik",)},
        text_en="For {value} of these recipients the payee is not one of the family; usual is {usual}.",
        text_id="Untuk {value} penerima ini pengurus bukan anggota keluarga; lazimnya {usual}.",
    ),
    official_feature(
        name="official_better_off_share",
        meaning="Share of those registered or guided whose family stands in decile 6 or above (the "
        "programmes end at 5).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={"officials": (), "recipients": ("family_id",), "families": ("decile",)},
        text_en="{value} of these recipients stand above decile 5; usual is {usual}.",
        text_id="{value} penerima ini berada di atas desil 5; lazimnya {usual}.",
    ),
)


SOUND_NIK = "valid"
LAST_ENTITLED_DECILE = 5


def build(tables: Tables) -> Frame:
    """One row per official with recipients, the own household not counted."""
    found = joined(
        guided(tables), _area(tables), _busiest(tables), _papers(tables), _better_off(tables), on="official_id"
    )
    return as_features(found.with_columns(official_recipients=col("guided")), "official_id", FEATURES)


def _area(tables: Tables) -> Frame:
    """Own recipients against all recipients of the villages in which any of them live."""
    own = totals(hands(tables), "official_id", "village_code", own=nw.len())
    everyone = totals(rows(tables, "recipients"), "village_code", all=nw.len())
    summed = totals(join(own, everyone, "village_code"), "official_id", own=col("own").sum(), all=col("all").sum())
    return summed.select("official_id", share(col("own"), col("all")).alias("official_area_share"))


def _busiest(tables: Tables) -> Frame:
    dated = rows(tables, "recipients").select(
        col("registered_by").alias("official_id"), tables.days("registered_on").alias("day")
    )
    by_day = totals(dated, "official_id", "day", times=nw.len())
    found = totals(by_day, "official_id", most=col("times").max(), seen=col("times").sum())
    return found.select("official_id", fair_share(col("most"), col("seen")).alias("official_busiest_day_share"))


def _papers(tables: Tables) -> Frame:
    """What the comparison of identities found among these recipients."""
    found = totals(
        hands(tables).with_columns(
            _neighbours=yes(col("nik_sequence_neighbours") > 0),
            _unsound=yes(col("nik_finding") != SOUND_NIK),
            _strangers=yes(~col("nik_in_family")),
        ),
        "official_id",
        neighbours_known=col("nik_sequence_neighbours").count(),
        neighbours=col("_neighbours").sum(),
        niks=col("nik_finding").count(),
        unsound=col("_unsound").sum(),
        families=col("nik_in_family").count(),
        strangers=col("_strangers").sum(),
    )
    return found.select(
        "official_id",
        fair_share(col("neighbours"), col("neighbours_known")).alias("official_sequence_share"),
        fair_share(col("unsound"), col("niks")).alias("official_nik_finding_share"),
        fair_share(col("strangers"), col("families")).alias("official_not_in_family_share"),
    )


def _better_off(tables: Tables) -> Frame:
    deciles = rows(tables, "families").select("family_id", "decile")
    known = join(hands(tables), deciles, "family_id").filter(~col("decile").is_null())
    above = yes(col("decile") > LAST_ENTITLED_DECILE)
    found = totals(known.with_columns(_above=above), "official_id", seen=nw.len(), above=col("_above").sum())
    return found.select("official_id", fair_share(col("above"), col("seen")).alias("official_better_off_share"))
