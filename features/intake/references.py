"""References to nothing: a payment to an unknown recipient is a finding and a signal; the row stays."""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

from collections.abc import Iterator, Mapping

import duckdb

from features.intake.query import number
from features.intake.report import Finding, Level
from features.intake.sql import inside, name, text

TARGETS: Mapping[str, str] = {
    "recipient_id": "recipients",
    "family_id": "families",
    "split_from_family_id": "families",
    "account_id": "accounts",
    "payment_id": "payments",
    "transaction_id": "transactions",
    "agent_id": "agents",
    "terminal_id": "terminals",
    "budget_line_id": "budget_lines",
    "official_id": "officials",
    "facilitator_id": "officials",
    "registered_by": "officials",
    "enumerator_id": "officials",
    "village_code": "villages",
    "left_person_id": "persons",
    "right_person_id": "persons",
}
OWN_KEYS: Mapping[str, str] = {
    "families": "family_id",
    "persons": "person_id",
    "recipients": "recipient_id",
    "accounts": "account_id",
    "payments": "payment_id",
    "transactions": "transaction_id",
    "agents": "agent_id",
    "terminals": "terminal_id",
    "budget_lines": "budget_line_id",
    "officials": "official_id",
    "villages": "village_code",
}
KINDS: Mapping[str, str] = {
    "recipient": "recipients",
    "agent": "agents",
    "official": "officials",
    "family": "families",
    "account": "accounts",
    "village": "villages",
}
SUBJECT_TABLES = ("attributes", "complaints", "outcomes")


def dangling(connection: duckdb.DuckDBPyConnection, present: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """One warning per column that refers to rows which its table does not have, with the number of rows."""
    for table, columns in present.items():
        for column, target in TARGETS.items():
            refers = column in columns and OWN_KEYS.get(table) != column
            if refers and target in present:
                count = _unknown(connection, table, column, target)
                if count:
                    yield _finding(table, column, target, count)
        if table in SUBJECT_TABLES and "subject_id" in columns:
            yield from _subjects(connection, table, present)


def _subjects(
    connection: duckdb.DuckDBPyConnection, table: str, present: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    for kind, target in KINDS.items():
        if target in present:
            count = _unknown(connection, table, "subject_id", target, f"subject_kind = {text(kind)}")
            if count:
                yield _finding(table, "subject_id", target, count)


def _unknown(connection: duckdb.DuckDBPyConnection, table: str, column: str, target: str, where: str = "true") -> int:
    query = (
        f"select count(*) from {inside(table)} as t anti join {inside(target)} as r "
        f"on t.{name(column)} = r.{name(OWN_KEYS[target])} where t.{name(column)} is not null and {where}"
    )
    return number(connection, query)


def _finding(table: str, column: str, target: str, count: int) -> Finding:
    message = f"{table}.{column}: {count:,} rows refer to {target} that are not in the drop; the rows stay."
    return Finding(Level.WARNING, table, column, "dangling", count, message)
