"""When it was paid: gaps, one period twice, two payees of one family, failed credits."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, join, number, only, share, sharing, sum_of, totals
from features.payments.ledger import ledger, payment_totals
from features.roll import roll
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

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
        meaning="Credits beyond the first for one programme and quarter or month that repeat the first one's amount.",
        unit=Unit.COUNT,
        relative=False,
        text_en="{value} credit[|s] repeat[s|] a period that was already paid.",
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
        text_en="{value} period[|s] [was|were] paid to two payees of one family.",
        text_id="{value} periode dibayarkan kepada dua pengurus dalam satu keluarga.",
    ),
    fact(
        name="payments_failed_share",
        meaning="Share of the last 12 months' payments that failed or came back.",
        unit=Unit.SHARE,
        needs={"payments": ("status",)},
        backtest=False,
        text_en="{value} of the payments failed or came back; {usual} is usual here.",
        text_id="{value} pembayaran gagal atau kembali; lazimnya {usual}.",
    ),
    fact(
        name="payments_never_credited",
        meaning="Payments were made out, and none of them was ever credited.",
        unit=Unit.YES_NO,
        needs={"payments": ("status",)},
        backtest=False,
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


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without any payment on record."""
    people = rows(tables, "recipients").select("recipient_id", tables.days("registered_on").alias("registered"))
    found = join(join(payment_totals(tables), people, "recipient_id"), _overlaps(tables), "recipient_id")
    waited = col("first_day") - col("registered")
    return found.select(
        col("recipient_id").alias("subject_id"),
        col("longest_gap").alias("payments_longest_gap_days"),
        col("repeats").alias("payments_double_period"),
        col("repeat_amount").alias("payments_double_period_amount"),
        col("overlaps").fill_null(0).alias("payments_family_overlap"),
        share(col("year_came_back"), col("year_payments")).alias("payments_failed_share"),
        number(col("credits") == 0).alias("payments_never_credited"),
        only(waited >= 0, waited).alias("payments_registered_to_first_days"),
    )


def _overlaps(tables: Tables) -> Frame:
    """Per recipient: programme and period pairs that another recipient of the family was credited for too."""
    people = roll(tables).select("recipient_id", "family_id", "list_no")
    shared = sharing(people, "family_id", who="list_no", name="payees")
    people = people.join(shared.select("family_id"), on="family_id", how="inner")
    paid = ledger(tables).filter(col("credited") == 1).select("recipient_id", "program", "period")
    paid = paid.join(people, on="recipient_id", how="inner").unique()
    twice = sharing(paid, "family_id", "program", "period", who="list_no", name="payees")
    keys = ["family_id", "program", "period"]
    found = paid.join(twice.select(keys), on=keys, how="inner").with_columns(one=nw.lit(1))
    return totals(found, "recipient_id", overlaps=sum_of("one"))
