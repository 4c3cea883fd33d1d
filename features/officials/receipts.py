"""What families confirm: those registered or guided, and those whom the head of a village paid in cash."""

import narwhals as nw

from features.agents.complaints import named_twice
from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.answering.cash import handed_out
from features.answering.hands import hands
from features.answering.owners import at_agents, by_hand, by_office, in_office
from features.answering.proofs import one_desk, same_file
from features.answering.shortfall import by_hand_or_office, furthest
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import roll
from features.expressions import col, stacked, totals
from features.officials.basis import HANDS, REPORTED, official_feature
from features.tables import Tables

PROVED = {**HANDS, "payments": (), "receipts": ("evidence_hash",)}
PLACED = {**HANDS, "payments": (), "receipts": ("evidence_hash", "latitude", "longitude")}
CONFIRMED = {**HANDS, "payments": (), "receipts": ("amount_received",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_receipts_short_share",
        meaning="Share of confirmed payments to recipients registered, guided or, by a village head, paid in cash, of "
        "which more than a fee (3 %) is missing in what the family confirmed.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="For {value} of confirmed payments the family received less than was credited; usual is {usual}.",
        text_id="Untuk {value} bantuan yang dikonfirmasi, keluarga menerima kurang dari yang "
        "disalurkan; lazimnya {usual}.",
    ),
    official_feature(
        name="official_receipts_short_amount",
        meaning="Money credited in these payments that the families' own confirmations say did not reach them.",
        unit=Unit.RUPIAH,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} credited to these recipients is missing from what families confirmed; usual is {usual}.",
        text_id="{value} yang disalurkan ke penerima ini tidak tercatat diterima keluarga; lazimnya {usual}.",
    ),
    official_feature(
        name="official_receipts_short_recipients",
        meaning="Recipients of these who went short at least once, those left out for whom somebody else lies "
        "further beyond chance, unless reports of two days name this one: of a few any share may be chance.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} recipient[|s] confirmed less than was credited; usual is {usual}.",
        text_id="{value} penerima mengonfirmasi kurang dari yang disalurkan; lazimnya {usual}.",
    ),
    official_feature(
        name="official_receipts_short_beyond_chance",
        meaning="Powers of ten by which these recipients who went short, of all who confirmed, exceed what chance "
        "gives at the drop's usual rate: at 4, as many come by chance at most once in ten thousand officials.",
        unit=Unit.ODDS,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="By chance so many families would go short once in {value} official[|s].",
        text_id="Secara kebetulan, keluarga sebanyak ini menerima kurang hanya pada satu dari {value} petugas.",
    ),
    official_feature(
        name="official_same_evidence_share",
        meaning="Share of these recipients' receipts whose proof of delivery is the very same file as another's.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=PROVED,
        text_en="{value} of delivery proofs are the same file as another's; usual is {usual}.",
        text_id="{value} bukti penyerahan memakai berkas yang sama; lazimnya {usual}.",
    ),
    official_feature(
        name="official_same_evidence_recipients",
        meaning="Recipients registered, guided or, of a village head, paid in cash or living there, whose proof of "
        "delivery is another's too, those left out for whom somebody else lies further beyond chance, unless reports "
        "of two days name this one.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=PROVED,
        text_en="The delivery proofs of {value} of these recipients are the same file as another's; usual is {usual}.",
        text_id="Bukti penyerahan {value} penerima ini memakai berkas yang sama dengan penerima lain; lazimnya "
        "{usual}.",
    ),
    official_feature(
        name="official_same_evidence_reach",
        meaning="The same recipients as a share of all whom the official registered, guides or paid in cash, or who "
        "live in the head's village.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=PROVED,
        text_en="{value} of these recipients have a delivery proof that is another's too; usual is {usual}.",
        text_id="{value} penerima ini memakai bukti penyerahan yang juga milik penerima lain; lazimnya {usual}.",
    ),
    official_feature(
        name="official_same_evidence_beyond_chance",
        meaning="Powers of ten by which these recipients, of all with a proof on record, exceed what chance gives at "
        "the drop's usual rate: at 4, as many come by chance at most once in ten thousand officials.",
        unit=Unit.ODDS,
        basis=REPORTED,
        needs=PROVED,
        text_en="By chance so many families would share their delivery proofs once in {value} official[|s].",
        text_id="Secara kebetulan, keluarga sebanyak ini berbagi bukti penyerahan hanya pada satu dari {value} "
        "petugas.",
    ),
    official_feature(
        name="official_one_desk_recipients",
        meaning="Recipients registered, guided or, of a village head, paid in cash or living there, whose proof is "
        "another's too, made at the same place, but for those that are somebody else's by the same rule.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=PLACED,
        text_en="The delivery proofs of {value} of these recipients are one file made at one place; usual is {usual}.",
        text_id="Bukti penyerahan {value} penerima ini adalah berkas yang sama dari satu titik; lazimnya {usual}.",
    ),
    official_feature(
        name="official_one_desk_share",
        meaning="The same recipients as a share of those of whom a proof with a place is there.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=PLACED,
        text_en="{value} of these recipients' delivery proofs are another's file from the same place; usual is "
        "{usual}.",
        text_id="{value} bukti penyerahan penerima ini adalah berkas milik orang lain dari titik yang sama; lazimnya "
        "{usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with recipients, or at the head of a village with payments, in the last 12 months."""
    reached = _reached(tables)
    parts = (_short(tables), reached, _same_evidence(tables, reached), _one_desk(tables))
    answering = stacked([one.select("official_id") for one in parts]).unique()
    return as_features(joined(answering, *parts, on="official_id"), "official_id", FEATURES)


def _reached(tables: Tables) -> Frame:
    """Per official: how many recipients were registered, guided or paid in cash."""
    people = [frame.select("official_id", "recipient_id") for frame in (hands(tables), handed_out(tables))]
    return totals(stacked(people).unique(), "official_id", reached=nw.len())


def _short(tables: Tables) -> Frame:
    """What families confirm against what was credited: by those whom one registered or guides, or by a head's village.

    Where all families of one village go short and those of a facilitator's other villages do not, it is not the
    facilitator; and neither is, where an agent who paid them out lies further beyond chance.
    """
    agents, named = furthest(at_agents(tables)), named_twice(tables, "official", "official_id")
    found = by_hand_or_office(tables.engine, "short", by_hand(tables), by_office(tables), agents, named=named)
    return found.select(
        "official_id",
        fair_share(col("times"), col("seen")).alias("official_receipts_short_share"),
        col("amount").alias("official_receipts_short_amount"),
        col("people").alias("official_receipts_short_recipients"),
        col("beyond_chance").alias("official_receipts_short_beyond_chance"),
    )


def _same_evidence(tables: Tables, reached: Frame) -> Frame:
    """Proofs that are another's file, and for whom of the recipients nobody lies further beyond chance."""
    found = joined(same_file(tables), reached, _living(tables), on="official_id")
    whole = nw.when(col("by_office") == 1).then(col("living")).otherwise(col("reached"))
    return found.select(
        "official_id",
        col("share").alias("official_same_evidence_share"),
        col("people").alias("official_same_evidence_recipients"),
        fair_share(col("people"), whole).alias("official_same_evidence_reach"),
        col("beyond_chance").alias("official_same_evidence_beyond_chance"),
    )


def _living(tables: Tables) -> Frame:
    """Per village head: how many recipients live in the village."""
    return totals(in_office(tables, roll(tables).select("recipient_id")), "official_id", living=nw.len())


def _one_desk(tables: Tables) -> Frame:
    return one_desk(tables).select(
        "official_id",
        col("people").alias("official_one_desk_recipients"),
        fair_share(col("people"), col("asked")).alias("official_one_desk_share"),
    )
