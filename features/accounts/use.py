"""Whether the account is used, and whether it changed just before money came."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

OBSERVED = {"accounts": ("recipient_id",), "transactions": (), "payments": ("credited_at",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ACCOUNT, unit=Unit.DAYS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="accounts_count",
        meaning="Accounts of the recipient.",
        unit=Unit.COUNT,
        needs={"accounts": ("recipient_id",)},
        text_en="The recipient has {value} account(s); {usual} is usual here.",
        text_id="Penerima memiliki {value} rekening; lazimnya {usual}.",
    ),
    fact(
        name="accounts_changes",
        meaning="Times that the account changed between payments in a row of one programme.",
        unit=Unit.COUNT,
        needs={"payments": ("account_id", "credited_at")},
        text_en="The account for the aid changed {value} time(s); {usual} is usual here.",
        text_id="Rekening bantuan berganti {value} kali; lazimnya {usual}.",
    ),
    fact(
        name="accounts_new_before_credit_days",
        meaning="Fewest days from opening an account to the first credit after the aid was moved to it; empty where "
        "the account never changed.",
        tail=Tail.LOW,
        needs={"payments": ("account_id", "credited_at"), "accounts": ("opened_on",)},
        text_en="Aid moved to an account opened {value} before the credit; {usual} is usual here.",
        text_id="Bantuan dipindah ke rekening yang dibuka {value} sebelum pencairan; lazimnya {usual}.",
    ),
    fact(
        name="accounts_dormant_days",
        meaning="Days since the last debit, or since the first credit where there was none, while aid lies unspent; 0 "
        "where nothing lies unspent; empty where the bank shares no transactions.",
        needs=OBSERVED,
        text_en="Aid has lain untouched for {value}; {usual} is usual here.",
        text_id="Bantuan tidak disentuh selama {value}; lazimnya {usual}.",
    ),
    fact(
        name="accounts_unspent_amount",
        meaning="Aid credited in the last 12 months less all debits of that time, not below 0; empty where the bank "
        "shares no transactions.",
        unit=Unit.RUPIAH,
        needs=OBSERVED,
        text_en="{value} of the aid lies unspent; {usual} is usual here.",
        text_id="{value} bantuan belum terpakai; lazimnya {usual}.",
    ),
)
