"""When the money is taken: hours after the credit, all at once, at odd hours."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, share
from features.subjects import SubjectKind
from features.tables import Tables
from features.transactions.totals import debit_totals

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
        meaning="Share of debits before 6:00 or from 20:00, when village shops and counters are closed.",
        text_en="{value} of the debits were outside opening hours; {usual} is usual here.",
        text_id="{value} penarikan di luar jam buka; lazimnya {usual}.",
    ),
    fact(
        name="transactions_night_share",
        meaning="Share of debits from 22:00 to 5:00.",
        text_en="{value} of the debits were at night; {usual} is usual here.",
        text_id="{value} penarikan pada malam hari; lazimnya {usual}.",
    ),
)


HOUR = 3600


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without debits on record."""
    return debit_totals(tables).select(
        col("recipient_id").alias("subject_id"),
        (col("seconds_to_debit") / HOUR).alias("transactions_hours_to_debit"),
        share(col("full"), col("fresh")).alias("transactions_full_debit_share"),
        share(col("off_hours"), col("debits")).alias("transactions_off_hours_share"),
        share(col("night"), col("debits")).alias("transactions_night_share"),
    )
