"""Families whose proof of delivery is another's too, and the one of all who may answer who lies furthest beyond chance.

Who registered or guides a family need not have made its proof; the head of its village may have.
"""

import narwhals as nw

from features.agents.complaints import named_twice
from features.agents.events import fair_share
from features.answering.owners import in_office, theirs
from features.answering.shortfall import by_hand_or_office, families_of
from features.engine import Frame
from features.expressions import col, join, sharing, totals, yes
from features.kept import settled
from features.payments.ledger import ledger
from features.shapes import rows
from features.tables import Tables


def same_file(tables: Tables) -> Frame:
    """official_id, share (of receipts, whose file is another payment's), people and asked (families with a proof)."""
    told = rows(tables, "receipts").filter(~col("evidence_hash").is_null())
    proofs = told.select("payment_id", "evidence_hash").unique()
    used = totals(proofs, "evidence_hash", payments=nw.len())
    known = _paid(tables, join(proofs, used, "evidence_hash"))
    people = sharing(known, "evidence_hash", who="recipient_id", name="holders")
    known = join(known, people, "evidence_hash").with_columns(
        again=yes(col("payments") > 1), short=yes(col("holders") > 1)
    )
    own = theirs(tables, known)
    shares = totals(own, "official_id", seen=nw.len(), again=col("again").sum())
    shares = shares.select("official_id", fair_share(col("again"), col("seen")).alias("share"))
    return join(_answering(tables, known, "same_file"), shares, "official_id")


def one_desk(tables: Tables) -> Frame:
    """official_id, people and asked: a blank picture from many homes is not made at one desk."""
    proofs = rows(tables, "receipts").select("payment_id", "evidence_hash", "place_key")
    known = _paid(tables, proofs.filter(~col("evidence_hash").is_null(), ~col("place_key").is_null()))
    alike = sharing(known, "evidence_hash", "place_key", who="recipient_id", name="holders")
    known = known.join(alike, on=["evidence_hash", "place_key"], how="left")
    return _answering(tables, known.with_columns(short=yes(col("holders") > 1)), "one_desk")


def _paid(tables: Tables, proofs: Frame) -> Frame:
    return join(proofs, ledger(tables).select("payment_id", "recipient_id"), "payment_id")


def _answering(tables: Tables, proofs: Frame, name: str) -> Frame:
    """people: of each official the families with another's proof for whom nobody lies further beyond chance."""
    hand = settled(tables.engine, families_of(theirs(tables, proofs), "official_id"), f"kept_{name}_by_hand")
    office = settled(tables.engine, families_of(in_office(tables, proofs), "official_id"), f"kept_{name}_by_office")
    named = named_twice(tables, "official", "official_id")
    found = by_hand_or_office(tables.engine, name, hand, office, named=named)
    return found.select("official_id", "by_office", "people", "asked", "beyond_chance")
