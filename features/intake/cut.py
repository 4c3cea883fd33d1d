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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import duckdb

from features.intake.query import row
from features.intake.sql import first_day, held, inside, last_day

_PERIOD_ENDS = f"({last_day('period')})::timestamp"
_PERIOD_STARTS = f"({first_day('period')})::timestamp"
_NEVER = "false"

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

BLANKED: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "persons": (
            "died_on::timestamp > $as_of",
            {"died_on": "null", "life_status": "nullif(life_status, 'deceased')"},
        ),
        "enrolments": ("ended_on::timestamp > $as_of", {"ended_on": "null"}),
        "assignments": ("ended_on::timestamp > $as_of", {"ended_on": "null"}),
        "attributes": ("seen_to > $as_of", {"seen_to": "null"}),
        "budget_lines": (
            "coalesce(disbursed_at, $drop) > $as_of",
            {"disbursed": "null", "disbursed_at": "null", "order_number": "null"},
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Cut:
    """What was taken from a table: the rows that are lost, and whether anything else was blanked."""

    lost: int = 0
    blanked: int = 0

    @property
    def changed(self) -> bool:
        """Whether the table is another than before."""
        return bool(self.lost or self.blanked)


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
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], *, as_of: datetime, drop_as_of: datetime
) -> dict[str, Cut]:
    """Make ``inside.<table>``, what was known at ``as_of``, of every table that is held; what each of them lost."""
    moments = {"$as_of": _timestamp(as_of), "$drop": _timestamp(drop_as_of)}
    on = frozenset(tables)
    return {table: _cut_table(connection, table, *_rules(table, on, moments)) for table in tables}


def _cut_table(
    connection: duckdb.DuckDBPyConnection, table: str, late: str, blanked: str, values: Mapping[str, str]
) -> Cut:
    counts = f"select count(*) filter ({late}), count(*) filter (not coalesce({late}, false) and {blanked})"
    lost, blank = row(connection, f"{counts} from {held(table)}") if (late, blanked) != (_NEVER, _NEVER) else (0, 0)
    changes = ", ".join(f"case when {blanked} then {value} else {name} end as {name}" for name, value in values.items())
    replaced = f"replace ({changes})" if blank else ""
    seen = f"where ({late}) is not true" if lost else ""
    connection.execute(f"create view {inside(table)} as select * {replaced} from {held(table)} {seen}")
    return Cut(int(lost), int(blank))


def _rules(table: str, on: frozenset[str], moments: Mapping[str, str]) -> tuple[str, str, Mapping[str, str]]:
    """When a row of the table was not known yet, when a part of it was not, and what that part then says."""
    late = f"{KNOWN[table]} > $as_of" if table in KNOWN else _NEVER
    if table == "purchase_items" and "transactions" in on:
        late = (
            f"transaction_id in (select transaction_id from held.transactions where {KNOWN['transactions']} > $as_of)"
        )
    blanked, values = BLANKED.get(table, (_NEVER, {}))
    return _filled(late, moments), _filled(blanked, moments), values


def _timestamp(moment: datetime) -> str:
    return f"timestamp '{moment.isoformat(sep=' ')}'"


def _filled(query: str, moments: Mapping[str, str]) -> str:
    for place, moment in moments.items():
        query = query.replace(place, moment)
    return query


def _latest(connection: duckdb.DuckDBPyConnection, table: str, expression: str) -> datetime | None:
    found: datetime | None = row(connection, f"select {expression} from {held(table)}")[0]
    return found
