"""References to nothing: a payment to an unknown recipient is a finding and a signal; the row stays."""

from collections.abc import Iterator, Mapping

import duckdb

from features.intake.hashes import Hashes, count_unknown, sorted_hashes
from features.intake.report import Finding, Level, spoken
from features.intake.sql import text

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
    known = {target: sorted_hashes(connection, target, [key]) for target, key in OWN_KEYS.items() if target in present}
    for table, columns in present.items():
        for column, target in TARGETS.items():
            if column in columns and target in known and OWN_KEYS.get(table) != column:
                count = count_unknown(sorted_hashes(connection, table, [column]), known[target])
                yield from _finding(table, column, target, count)
        if table in SUBJECT_TABLES and "subject_id" in columns:
            yield from _subjects(connection, table, known)


def _subjects(connection: duckdb.DuckDBPyConnection, table: str, known: Mapping[str, Hashes]) -> Iterator[Finding]:
    for kind, target in KINDS.items():
        if target in known:
            given = sorted_hashes(connection, table, ["subject_id"], f"subject_kind = {text(kind)}")
            yield from _finding(table, "subject_id", target, count_unknown(given, known[target]))


def _finding(table: str, column: str, target: str, count: int) -> Iterator[Finding]:
    if count:
        message = f"{table}.{column}: {spoken(count)} with a reference to {target} that the drop does not have; kept."
        yield Finding(Level.WARNING, table, column, "dangling", count, message)
