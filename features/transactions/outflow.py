"""Where the money goes from the account: into other accounts, wallets, games."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

NEEDS = {"transactions": (), "accounts": ("recipient_id",)}
COUNTERPARTY = {"transactions": ("counterparty_account_id",), "accounts": ("recipient_id",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.CONDUCT, unit=Unit.SHARE, needs=NEEDS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_transfer_share",
        meaning="Share of the debited money that was transferred to another account.",
        text_en="{value} of the money was transferred away; {usual} is usual here.",
        text_id="{value} uang ditransfer keluar; lazimnya {usual}.",
    ),
    fact(
        name="transactions_hub_share",
        meaning="Share of the debited money that went to accounts which receive from at least 3 recipients of "
        "different families.",
        basis=basis.SHARING,
        linked=True,
        needs=COUNTERPARTY,
        text_en="{value} of the money went to an account that collects from several recipients; {usual} is usual here.",
        text_id="{value} uang mengalir ke rekening yang menampung dari beberapa penerima; lazimnya {usual}.",
    ),
    fact(
        name="transactions_hub_senders",
        meaning="Other recipients who transfer to the same account; the highest over the accounts used.",
        unit=Unit.COUNT,
        basis=basis.SHARING,
        linked=True,
        needs=COUNTERPARTY,
        text_en="{value} other recipient(s) transfer to the same account; {usual} is usual here.",
        text_id="{value} penerima lain mentransfer ke rekening yang sama; lazimnya {usual}.",
    ),
    fact(
        name="transactions_to_intermediary_share",
        meaning="Share of the debited money transferred to the account of an agent or an official.",
        basis=basis.SHARING,
        linked=True,
        backtest=False,
        needs=COUNTERPARTY,
        text_en="{value} of the money was transferred to an agent or an official; {usual} is usual here.",
        text_id="{value} uang ditransfer ke agen atau aparat; lazimnya {usual}.",
    ),
    fact(
        name="transactions_levy_transfers",
        meaning="Small round transfers (a whole multiple of 5,000, at most 100,000) within 7 days after a credit to "
        "an account that receives from at least 3 recipients.",
        unit=Unit.COUNT,
        basis=basis.SHARING,
        linked=True,
        needs={**COUNTERPARTY, "payments": ("credited_at",)},
        text_en="{value} small round transfer(s) followed a credit into a collecting account; {usual} is usual here.",
        text_id="{value} transfer kecil bernilai bulat setelah pencairan ke rekening penampung; lazimnya {usual}.",
    ),
    fact(
        name="transactions_topup_share",
        meaning="Share of the debited money that went into e-wallet top-ups or QR payments within 7 days after a "
        "credit.",
        needs={**NEEDS, "payments": ("credited_at",)},
        text_en="{value} of the money went into wallets soon after the credit; {usual} is usual here.",
        text_id="{value} uang masuk dompet digital segera setelah pencairan; lazimnya {usual}.",
    ),
    fact(
        name="transactions_gambling_share",
        meaning="Share of the debited money that went to merchants of the betting categories (ISO 18245: 7800-7802, "
        "7995); the phone may be the family's, the identity borrowed.",
        needs={"transactions": ("merchant_category",), "accounts": ("recipient_id",)},
        text_en="{value} of the money went to betting merchants; {usual} is usual here.",
        text_id="{value} uang mengalir ke kategori pedagang perjudian; lazimnya {usual}.",
    ),
)
