"""Cards used one after another at one terminal, and the same cards together again and again."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.events import debits, roll, together
from features.expressions import col, join, most_of, only, share, stacked, sum_of, totals
from features.subjects import SubjectKind
from features.tables import Tables
from features.transactions.totals import debit_totals

NEEDS = {"transactions": ("terminal_id",), "accounts": ("recipient_id",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.SHARING, unit=Unit.SHARE, needs=NEEDS, linked=True)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_minutes_to_previous_card",
        meaning="Median minutes since another recipient's card at the same terminal on the same day.",
        unit=Unit.MINUTES,
        tail=Tail.LOW,
        text_en="The card usually follows another card at the terminal by {value}; {usual} is usual here.",
        text_id="Kartu biasanya dipakai {value} setelah kartu lain di mesin yang sama; lazimnya {usual}.",
    ),
    fact(
        name="transactions_burst_share",
        meaning="Share of debits less than 3 minutes before or after another recipient's card at the same terminal.",
        text_en="{value} of the debits were within 3 minutes of another card at the terminal; {usual} is usual here.",
        text_id="{value} penarikan berselang kurang dari 3 menit dari kartu lain di mesin yang sama; lazimnya {usual}.",
    ),
    fact(
        name="transactions_together_days",
        meaning="Most days (from 2) on which this card and one and the same card of another home were used within 10 "
        "minutes at one terminal.",
        unit=Unit.COUNT,
        text_en="This card and one other were used together on {value} day[|s]; {usual} is usual here.",
        text_id="Kartu ini dan satu kartu lain dipakai bersama pada {value} hari; lazimnya {usual}.",
    ),
    fact(
        name="transactions_companions",
        meaning="Cards of other homes used within 10 minutes of this one at one terminal on at least 3 days.",
        unit=Unit.COUNT,
        text_en="{value} other card[|s] keep[s|] being used together with this one; {usual} is usual here.",
        text_id="{value} kartu lain berulang kali dipakai bersama kartu ini; lazimnya {usual}.",
    ),
    fact(
        name="transactions_companion_share",
        meaning="Share of the recipient's days at a terminal on which the steadiest such companion's card was used "
        "within 10 minutes.",
        text_en="On {value} of the days a steady companion card was used as well; {usual} is usual here.",
        text_id="Pada {value} hari, kartu pendamping tetap juga dipakai; lazimnya {usual}.",
    ),
    fact(
        name="transactions_list_order_share",
        meaning="Share of debits right before or after, at the same terminal and day, the card registered next to it "
        "in its village's list, unless both live in one home.",
        needs={**NEEDS, "recipients": ("registered_on", "village_code")},
        text_en="{value} of the debits follow the order of the registration list; {usual} is usual here.",
        text_id="{value} penarikan mengikuti urutan daftar pendaftaran; lazimnya {usual}.",
    ),
)


MINUTE = 60
COMPANION_DAYS = 3


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without a debit at a known place."""
    found = join(debit_totals(tables), _companions(tables), "recipient_id")
    placed = col("placed") > 0
    return found.select(
        col("recipient_id").alias("subject_id"),
        (col("seconds_to_previous") / MINUTE).alias("transactions_minutes_to_previous_card"),
        share(col("burst"), col("placed")).alias("transactions_burst_share"),
        only(placed, col("together_days").fill_null(0)).alias("transactions_together_days"),
        only(placed, col("companions").fill_null(0)).alias("transactions_companions"),
        only(placed, share(col("companion_days").fill_null(0), col("placed_days").fill_null(1))).alias(
            "transactions_companion_share"
        ),
        share(col("list_order"), col("placed")).alias("transactions_list_order_share"),
    )


def _companions(tables: Tables) -> Frame:
    """Per recipient: most days with one companion, steady companions, and the days at terminals they are shares of."""
    pairs = together(tables).filter(col("days") >= COMPANION_DAYS)
    sides = [
        pairs.select(col(side).alias("list_no"), "days", nw.lit(1).alias("one")) for side in ("left_no", "right_no")
    ]
    steady = totals(stacked(sides), "list_no", companions=sum_of("one"), steady=most_of("days"))
    own = debits(tables).filter(~col("place").is_null()).select("list_no", "day")
    own = own.join(steady.select("list_no"), on="list_no", how="semi").unique().with_columns(one=nw.lit(1))
    days = totals(own, "list_no", placed_days=sum_of("one"))
    found = join(_most_together(tables), join(steady, days, "list_no"), "list_no")
    numbers = roll(tables).select("recipient_id", "list_no")
    return join(found, numbers, "list_no").select(
        "recipient_id", "together_days", "companions", "placed_days", col("steady").alias("companion_days")
    )


def _most_together(tables: Tables) -> Frame:
    pairs = together(tables)
    sides = [pairs.select(col(side).alias("list_no"), "days") for side in ("left_no", "right_no")]
    return totals(stacked(sides), "list_no", together_days=most_of("days"))
