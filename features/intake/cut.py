"""Nothing counts before it was known: when each row of each table was known, and what is blanked inside a row.

- Tables with known_at: at known_at; rows without one count from the drop's as_of.
- Events (payments, transactions, receipts, complaints, outcomes, pair decisions) and dated relations (enrolments,
  assignments, attributes, terminals): at their own time; rows without one count from the drop's as_of. A payment
  without a time counts from the end of its period, since it was settled by then, or from the drop's as_of if the
  period still runs.
- agent_months: once the period has ended; the totals of a running month mislead.
- budget_lines: from the start of their period (a budget precedes it); what was disbursed later is blanked.
- purchase_items: with their transaction.
- villages and officials keep no history: they are always seen.

Inside a row that is seen, an end that lies after as_of has not come yet and is blanked: enrolments.ended_on,
assignments.ended_on, attributes.seen_to, persons.died_on (with life_status, where it says deceased). What carries no
date of its own (payments.status, outcomes.appeal and recovered, families.decile) stays as the drop has it.
"""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import duckdb

from features.intake.query import number, row
from features.intake.sql import first_day, inside, last_day

_PERIOD_ENDS = f"({last_day('period')})::timestamp"
_PERIOD_STARTS = f"({first_day('period')})::timestamp"

KNOWN: Mapping[str, str] = MappingProxyType(
    {
        "families": "coalesce(known_at, $drop)",
        "persons": "coalesce(known_at, $drop)",
        "recipients": "coalesce(known_at, $drop)",
        "accounts": "coalesce(known_at, $drop)",
        "agents": "coalesce(known_at, $drop)",
        "registry_matches": "coalesce(known_at, $drop)",
        "enrolments": "coalesce(started_on::timestamp, $drop)",
        "assignments": "coalesce(started_on::timestamp, $drop)",
        "attributes": "coalesce(seen_from, $drop)",
        "terminals": "coalesce(activated_on::timestamp, $drop)",
        "payments": f"coalesce(credited_at, least({_PERIOD_ENDS}, $drop))",
        "transactions": "occurred_at",
        "receipts": "coalesce(received_at, $drop)",
        "complaints": "received_at",
        "outcomes": "decided_at",
        "pair_decisions": "decided_at",
        "agent_months": _PERIOD_ENDS,
        "budget_lines": f"least({_PERIOD_STARTS}, $drop)",
    }
)

BLANKED: tuple[tuple[str, str, str], ...] = (
    ("persons", "died_on = null, life_status = nullif(life_status, 'deceased')", "died_on::timestamp > $as_of"),
    ("enrolments", "ended_on = null", "ended_on::timestamp > $as_of"),
    ("assignments", "ended_on = null", "ended_on::timestamp > $as_of"),
    ("attributes", "seen_to = null", "seen_to > $as_of"),
    (
        "budget_lines",
        "disbursed = null, disbursed_at = null, order_number = null",
        "coalesce(disbursed_at, $drop) > $as_of",
    ),
)


def latest_time(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, object]) -> datetime | None:
    """The drop's own as_of where it states none: the latest time in payments and transactions.

    Where those have none: the end of the latest period of payments, then of agent_months; else None.
    """
    candidates = (
        ("payments", "max(credited_at)"),
        ("transactions", "max(occurred_at)"),
    )
    found = [_latest(connection, table, column) for table, column in candidates if table in tables]
    times = [time for time in found if time is not None]
    if times:
        return max(times)
    ends = f"max({_PERIOD_ENDS}) + interval 1 day - interval 1 second"
    for table in ("payments", "agent_months"):
        if table in tables and (time := _latest(connection, table, ends)) is not None:
            return time
    return None


def cut(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, object], *, as_of: datetime, drop_as_of: datetime
) -> dict[str, int]:
    """Take from the tables what was not known at ``as_of``; how many rows each lost."""
    moments = {"$as_of": _timestamp(as_of), "$drop": _timestamp(drop_as_of)}
    lost = {}
    if {"purchase_items", "transactions"} <= tables.keys():
        later = _filled(
            f"select transaction_id from inside.transactions where {KNOWN['transactions']} > $as_of", moments
        )
        lost["purchase_items"] = number(
            connection, f"delete from inside.purchase_items where transaction_id in ({later})"
        )
    for table, known in KNOWN.items():
        if table in tables:
            query = _filled(f"delete from {inside(table)} where {known} > $as_of", moments)
            lost[table] = number(connection, query)
    for table, blank, where in BLANKED:
        if table in tables:
            connection.execute(_filled(f"update {inside(table)} set {blank} where {where}", moments))
    return {table: rows for table, rows in lost.items() if rows}


def _timestamp(moment: datetime) -> str:
    return f"timestamp '{moment.isoformat(sep=' ')}'"


def _filled(query: str, moments: Mapping[str, str]) -> str:
    for place, moment in moments.items():
        query = query.replace(place, moment)
    return query


def _latest(connection: duckdb.DuckDBPyConnection, table: str, expression: str) -> datetime | None:
    found: datetime | None = row(connection, f"select {expression} from {inside(table)}")[0]
    return found
