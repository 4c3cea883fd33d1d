"""The scored subjects themselves: who there is, where, in which channel, and how much money is concerned."""

import narwhals as nw
import pyarrow as pa

from features.answering.cash import handed_out
from features.engine import Frame
from features.events import debits, roll
from features.expressions import col, join, only, stacked, sum_of, totals, yes
from features.moments import YEAR_DAYS, day_of, year_before
from features.payments.ledger import payment_totals
from features.payments.rules import last_day
from features.peers import placed
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

BASE = ("subject_id", "village_code", "district_code", "regency_code", "channel", "amount_at_risk")
TABLE = {SubjectKind.RECIPIENT: "recipients", SubjectKind.AGENT: "agents", SubjectKind.OFFICIAL: "officials"}


def subjects(tables: Tables, kind: SubjectKind) -> Frame:
    """One row per subject of the kind with the columns ``BASE``; amount_at_risk of the 12 months before as_of."""
    found = {
        SubjectKind.RECIPIENT: _recipients,
        SubjectKind.AGENT: _agents,
        SubjectKind.OFFICIAL: _officials,
    }[kind](tables)
    return found.with_columns(col("amount_at_risk").fill_null(0).cast(nw.Int64)).select(*BASE)


def _recipients(tables: Tables) -> Frame:
    money = payment_totals(tables).select("recipient_id", col("year_amount").alias("amount_at_risk"))
    return join(roll(tables), money, "recipient_id").rename({"recipient_id": "subject_id"})


def _agents(tables: Tables) -> Frame:
    agents = placed(tables, rows(tables, "agents").select("agent_id", "village_code", col("kind").alias("channel")))
    handled = totals(_recent(tables), "agent_id", handled=sum_of("amount"))
    found = join(join(agents, handled, "agent_id"), _returns(tables), "agent_id")
    return found.with_columns(amount_at_risk=nw.coalesce(col("handled"), col("returned"))).rename(
        {"agent_id": "subject_id"}
    )


def _recent(tables: Tables) -> Frame:
    return debits(tables).filter(col("day") > year_before(tables.as_of))


def _returns(tables: Tables) -> Frame:
    """Per agent: money of the monthly returns of the last year, by their own totals where they give them."""
    months = rows(tables, "agent_months").select("agent_id", "period", "commodity", "amount")
    as_of = day_of(tables.as_of)
    periods = sorted(
        str(text) for text in tables.engine.collect(months.select("period").unique())["period"].to_pylist()
    )
    recent = [text for text in periods if as_of - YEAR_DAYS < (last_day(text) or 0) <= as_of + 31]
    named = tables.engine.load(pa.table({"period": pa.array(recent, pa.string())}), "recent_periods")
    months = months.join(named, on="period", how="semi").with_columns(total=yes(col("commodity") == "all"))
    sums = totals(
        months.with_columns(whole=only(col("total") == 1, col("amount")), part=only(col("total") == 0, col("amount"))),
        "agent_id",
        whole=sum_of("whole"),
        part=sum_of("part"),
    )
    money = nw.when(col("whole") > 0).then(col("whole")).otherwise(col("part"))
    return sums.select("agent_id", money.alias("returned"))


def _officials(tables: Tables) -> Frame:
    served = rows(tables, "assignments").select("official_id", "village_code")
    first = served.group_by("official_id").agg(col("village_code").min().alias("served_village"))
    people = rows(tables, "officials").select("official_id", "village_code", col("role").alias("channel"))
    people = join(people, first, "official_id").with_columns(
        village_code=nw.coalesce(col("village_code"), col("served_village"))
    )
    found = join(placed(tables, people.drop("served_village")), _guided(tables), "official_id")
    return found.rename({"official_id": "subject_id"})


def _guided(tables: Tables) -> Frame:
    """Per official: money credited this year to those whom the official registered or guides, or paid out in cash."""
    people = rows(tables, "recipients")
    hands = [
        people.select("recipient_id", col(role).alias("official_id")) for role in ("registered_by", "facilitator_id")
    ]
    ties = stacked(hands).filter(~col("official_id").is_null()).unique()
    money = payment_totals(tables).select("recipient_id", "year_amount")
    known = join(ties, money, "recipient_id").select("official_id", amount_at_risk=col("year_amount"))
    cash = handed_out(tables).filter(col("in_year") == 1).join(ties, on=["official_id", "recipient_id"], how="anti")
    every = stacked([known, cash.select("official_id", amount_at_risk=col("amount"))])
    return totals(every, "official_id", amount_at_risk=col("amount_at_risk").sum())
