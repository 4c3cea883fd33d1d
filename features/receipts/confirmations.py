"""What the family confirms: whether, how much, and with a proof of its own."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

NEEDS = {"receipts": (), "payments": ()}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.VOICE, unit=Unit.SHARE, needs=NEEDS)
alike = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.SHARING, unit=Unit.COUNT, linked=True)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="receipts_confirmed_share",
        meaning="Share of the credited payments of programmes that collect receipts which the family confirmed.",
        tail=Tail.LOW,
        text_en="{value} of the credits were confirmed by the family; {usual} is usual here.",
        text_id="{value} pencairan dikonfirmasi keluarga; lazimnya {usual}.",
    ),
    fact(
        name="receipts_short_share",
        meaning="Share of the receipts that state less than was paid.",
        needs={"receipts": ("amount_received",), "payments": ()},
        text_en="{value} of the receipts state less than was paid; {usual} is usual here.",
        text_id="{value} tanda terima menyebut kurang dari yang dibayarkan; lazimnya {usual}.",
    ),
    fact(
        name="receipts_short_amount",
        meaning="Money paid less money received, over the receipts that state less.",
        unit=Unit.RUPIAH,
        needs={"receipts": ("amount_received",), "payments": ()},
        relative=False,
        text_en="By its receipts the family got {value} less than was paid.",
        text_id="Menurut tanda terima, keluarga menerima {value} kurang dari yang dibayarkan.",
    ),
    fact(
        name="receipts_before_credit_share",
        meaning="Share of the receipts that are dated before the credit.",
        needs={"receipts": ("received_at",), "payments": ("credited_at",)},
        text_en="{value} of the receipts are dated before the credit; {usual} is usual here.",
        text_id="{value} tanda terima bertanggal sebelum pencairan; lazimnya {usual}.",
    ),
    alike(
        name="receipts_same_evidence",
        meaning="Other recipients whose receipt carries the very same photo or fingerprint (by its hash).",
        needs={"receipts": ("evidence_hash",), "payments": ()},
        relative=False,
        text_en="{value} other recipient(s) have the very same proof of receipt.",
        text_id="{value} penerima lain memakai bukti terima yang sama persis.",
    ),
    alike(
        name="receipts_same_place",
        meaning="Other recipients whose receipt was made at exactly the same coordinates.",
        needs={"receipts": ("latitude", "longitude"), "payments": ()},
        text_en="{value} other recipients confirmed at exactly the same place; {usual} is usual here.",
        text_id="{value} penerima lain mengonfirmasi di titik yang sama persis; lazimnya {usual}.",
    ),
    alike(
        name="receipts_same_minute",
        meaning="Other recipients of the village whose receipt was made within the same minute (batch uploads occur).",
        needs={"receipts": ("received_at",), "payments": (), "recipients": ("village_code",)},
        text_en="{value} other recipients confirmed within the same minute; {usual} is usual here.",
        text_id="{value} penerima lain mengonfirmasi pada menit yang sama; lazimnya {usual}.",
    ),
)
