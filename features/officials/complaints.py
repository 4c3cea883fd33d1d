"""What citizens report about an official and about those registered or guided."""

from features.catalogue import Feature, Unit
from features.officials.basis import HANDS, REPORTED, official_feature

ABOUT = {**HANDS, "complaints": ("subject_kind", "subject_id")}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_complaints_per_hundred",
        meaning="Complaints that name this official in the last 12 months, per 100 recipients registered or guided.",
        unit=Unit.NUMBER,
        basis=REPORTED,
        needs=ABOUT,
        text_en="There are {value} complaints per 100 recipients; usual is {usual}.",
        text_id="Terdapat {value} pengaduan per 100 penerima; lazimnya {usual}.",
    ),
    official_feature(
        name="official_recipients_complaining_share",
        meaning="Share of these recipients of whom money not received, paid short, a withheld card or a levy was "
        "reported.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs={**HANDS, "complaints": ("category", "subject_kind", "subject_id")},
        text_en="For {value} of these recipients, missing money, a levy or a withheld card was "
        "reported; usual is {usual}.",
        text_id="Bagi {value} penerima ini ada laporan dana kurang, pungutan, atau kartu ditahan; lazimnya {usual}.",
    ),
)
