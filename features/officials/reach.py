"""Whom an official registered or guides, and how that was done."""

from features.catalogue import Feature, Unit
from features.officials.basis import CUSTOMERS, DUTY, HANDS, official_feature

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_recipients",
        meaning="Recipients whom the official registered or guides.",
        unit=Unit.COUNT,
        basis=DUTY,
        needs=HANDS,
        text_en="{value} recipients were registered or are guided by this official; usual is {usual}.",
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
