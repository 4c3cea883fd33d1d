"""When it was paid: gaps, one period twice, two payees of one family, failed credits."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.PAYMENT, needs={"payments": ()})

FEATURES: tuple[Feature, ...] = (
    fact(
        name="payments_longest_gap_days",
        meaning="Longest time between two credits in a row in the last 24 months.",
        unit=Unit.DAYS,
        needs={"payments": ("credited_at",)},
        text_en="The longest pause between credits was {value}; {usual} is usual here.",
        text_id="Jeda terlama antar pencairan {value}; lazimnya {usual}.",
    ),
    fact(
        name="payments_double_period",
        meaning="Credits beyond the first for one programme and period that repeat the first one's amount.",
        unit=Unit.COUNT,
        relative=False,
        text_en="{value} credit(s) repeat a period that was already paid.",
        text_id="{value} pencairan mengulang periode yang sudah dibayar.",
    ),
    fact(
        name="payments_double_period_amount",
        meaning="Money of the credits that repeat a period already paid.",
        unit=Unit.RUPIAH,
        relative=False,
        text_en="{value} repeats periods that were already paid.",
        text_id="{value} mengulang periode yang sudah dibayar.",
    ),
    fact(
        name="payments_family_overlap",
        meaning="Programme and period pairs that were credited to this recipient and to another recipient of the same "
        "family.",
        unit=Unit.COUNT,
        needs={"payments": (), "recipients": ("family_id",)},
        relative=False,
        text_en="{value} period(s) were paid to two payees of one family.",
        text_id="{value} periode dibayarkan kepada dua pengurus dalam satu keluarga.",
    ),
    fact(
        name="payments_failed_share",
        meaning="Share of the last 12 months' payments that failed or came back.",
        unit=Unit.SHARE,
        needs={"payments": ("status",)},
        text_en="{value} of the payments failed or came back; {usual} is usual here.",
        text_id="{value} pembayaran gagal atau kembali; lazimnya {usual}.",
    ),
    fact(
        name="payments_never_credited",
        meaning="Payments were made out, and none of them was ever credited.",
        unit=Unit.YES_NO,
        needs={"payments": ("status",)},
        text_en="No payment ever reached the account: {value}; usual here: {usual}.",
        text_id="Tidak ada pembayaran yang pernah masuk rekening: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="payments_registered_to_first_days",
        meaning="Days from registration to the first credit; empty where the credit came first.",
        unit=Unit.DAYS,
        tail=Tail.LOW,
        needs={"payments": ("credited_at",), "recipients": ("registered_on",)},
        text_en="The first credit came {value} after registration; {usual} is usual here.",
        text_id="Pencairan pertama {value} setelah pendaftaran; lazimnya {usual}.",
    ),
)
