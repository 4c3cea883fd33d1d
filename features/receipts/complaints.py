"""What citizens report about the recipient's aid: first of all, that it did not reach the family."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, most_of, totals, yes
from features.kept import Maker, kept
from features.moments import YEAR_DAYS, day_of
from features.payments.ledger import ledger
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

SMALLER = "kept_after_a_smaller_payment"
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
        meaning="Complaints of the last 24 months that aid was not received or paid short; short after the programme "
        "itself paid less than before is not counted.",
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
    heard = heard.join(after_a_smaller_payment(tables), on="complaint_id", how="anti")
    heard = heard.with_columns(**{name: yes(col("category").is_in(codes)) for name, codes in GROUPS.items()})
    found = totals(heard, "subject_id", **{name: col(name).sum() for name in GROUPS})
    people = rows(tables, "recipients").select(col("recipient_id").alias("subject_id"))
    return join(people, found, "subject_id").select("subject_id", *(col(name).fill_null(0) for name in GROUPS))


def after_a_smaller_payment(tables: Tables) -> Frame:
    """complaint_id of reports that say of the programme, not of a thief, that it paid less (``_after_a_smaller``)."""
    return kept(tables, SMALLER, _after_a_smaller)


def _after_a_smaller(tables: Tables) -> Frame:
    """complaint_id of reports of a short payment by families whom the programme itself had paid less than before.

    A child leaves school and a component ends (domain 4, T3): the family gets less and says so, and nobody took it. The
    last payment of a programme before the report is compared with those of the year before it; what a family confirms,
    and reports of a levy or of nothing received, count as ever.
    """
    said = rows(tables, "complaints").filter(
        col("subject_kind") == "recipient", col("category") == "short_paid", ~col("subject_id").is_null()
    )
    said = said.select("complaint_id", tables.days("received_at").alias("said"), recipient_id=col("subject_id"))
    paid = ledger(tables).filter(col("credited") == 1, ~col("credited_day").is_null())
    paid = paid.select("recipient_id", "program", "amount", day=col("credited_day"))
    before = said.join(paid, on="recipient_id", how="inner")
    before = before.filter(col("day") <= col("said"), col("day") > col("said") - YEAR_DAYS)
    programmes = totals(before, "complaint_id", "program", last=most_of("day"), most=most_of("amount"))
    known = before.join(programmes, on=["complaint_id", "program"], how="inner").filter(col("day") == col("last"))
    lately = totals(known, "complaint_id", "program", now=col("amount").sum(), most=most_of("most"))
    return lately.filter(col("now") < col("most")).select("complaint_id").unique()


MAKERS: dict[str, Maker] = {SMALLER: _after_a_smaller}
