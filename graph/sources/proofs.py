"""Proofs of delivery: one and the same photo or fingerprint file handed in for several recipients."""

from collections.abc import Iterator

import narwhals as nw

from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, select
from graph.roll import Roll
from graph.spelling import spelling

PROOF = "proof"


def proofs(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every proof, by the hash of its file, that confirms payments of several recipients.

    Two people hardly ever produce the same file; where a method leaves everybody the same empty proof, that is a habit
    (graph/habits.py) and weighs nothing.
    """
    if not (filled(tables, "receipts", "evidence_hash") and "payments" in tables.frames):
        return
    receipts = select(tables, "receipts", payment_id=TEXT, evidence_hash=TEXT)
    paid = select(tables, "payments", payment_id=TEXT, recipient_id=TEXT)
    rows = receipts.join(paid, on="payment_id", how="inner")
    keyed = rows.join(roll.keyed(SubjectKind.RECIPIENT), on="recipient_id", how="inner")
    pairs = keyed.select("subject", nw.col("evidence_hash").alias("value"))
    yield shared(tables, LinkKind.ATTRIBUTE, pairs, spelling(tables, prefix=f"{PROOF}:"))
