"""An official's phone and name on recipients' forms and accounts (a cadre's phone on many forms is innocent)."""

from features.catalogue import Feature, Unit
from features.officials.basis import CONTACT, official_feature

PHONES = {"officials": ("phone",), "recipients": ("phone",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_phone_recipients",
        meaning="Recipients outside the official's household whose phone is the official's.",
        unit=Unit.COUNT,
        basis=CONTACT,
        needs=PHONES,
        linked=True,
        text_en="{value} recipients gave the official's phone as theirs; usual is {usual}.",
        text_id="{value} penerima mencantumkan nomor telepon petugas; lazimnya {usual}.",
    ),
)
