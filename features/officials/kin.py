"""An official's kin among those registered or guided (T4; in a village everybody has cousins, so against peers)."""

from features.catalogue import Feature, Unit
from features.officials.basis import KINSHIP, official_feature

KIN = {"officials": ("family_id",), "recipients": ("family_id",), "kin": ()}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_kin_recipients",
        meaning="Recipients registered or guided by the official whose family is kin to the official's.",
        unit=Unit.COUNT,
        basis=KINSHIP,
        needs=KIN,
        linked=True,
        text_en="{value} of these recipients are kin to the official; usual is {usual}.",
        text_id="{value} penerima ini berkerabat dengan petugas; lazimnya {usual}.",
    ),
    official_feature(
        name="official_kin_share",
        meaning="The same as a share of all whom the official registered or guides.",
        unit=Unit.SHARE,
        basis=KINSHIP,
        needs=KIN,
        linked=True,
        text_en="{value} of these recipients are kin to the official; usual is {usual}.",
        text_id="{value} penerima ini berkerabat dengan petugas; lazimnya {usual}.",
    ),
)
