"""What citizens report about the recipient's aid: first of all, that it did not reach the family."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

fact = partial(
    Feature,
    kind=SubjectKind.RECIPIENT,
    basis=basis.VOICE,
    unit=Unit.COUNT,
    needs={"complaints": ("subject_kind", "subject_id", "category")},
    relative=False,
)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="complaints_not_received",
        meaning="Complaints of the last 24 months that aid was not received or paid short.",
        text_en="{value} complaint(s) say that aid did not arrive in full.",
        text_id="{value} pengaduan menyebut bantuan tidak diterima penuh.",
    ),
    fact(
        name="complaints_card_withheld",
        meaning="Complaints of the last 24 months that somebody keeps the card or takes a levy.",
        text_en="{value} complaint(s) say that the card is withheld or a levy is taken.",
        text_id="{value} pengaduan menyebut kartu ditahan atau ada pungutan.",
    ),
    fact(
        name="complaints_identity_misused",
        meaning="Complaints of the last 24 months that the identity is used by somebody else.",
        text_en="{value} complaint(s) say that the identity is misused by others.",
        text_id="{value} pengaduan menyebut identitas disalahgunakan orang lain.",
    ),
    fact(
        name="complaints_not_eligible",
        meaning="Complaints of the last 24 months that the recipient is not entitled, doubled or fictitious.",
        text_en="{value} complaint(s) question the entitlement; a report is no proof.",
        text_id="{value} pengaduan mempertanyakan kelayakan; laporan bukan bukti.",
    ),
)
