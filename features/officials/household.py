"""An official's own household among the recipients (T4)."""

from features.catalogue import Feature, Unit
from features.officials.basis import EXCLUDED, official_feature

FAMILY = {"officials": ("family_id",), "recipients": ("family_id",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_household_recipients",
        meaning="Recipients of the official's own household.",
        unit=Unit.COUNT,
        basis=EXCLUDED,
        needs=FAMILY,
        relative=False,
        text_en="{value} recipient(s) belong to the official's own household, which the rules exclude.",
        text_id="{value} penerima berasal dari rumah tangga petugas sendiri, yang menurut aturan dikecualikan.",
    ),
    official_feature(
        name="official_household_amount",
        meaning="Money credited to recipients of the official's own household in the last 12 months.",
        unit=Unit.RUPIAH,
        basis=EXCLUDED,
        needs={**FAMILY, "payments": ()},
        relative=False,
        text_en="{value} was credited to the official's own household in twelve months.",
        text_id="{value} disalurkan ke rumah tangga petugas sendiri dalam dua belas bulan.",
    ),
)
