"""What citizens report about the recipient's aid: first of all, that it did not reach the family."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, totals, yes
from features.moments import YEAR_DAYS, day_of
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

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
        text_en="{value} complaint[|s] say[s|] that aid did not arrive in full.",
        text_id="{value} pengaduan menyebut bantuan tidak diterima penuh.",
    ),
    fact(
        name="complaints_card_withheld",
        meaning="Complaints of the last 24 months that somebody keeps the card or takes a levy.",
        text_en="{value} complaint[|s] say[s|] that the card is withheld or a levy is taken.",
        text_id="{value} pengaduan menyebut kartu ditahan atau ada pungutan.",
    ),
    fact(
        name="complaints_identity_misused",
        meaning="Complaints of the last 24 months that the identity is used by somebody else.",
        text_en="{value} complaint[|s] say[s|] that the identity is misused by others.",
        text_id="{value} pengaduan menyebut identitas disalahgunakan orang lain.",
    ),
    fact(
        name="complaints_not_eligible",
        meaning="Complaints of the last 24 months that the recipient is not entitled, doubled or fictitious.",
        text_en="{value} complaint[|s] question[s|] the entitlement; a report is no proof.",
        text_id="{value} pengaduan mempertanyakan kelayakan; laporan bukan bukti.",
    ),
)


GROUPS = {
    "complaints_not_received": ["not_received", "short_paid"],
    "complaints_card_withheld": ["card_withheld", "levy"],
    "complaints_identity_misused": ["identity_misused"],
    "complaints_not_eligible": ["not_eligible", "duplicate", "fictitious"],
}


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; 0 where complaints are shared and none names the recipient."""
    start = day_of(tables.as_of) - 2 * YEAR_DAYS
    heard = rows(tables, "complaints").filter(
        col("subject_kind") == "recipient", tables.days("received_at") > start, ~col("subject_id").is_null()
    )
    heard = heard.with_columns(**{name: yes(col("category").is_in(codes)) for name, codes in GROUPS.items()})
    found = totals(heard, "subject_id", **{name: col(name).sum() for name in GROUPS})
    people = rows(tables, "recipients").select(col("recipient_id").alias("subject_id"))
    return join(people, found, "subject_id").select("subject_id", *(col(name).fill_null(0) for name in GROUPS))
