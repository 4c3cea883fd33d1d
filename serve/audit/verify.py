"""Reading the chain back: an entry that was altered, removed or moved is found."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from serve.store.schema import audit, audit_head

START = "0" * 64
SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log as it stands in the store."""

    entry: int
    recorded_at: datetime
    actor: str
    action: str
    object: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where the chain is broken: the entry's number and what is wrong with it."""

    entry: int
    problem: str


def entry_hash(entry: Entry) -> str:
    """The hash that an untouched entry has: SHA-256 over its fields and the hash before it."""
    moment = entry.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    parts = (str(entry.entry), moment, entry.actor, entry.action, entry.object, entry.detail, entry.previous)
    return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()


def verify_chain(connection: Connection) -> tuple[Flaw, ...]:
    """Every break in the chain, first to last; empty where the log is whole."""
    return tuple(_flaws(connection))


def _flaws(connection: Connection) -> Iterator[Flaw]:
    number, last = 0, START
    columns = (audit.c[name] for name in Entry.__slots__)
    statement = select(*columns).order_by(audit.c.entry).execution_options(yield_per=5000)
    for row in connection.execute(statement):
        entry = Entry(*row)
        if entry.entry != number + 1:
            yield Flaw(number + 1, f"missing: the next entry is {entry.entry}")
        elif entry.previous != last:
            yield Flaw(entry.entry, "does not follow the entry before it: moved, or its neighbour was altered")
        if entry_hash(entry) != entry.hash:
            yield Flaw(entry.entry, "altered after it was written")
        number, last = entry.entry, entry.hash
    head = connection.execute(select(audit_head.c.entry, audit_head.c.hash)).one()
    if (head.entry, head.hash) != (number, last):
        yield Flaw(number + 1, f"missing: the log once ended at entry {head.entry}")


def read_entries(connection: Connection, *, before: int, limit: int) -> tuple[Entry, ...]:
    """The newest entries, those before number ``before`` only where it is not 0."""
    statement = select(*(audit.c[name] for name in Entry.__slots__)).order_by(audit.c.entry.desc()).limit(limit)
    if before:
        statement = statement.where(audit.c.entry < before)
    return tuple(Entry(*row) for row in connection.execute(statement))
