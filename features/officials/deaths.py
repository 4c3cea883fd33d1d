"""Payees who had died and whose aid went on under an official (T7; the registry lags, so only long after)."""

from features.catalogue import Feature, Unit
from features.officials.basis import CUSTOMERS, official_feature

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_deceased_share",
        meaning="Share of these recipients credited more than 90 days after the registered death of the payee.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={"officials": (), "recipients": (), "persons": ("died_on",), "payments": ()},
        text_en="{value} of these recipients were paid long after the payee's registered death; usual is {usual}.",
        text_id="{value} penerima ini dibayar lama setelah pengurusnya tercatat meninggal; lazimnya {usual}.",
    ),
)
