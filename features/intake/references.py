"""References to nothing: a payment to an unknown recipient is a finding and a signal; the row stays."""

from collections.abc import Iterator, Mapping

from features.contract import Table
from features.intake.hashes import Hashes, hash_of
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
KEY = "key"
SUBJECT_TABLES = ("attributes", "complaints", "outcomes")


def asked(table: Table) -> dict[str, str]:
    """What has to be hashed of a table: its key and its references, as names and SQL."""
    wanted = {KEY: hash_of(table.key)} if table.key else {}
    own = OWN_KEYS.get(table.name)
    wanted |= {column: hash_of([column]) for column in table.names if column in TARGETS and column != own}
    if table.name in SUBJECT_TABLES:
        kinds = table["subject_kind"].values
        wanted |= {_subject(kind): hash_of(["subject_id"], f"subject_kind = {text(kind)}") for kind in kinds}
    return wanted


def dangling(found: Mapping[str, Mapping[str, Hashes]]) -> Iterator[Finding]:
    """One warning per column that refers to rows which its table does not have, with the number of rows.

    ``found`` holds for each table that is on what ``asked`` asks of it.
    """
    known = {table: found[table][KEY] for table in OWN_KEYS if table in found}
    for table, columns in found.items():
        for column, target in TARGETS.items():
            if column in columns and target in known:
                yield from _finding(table, column, target, columns[column].unknown(known[target]))
        for kind, target in KINDS.items():
            if _subject(kind) in columns and target in known:
                yield from _finding(table, "subject_id", target, columns[_subject(kind)].unknown(known[target]))


def _subject(kind: str) -> str:
    return f"subject_id of {kind}"


def _finding(table: str, column: str, target: str, count: int) -> Iterator[Finding]:
    if count:
        message = f"{table}.{column}: {spoken(count)} with a reference to {target} that the drop does not have; kept."
        yield Finding(Level.WARNING, table, column, "dangling", count, message)
