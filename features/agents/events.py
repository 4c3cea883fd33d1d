"""Aid debits as agents see them: the last 12 months, by agent, recipient and day. Rests on ``features.events``."""

import narwhals as nw

from features.engine import Frame
from features.events import debits, roll
from features.expressions import col, count, distinct, flag, join, least_of, most_of, only, sum_of, totals, yes
from features.kept import Maker, kept
from features.moments import DAY, year_before
from features.shapes import rows
from features.tables import Tables

SERVED, CUSTOMERS, DAYS, SUMS = "kept_served", "kept_customers", "kept_agent_days", "kept_agent_sums"
FEWEST = 5
"""Shares of fewer than five are left empty: one or two cases make any share."""

TOGETHER_SECONDS = 180
"""One card after another within three minutes is one hand or a quick queue; only peers tell which."""


OPENS, SHUTS = 6, 20
NIGHT_FROM, NIGHT_TO = 22, 5
WHOLE_PERCENT = 98
"""A card fee stays behind: 98 % of a credit is all of it."""


def recent(tables: Tables) -> Frame:
    """Debits from recipients' accounts at known agents in the last 12 months, as ``features.events.debits``."""
    known = ~col("agent_id").is_null() & ~col("list_no").is_null()
    return debits(tables).filter(known, col("day") > year_before(tables.as_of))


def touches(tables: Tables) -> Frame:
    """The first debit after each credit, at an agent; ``waited`` is the seconds in between."""
    return (
        recent(tables)
        .filter(~col("fresh_credit").is_null())
        .with_columns(waited=col("seconds") - col("credit_seconds"))
    )


def served(tables: Tables) -> Frame:
    """One row per agent and recipient served: debits, first and last day, the recipient's home, family and payee.

    closed: debits outside opening hours, soon after another card.
    """
    return kept(tables, SERVED, _served)


def customers(tables: Tables) -> Frame:
    """One row per agent: ``customers``, the recipients served."""
    return kept(tables, CUSTOMERS, _customers)


def agent_days(tables: Tables) -> Frame:
    """One row per agent and day with any transaction at all, aid or not, in the last 12 months."""
    return kept(tables, DAYS, _agent_days)


def agent_sums(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months, counting such debits.

    debits; close: soon after another card; shut and night: outside opening hours and at night; touches: first ones
    after a credit, and of those soon: within a day, and whole: of all that was credited.
    """
    return kept(tables, SUMS, _agent_sums)


def fair_share(part: nw.Expr, whole: nw.Expr) -> nw.Expr:
    """Part of a whole of at least ``FEWEST``, else empty."""
    return only(whole >= FEWEST, part.cast(nw.Float64) / whole.cast(nw.Float64))


def most_common_share(frame: Frame, owner: str, *thing: str) -> Frame:
    """Per owner: ``share`` of its rows that hold its most common thing; rows without a thing are left out."""
    counted = totals(frame, owner, *thing, times=nw.len())
    summed = totals(counted, owner, most=col("times").max(), seen=col("times").sum())
    return summed.select(owner, fair_share(col("most"), col("seen")).alias("share"))


def _served(tables: Tables) -> Frame:
    shut = (col("hour") < OPENS) | (col("hour") >= SHUTS)
    after = (col("previous_gap") <= TOGETHER_SECONDS).fill_null(value=False)
    pairs = totals(
        recent(tables).select("agent_id", "list_no", "day", closed=flag(shut & after)),
        "agent_id",
        "list_no",
        debits=count(),
        closed=sum_of("closed"),
        first_day=least_of("day"),
        last_day=most_of("day"),
    )
    people = rows(tables, "recipients").select("recipient_id", "facilitator_id")
    homes = roll(tables).select(
        "list_no",
        "recipient_id",
        "family_id",
        "nik_key",
        "payee_person_id",
        "home_latitude",
        "home_longitude",
        col("district_code").alias("home_district"),
    )
    return join(join(pairs, homes, "list_no"), people, "recipient_id")


def _customers(tables: Tables) -> Frame:
    return totals(served(tables), "agent_id", customers=count())


def _agent_days(tables: Tables) -> Frame:
    found = rows(tables, "transactions").select("agent_id", tables.days("occurred_at").alias("day"))
    return distinct(found.filter(~col("agent_id").is_null(), col("day") > year_before(tables.as_of)), "agent_id", "day")


def _agent_sums(tables: Tables) -> Frame:
    hour, fresh = col("hour"), ~col("fresh_credit").is_null()
    facts = recent(tables).select(
        "agent_id",
        close=yes(col("previous_gap") <= TOGETHER_SECONDS),
        shut=yes((hour < OPENS) | (hour >= SHUTS)),
        night=yes((hour >= NIGHT_FROM) | (hour < NIGHT_TO)),
        touch=yes(fresh),
        soon=yes(fresh & (col("seconds") - col("credit_seconds") <= DAY)),
        whole=yes(fresh & (col("amount") * 100 >= col("fresh_credit") * WHOLE_PERCENT)),
    )
    return totals(
        facts,
        "agent_id",
        debits=count(),
        close=sum_of("close"),
        shut=sum_of("shut"),
        night=sum_of("night"),
        touches=sum_of("touch"),
        soon=sum_of("soon"),
        whole=sum_of("whole"),
    )


MAKERS: dict[str, Maker] = {SERVED: _served, CUSTOMERS: _customers, DAYS: _agent_days, SUMS: _agent_sums}
