"""Aid accounts that are held in an official's own name."""

from features.catalogue import Feature, Unit
from features.officials.basis import OWN_ACCOUNT, official_feature

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_held_accounts",
        meaning="Recipients outside the official's household whose account is held under the official's NIK.",
        unit=Unit.COUNT,
        basis=OWN_ACCOUNT,
        needs={"officials": ("nik",), "accounts": ("recipient_id", "holder_nik"), "recipients": ()},
        linked=True,
        text_en="The accounts of {value} recipients are held in the official's name; usual is {usual}.",
        text_id="Rekening {value} penerima tercatat atas nama petugas; lazimnya {usual}.",
    ),
)
