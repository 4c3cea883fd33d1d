"""What the families registered or guided confirm against what was credited to them."""

import narwhals as nw

from features.agents.events import fair_share
from features.agents.receipts import confirmed
from features.agents.shape import as_features
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, only, totals, yes
from features.officials.basis import HANDS, REPORTED, official_feature
from features.officials.hands import hands
from features.payments.ledger import ledger
from features.shapes import rows
from features.tables import Tables

CONFIRMED = {**HANDS, "payments": (), "receipts": ("amount_received",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_receipts_short_share",
        meaning="Share of confirmed payments to these recipients where the family confirmed less than was credited.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="For {value} of confirmed payments the family received less than was credited; usual is {usual}.",
        text_id="Untuk {value} bantuan yang dikonfirmasi, keluarga menerima kurang dari yang "
        "disalurkan; lazimnya {usual}.",
    ),
    official_feature(
        name="official_receipts_short_amount",
        meaning="Money credited to these recipients that the families' own confirmations say did not reach them.",
        unit=Unit.RUPIAH,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} credited to these recipients is missing from what families confirmed; usual is {usual}.",
        text_id="{value} yang disalurkan ke penerima ini tidak tercatat diterima keluarga; lazimnya {usual}.",
    ),
    official_feature(
        name="official_same_evidence_share",
        meaning="Share of these recipients' receipts whose proof of delivery is the very same file as another's.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs={**HANDS, "payments": (), "receipts": ("evidence_hash",)},
        text_en="{value} of delivery proofs are the same file as another's; usual is {usual}.",
        text_id="{value} bukti penyerahan memakai berkas yang sama; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with recipients who confirmed payments in the last 12 months."""
    whose = hands(tables).select("official_id", "recipient_id")
    sums = confirmed(tables).join(whose, on="recipient_id", how="inner")
    short = sums.with_columns(short=col("amount") - col("received"))
    counted = totals(
        short.with_columns(_times=yes(col("short") > 0), _amount=only(col("short") > 0, col("short"))),
        "official_id",
        seen=nw.len(),
        times=col("_times").sum(),
        amount=col("_amount").sum(),
    )
    found = join(counted, _same_evidence(tables, whose), "official_id").select(
        "official_id",
        fair_share(col("times"), col("seen")).alias("official_receipts_short_share"),
        col("amount").fill_null(0).alias("official_receipts_short_amount"),
        "official_same_evidence_share",
    )
    return as_features(found, "official_id", FEATURES)


def _same_evidence(tables: Tables, whose: Frame) -> Frame:
    """Receipts whose proof is the same file as the proof of another payment."""
    proofs = rows(tables, "receipts").filter(~col("evidence_hash").is_null()).select("payment_id", "evidence_hash")
    used = totals(proofs.unique(), "evidence_hash", payments=nw.len())
    paid = ledger(tables).select("payment_id", "recipient_id")
    known = join(join(proofs.unique(), used, "evidence_hash"), paid, "payment_id")
    own = known.join(whose, on="recipient_id", how="inner")
    counted = totals(
        own.with_columns(_again=yes(col("payments") > 1)), "official_id", seen=nw.len(), again=col("_again").sum()
    )
    return counted.select("official_id", fair_share(col("again"), col("seen")).alias("official_same_evidence_share"))
