"""When the money is taken: hours after the credit, all at once, at odd hours."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

NEEDS = {"transactions": (), "accounts": ("recipient_id",)}
CREDITED = {**NEEDS, "payments": ("credited_at",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.CONDUCT, unit=Unit.SHARE, needs=NEEDS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_hours_to_debit",
        meaning="Median hours from a credit to the first debit after it and before the next credit.",
        unit=Unit.HOURS,
        tail=Tail.LOW,
        needs=CREDITED,
        text_en="The money is usually taken {value} after the credit; {usual} is usual here.",
        text_id="Uang biasanya diambil {value} setelah pencairan; lazimnya {usual}.",
    ),
    fact(
        name="transactions_full_debit_share",
        meaning="Share of credits of which the first debit took at least 95 %.",
        needs=CREDITED,
        text_en="{value} of the credits were taken out whole at once; {usual} is usual here.",
        text_id="{value} pencairan langsung diambil seluruhnya; lazimnya {usual}.",
    ),
    fact(
        name="transactions_off_hours_share",
        meaning="Share of debits before 7:00 or from 20:00, when shops and counters are closed.",
        text_en="{value} of the debits were outside opening hours; {usual} is usual here.",
        text_id="{value} penarikan di luar jam buka; lazimnya {usual}.",
    ),
    fact(
        name="transactions_night_share",
        meaning="Share of debits from 23:00 to 5:00.",
        text_en="{value} of the debits were at night; {usual} is usual here.",
        text_id="{value} penarikan pada malam hari; lazimnya {usual}.",
    ),
)
