"""Whose account it is, and who else is paid through it."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ACCOUNT, unit=Unit.COUNT)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="accounts_holder_other",
        meaning="An account that the recipient is paid into is held by neither the recipient nor the family.",
        unit=Unit.YES_NO,
        needs={"accounts": ("recipient_id",)},
        text_en="The account is held by somebody outside the family: {value}; usual here: {usual}.",
        text_id="Rekening atas nama orang di luar keluarga: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="accounts_holder_similarity",
        meaning="Lowest likeness between the holder's name and the recipient's, over the recipient's accounts.",
        unit=Unit.CONFIDENCE,
        tail=Tail.LOW,
        needs={"accounts": ("recipient_id", "holder_name"), "recipients": ("name",)},
        text_en="The holder's name resembles the recipient's at {value}; {usual} is usual here.",
        text_id="Kemiripan nama pemilik rekening dengan penerima {value}; lazimnya {usual}.",
    ),
    fact(
        name="accounts_shared_recipients",
        meaning="Other recipients paid through the same account (the same id or the same number at the same bank).",
        linked=True,
        needs={"accounts": ()},
        text_en="{value} other recipient(s) are paid through the same account; {usual} is usual here.",
        text_id="{value} penerima lain dibayar melalui rekening yang sama; lazimnya {usual}.",
    ),
    fact(
        name="accounts_holder_recipients",
        meaning="Other recipients, outside the family, whose account has the same holder.",
        linked=True,
        needs={"accounts": ("recipient_id", "holder_nik")},
        text_en="The holder of the account also holds the account of {value} other recipient(s); {usual} is usual here.",
        text_id="Pemilik rekening juga memegang rekening {value} penerima lain; lazimnya {usual}.",
    ),
    fact(
        name="accounts_of_intermediary",
        meaning="The recipient is paid into an account that belongs to an agent or an official.",
        unit=Unit.YES_NO,
        linked=True,
        backtest=False,
        needs={"accounts": ("recipient_id",)},
        text_en="The account belongs to an agent or an official: {value}; usual here: {usual}.",
        text_id="Rekening dimiliki agen atau aparat: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="accounts_bulk_opened",
        meaning="Accounts of other recipients opened on the same day at the same branch (mass opening is usual).",
        linked=True,
        needs={"accounts": ("recipient_id", "opened_on", "branch_code")},
        text_en="{value} other recipients' accounts were opened the same day at the same branch; {usual} is usual here.",
        text_id="{value} rekening penerima lain dibuka pada hari dan cabang yang sama; lazimnya {usual}.",
    ),
)
