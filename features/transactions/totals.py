"""Debits per recipient, summed once for every feature of this folder."""

import narwhals as nw

from features.engine import Frame
from features.events import debits
from features.expressions import col, count, flag, join, least_of, most_of, only, stacked, sum_of, totals, yes
from features.houses import of_two_homes
from features.kept import Maker, kept
from features.middle import middles
from features.moments import DAY, year_before
from features.tables import Tables

TOTALS = "kept_debit_totals"
OPENS, CLOSES = 6, 20
NIGHT_FROM, NIGHT_TO = 22, 5
WHOLE_PERCENT = 95
BURST_SECONDS = 180
SOON = 7 * DAY
PLAIN = ("recipient_id", "list_no", "amount", "day", "auth_known", "no_auth")


def debit_totals(tables: Tables) -> Frame:
    """One row per recipient who spent anything: counts, money, days and medians over the debits (see ``_totals``)."""
    return kept(tables, TOTALS, _totals)


def _totals(tables: Tables) -> Frame:
    start = year_before(tables.as_of)
    known = debits(tables).filter(~col("list_no").is_null())
    facts = known.select(*PLAIN, *_when(start), *_beside(), *_where_to())
    medians = middles(tables.engine, facts, "list_no", seconds_to_debit="waited", seconds_to_previous="since_other")
    found = totals(
        facts,
        "list_no",
        recipient_id=most_of("recipient_id"),
        debits=count(),
        spent=sum_of("amount"),
        off_hours=sum_of("off_hours"),
        night=sum_of("night"),
        fresh=sum_of("fresh"),
        full=sum_of("full"),
        authenticated=sum_of("auth_known"),
        no_auth=sum_of("no_auth"),
        placed=sum_of("placed"),
        burst=sum_of("burst"),
        transferred=sum_of("transferred"),
        topped_up=sum_of("topped_up"),
        betting=sum_of("betting"),
        year_spent=sum_of("year_amount"),
        last_day=most_of("day"),
        touched=least_of("touch_day"),
    )
    found = join(join(found, medians, "list_no"), _in_list_order(tables, known), "list_no")
    return found.with_columns(list_order=col("list_order").fill_null(0))


def _in_list_order(tables: Tables, known: Frame) -> Frame:
    """Per recipient the debits right beside the next card of the list, one of another home, at one place and day."""
    previous, following = (col("seconds") - col("previous_gap")) // DAY, (col("seconds") + col("next_gap")) // DAY
    sides = (("previous_no", previous), ("next_no", following))
    beside = [
        known.filter(((col(other) - col("list_no")).abs() == 1) & (day == col("day"))).select(
            "list_no", "transaction_id", col(other).alias("other_no")
        )
        for other, day in sides
    ]
    apart = of_two_homes(tables, stacked(beside), "list_no", "other_no")
    return totals(apart.select("list_no", "transaction_id").unique(), "list_no", list_order=nw.len())


def _when(start: int) -> list[nw.Expr]:
    hour, fresh = col("hour"), ~col("fresh_credit").is_null()
    whole = fresh & (col("amount") * 100 >= col("fresh_credit") * WHOLE_PERCENT)
    return [
        flag((hour < OPENS) | (hour >= CLOSES)).alias("off_hours"),
        flag((hour >= NIGHT_FROM) | (hour < NIGHT_TO)).alias("night"),
        flag(fresh).alias("fresh"),
        flag(whole).alias("full"),
        only(fresh, col("seconds") - col("credit_seconds")).alias("waited"),
        only(col("day") > start, col("amount")).fill_null(0).alias("year_amount"),
        only(~col("credit_seconds").is_null(), col("day")).alias("touch_day"),
    ]


def _beside() -> list[nw.Expr]:
    """The neighbours at the same place on the same day."""
    same_day_before = (col("seconds") - col("previous_gap")) // DAY == col("day")
    burst = yes(col("previous_gap") < BURST_SECONDS) + yes(col("next_gap") < BURST_SECONDS)
    return [
        flag(~col("place").is_null()).alias("placed"),
        flag(burst > 0).alias("burst"),
        only(same_day_before, col("previous_gap")).alias("since_other"),
    ]


def _where_to() -> list[nw.Expr]:
    soon = (col("seconds") - col("credit_seconds")) <= SOON
    wallet = (col("kind") == "topup") | ((col("kind") == "purchase") & (col("by_wallet") == 1))
    return [
        only(col("kind") == "transfer_out", col("amount")).fill_null(0).alias("transferred"),
        only(wallet & soon, col("amount")).fill_null(0).alias("topped_up"),
        only(col("to_betting") == 1, col("amount")).fill_null(0).alias("betting"),
    ]


MAKERS: dict[str, Maker] = {TOTALS: _totals}
