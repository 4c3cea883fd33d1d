"""What the families registered or guided confirm against what was credited to them."""

from features.catalogue import Feature, Unit
from features.officials.basis import HANDS, REPORTED, official_feature

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
