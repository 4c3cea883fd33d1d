"""The wall: validated rows go in with their identifiers, tables of pseudonyms and comparison results come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from features.contract import DROP, Column, Wall
from features.engine import DuckDBEngine, Engine
from features.engine.base import Frame, lazy
from features.identities import compared, kin
from features.identities.content import find_keyed_ids, keyed_as
from features.identities.given import Given
from features.identities.linkage import LinkageModel, default_model, link
from features.identities.linkage.pairs import same_person_sql
from features.identities.normal import is_keyed, normalise_tables
from features.identities.pseudonym import give_key, pseudonym_sql, take_key
from features.tables import Tables

ADDED: Mapping[str, tuple[str, ...]] = {
    "persons": ("age_years", "nik_finding"),
    "recipients": ("nik_finding", "nik_in_family", "payee_person_id", "payee_age_years", "nik_sequence_neighbours"),
    "accounts": ("holder_match", "holder_name_similarity"),
    "officials": ("nik_finding",),
    "agents": ("nik_finding", "address_detail", "place_key"),
    "families": ("address_detail", "place_key"),
    "terminals": ("place_key",),
    "receipts": ("place_key",),
}
_DOMAINS = {
    "nik": "nik",
    "holder_nik": "nik",
    "owner_nik": "nik",
    "phone": "phone",
    "address": "address",
    "account_number": "account",
    "meter_id": "meter",
}


_SIDES = tuple((kind, f"{side}_{kind}_id") for kind in ("person", "recipient") for side in ("left", "right"))


def step_outside(
    intake: Given,
    key: bytes,
    *,
    engine: Engine | None = None,
    aside: Path | None = None,
    linkage: LinkageModel | None = None,
) -> Tables:
    """Every table of the drop as it may be seen beyond the wall.

    ``key`` makes the pseudonyms and is forgotten afterwards. ``engine`` None means DuckDB on the drop's own connection;
    any other engine reads Parquet that is written to ``aside``. Ids that the drop says are card or account numbers, or
    that look like them where it says nothing, are keyed too. ``linkage`` None means the frozen model.
    """
    connection, on = intake.connection, frozenset(intake.tables)
    keyed = find_keyed_ids(connection, intake.tables) if intake.keyed_ids is None else frozenset(intake.keyed_ids)
    give_key(connection, key)
    try:
        normalise_tables(connection, on)
        crossing = _Crossing(connection, on, keyed, intake.as_of)
        crossing.compare()
        link(connection, linkage or default_model(), families="families" in on)
        crossing.write()
    finally:
        take_key(connection)
        connection.execute("drop schema if exists wall cascade")
    present = {table: facts.present for table, facts in intake.tables.items()}
    frames = _frames(connection, crossing.names, engine, aside)
    return Tables(
        engine=engine or DuckDBEngine(connection),
        frames=frames,
        present=present | {name: frozenset(frames[name].collect_schema().names()) for name in ("same_person", "kin")},
        as_of=intake.as_of,
        currency=intake.currency,
        minor_units=intake.minor_units,
    )


@dataclass(frozen=True)
class _Crossing:
    """One passage of a drop's tables from schemas ``inside`` and ``wall`` to schema ``outside``."""

    connection: duckdb.DuckDBPyConnection
    on: frozenset[str]
    keyed: frozenset[str]
    as_of: datetime

    @property
    def names(self) -> tuple[str, ...]:
        return (*(table for table in DROP if table in self.on), "same_person", "kin")

    def compare(self) -> None:
        """Make the added columns as tables ``wall.<table>_added``."""
        compared.make_payees(self.connection, self.on)
        for table, rows in self._added().items():
            if table in self.on:
                self._make(f"{table}_added", rows)

    def _added(self) -> dict[str, str]:
        return {
            "persons": compared.person_columns(),
            "recipients": compared.recipient_columns(),
            "accounts": compared.holder_columns(persons="persons" in self.on),
            "officials": compared.structural_columns("officials", "official_id", "nik"),
            "agents": compared.structural_columns("agents", "agent_id", "owner_nik"),
        }

    def _make(self, name: str, rows: str) -> None:
        given = {"as_of": self.as_of} if "$as_of" in rows else {}
        self.connection.execute(f'create table wall."{name}" as {rows}', given)

    def write(self) -> None:
        """Make schema ``outside``: copies where anything changes, views where nothing does."""
        self.connection.execute("drop schema if exists outside cascade")
        self.connection.execute("create schema outside")
        for table in self.on & frozenset(DROP):
            kind = "table" if self._changes(table) else "view"
            self.connection.execute(f'create {kind} outside."{table}" as {self._projection(table)}')
        pairs = same_person_sql(decided="pair_decisions" in self.on)
        sides = [f"{self._identity(f'{kind}_id', name)} as {name}" for kind, name in _SIDES]
        self.connection.execute(
            f"create table outside.same_person as select * replace ({', '.join(sides)}) from ({pairs})"
        )
        left, right = (self._identity("family_id", f"{side}_family_id") for side in ("left", "right"))
        pairs = f"select {left} as a, {right} as b, basis from ({kin.kin_families(self.on)})"
        self.connection.execute(f"""create table outside.kin as
            select least(a, b) as left_family_id, greatest(a, b) as right_family_id, basis
            from ({pairs}) order by all""")

    def _changes(self, table: str) -> bool:
        subject = "subject_kind" in DROP[table].names and bool(self.keyed)
        return is_keyed(table) or subject or any(keyed_as(column, self.keyed) for column in DROP[table])

    def _projection(self, table: str) -> str:
        columns = [f'{self._crossed(table, c)} as "{c.outside}"' for c in DROP[table] if c.outside is not None]
        added = ADDED.get(table, ())
        columns += [self._added_column(table, name) for name in added]
        source = f'wall."{table}" t' if is_keyed(table) else f'inside."{table}" t'
        key = DROP[table].key[0]
        join = f' left join wall."{table}_added" x on x."{key}" = t."{key}"' if table in self._added() else ""
        return f"select {', '.join(columns)} from {source}{join}"

    def _added_column(self, table: str, name: str) -> str:
        if name == "place_key":
            place = "printf('%.5f,%.5f', t.latitude, t.longitude)"
            return f"{pseudonym_sql('place', place)} as place_key"
        if name == "address_detail":
            return "t.address_detail"
        return (
            self._identity("person_id", "x.payee_person_id") + f" as {name}"
            if name == "payee_person_id"
            else f"x.{name}"
        )

    def _crossed(self, table: str, column: Column) -> str:
        name = f't."{column.name}"'
        if column.wall is Wall.COARSE:
            return f"round({name}, 2)"
        if column.wall is Wall.KEYED:
            domain = _DOMAINS.get(column.name)
            return pseudonym_sql(domain, name) if domain else pseudonym_sql("attribute", f"t.kind || ':' || {name}")
        if column.name == "subject_id" and "subject_kind" in DROP[table].names:
            return self._subject(table)
        id_column = keyed_as(column, self.keyed)
        return self._identity(id_column, name) if id_column else name

    def _identity(self, id_column: str, name: str) -> str:
        return (
            pseudonym_sql(id_column, f"regexp_replace({name}, '[ .-]', '', 'g')") if id_column in self.keyed else name
        )

    def _subject(self, table: str) -> str:
        kinds = {kind for kind in DROP[table]["subject_kind"].values if f"{kind}_id" in self.keyed}
        whens = " ".join(f"when '{kind}' then {self._identity(f'{kind}_id', 't.subject_id')}" for kind in sorted(kinds))
        return f"case t.subject_kind {whens} else t.subject_id end" if kinds else "t.subject_id"


def _frames(
    connection: duckdb.DuckDBPyConnection, names: tuple[str, ...], engine: Engine | None, aside: Path | None
) -> dict[str, Frame]:
    if engine is None or (isinstance(engine, DuckDBEngine) and engine.connection is connection):
        return {name: lazy(connection.table(f"outside.{name}")) for name in names}
    if aside is None:
        raise ValueError("an engine other than the drop's own connection needs a folder to read from")
    aside.mkdir(parents=True, exist_ok=True)
    for name in names:
        path = str(aside / f"{name}.parquet").replace("'", "''")
        connection.execute(f"copy outside.\"{name}\" to '{path}' (format parquet)")
    return {name: engine.read(aside / f"{name}.parquet") for name in names}
