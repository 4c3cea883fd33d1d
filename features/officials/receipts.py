"""What the families registered or guided confirm against what was credited to them."""

import narwhals as nw

from features.agents.events import fair_share
from features.agents.receipts import confirmed
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.chance import beyond_chance
from features.engine import Frame
from features.expressions import col, join, only, sharing, totals, yes
from features.officials.basis import HANDS, REPORTED, official_feature
from features.officials.hands import guided, hands
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
        name="official_receipts_short_recipients",
        meaning="Recipients registered or guided who confirmed less than was credited at least once: of a few any "
        "share may be chance.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} recipients confirmed less than was credited; usual is {usual}.",
        text_id="{value} penerima mengonfirmasi kurang dari yang disalurkan; lazimnya {usual}.",
    ),
    official_feature(
        name="official_receipts_short_beyond_chance",
        meaning="Powers of ten by which the confirmed payments that fell short exceed what chance gives "
        "at the drop's usual rate: at 4, as many come by chance at most once in ten thousand officials.",
        unit=Unit.ODDS,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="By chance so many short payments would occur once in {value} officials.",
        text_id="Secara kebetulan kekurangan sebanyak ini sekali dalam {value} petugas.",
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
    official_feature(
        name="official_same_evidence_recipients",
        meaning="Recipients registered or guided whose proof of delivery is the very same file as another recipient's.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs={**HANDS, "payments": (), "receipts": ("evidence_hash",)},
        text_en="The delivery proofs of {value} of these recipients are the same file as another's; usual is {usual}.",
        text_id="Bukti penyerahan {value} penerima ini memakai berkas yang sama dengan penerima lain; lazimnya "
        "{usual}.",
    ),
    official_feature(
        name="official_same_evidence_reach",
        meaning="The same recipients as a share of all whom the official registered or guides.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs={**HANDS, "payments": (), "receipts": ("evidence_hash",)},
        text_en="{value} of these recipients have a delivery proof that is another's too; usual is {usual}.",
        text_id="{value} penerima ini memakai bukti penyerahan yang juga milik penerima lain; lazimnya {usual}.",
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
    people = short.filter(col("short") > 0).select("official_id", "recipient_id").unique()
    people = totals(people, "official_id", people=nw.len())
    usual = counted.select(rate=nw.col("times").sum() / nw.col("seen").sum())
    counted = join(counted, people, "official_id").join(usual, how="cross")
    proofs = joined(counted, _same_evidence(tables, whose), guided(tables), on="official_id")
    found = proofs.select(
        "official_id",
        fair_share(col("times"), col("seen")).alias("official_receipts_short_share"),
        col("amount").fill_null(0).alias("official_receipts_short_amount"),
        col("people").fill_null(0).alias("official_receipts_short_recipients"),
        beyond_chance(col("times"), col("seen"), col("rate")).alias("official_receipts_short_beyond_chance"),
        "official_same_evidence_share",
        "official_same_evidence_recipients",
        fair_share(col("official_same_evidence_recipients"), col("guided")).alias("official_same_evidence_reach"),
    )
    return as_features(found, "official_id", FEATURES)


def _same_evidence(tables: Tables, whose: Frame) -> Frame:
    """Receipts whose proof is the same file as the proof of another payment, and recipients with another's proof."""
    proofs = rows(tables, "receipts").filter(~col("evidence_hash").is_null()).select("payment_id", "evidence_hash")
    used = totals(proofs.unique(), "evidence_hash", payments=nw.len())
    paid = ledger(tables).select("payment_id", "recipient_id")
    known = join(join(proofs.unique(), used, "evidence_hash"), paid, "payment_id")
    people = sharing(known, "evidence_hash", who="recipient_id", name="holders")
    own = join(known, people, "evidence_hash").join(whose, on="recipient_id", how="inner")
    alike = own.filter(col("holders") > 1).select("official_id", "recipient_id").unique()
    counted = totals(
        own.with_columns(_again=yes(col("payments") > 1)), "official_id", seen=nw.len(), again=col("_again").sum()
    )
    found = join(counted, totals(alike, "official_id", alike=nw.len()), "official_id")
    return found.select(
        "official_id",
        fair_share(col("again"), col("seen")).alias("official_same_evidence_share"),
        col("alike").fill_null(0).alias("official_same_evidence_recipients"),
    )
