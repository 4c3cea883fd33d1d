"""How the user of the card proves to be its owner."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

ACCOUNTS = ("recipient_id",)
fact = partial(
    Feature,
    kind=SubjectKind.RECIPIENT,
    basis=basis.CONDUCT,
    unit=Unit.SHARE,
    needs={"transactions": ("auth_result",), "accounts": ACCOUNTS},
)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_failed_share",
        meaning="Share of the attempts whose authentication failed.",
        text_en="{value} of the attempts failed to prove the owner; {usual} is usual here.",
        text_id="{value} percobaan gagal autentikasi; lazimnya {usual}.",
    ),
    fact(
        name="transactions_failed_then_ok_share",
        meaning="Share of the successful debits that followed a failed attempt on the same account within 10 minutes.",
        text_en="{value} of the debits followed a failed attempt; {usual} is usual here.",
        text_id="{value} penarikan didahului percobaan gagal; lazimnya {usual}.",
    ),
    fact(
        name="transactions_no_auth_share",
        meaning="Share of the debits without any proof of the owner.",
        needs={"transactions": ("auth_method",), "accounts": ACCOUNTS},
        text_en="{value} of the debits needed no proof of the owner; {usual} is usual here.",
        text_id="{value} penarikan tanpa autentikasi; lazimnya {usual}.",
    ),
)
