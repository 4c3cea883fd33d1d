"""The passage through the wall, table by table: what leaves as it is, what as a pseudonym, what not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import pyarrow as pa

from features.contract import DROP, Column, Wall
from features.identities import compared, kin
from features.identities.content import keyed_as
from features.identities.linkage.pairs import same_person_sql
from features.identities.normal import is_keyed
from features.identities.pseudonym import pseudonyms

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


_SIDES = ("left", "right")
_PSEUDONYMS = "saksama_pseudonyms"


@dataclass(frozen=True, slots=True)
class Crossed:
    """A column on its way out: what it holds as it is (``plain``), and the text that becomes a pseudonym instead."""

    name: str
    plain: str
    message: str | None = None

    @property
    def written(self) -> str:
        """What is written outside: the pseudonym where there is one."""
        return f'coalesce(h."{self.name}", {self.plain})' if self.message else self.plain


@dataclass(frozen=True)
class Crossing:
    """One passage of a drop's tables from schemas ``inside`` and ``wall`` to schema ``outside``."""

    connection: duckdb.DuckDBPyConnection
    key: bytes = field(repr=False)
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
            "officials": compared.structural_columns("officials", "official_id"),
            "agents": compared.structural_columns("agents", "agent_id"),
        }

    def _make(self, name: str, rows: str) -> None:
        given = {"as_of": self.as_of} if "$as_of" in rows else {}
        self.connection.execute(f'create table wall."{name}" as {rows}', given)

    def write(self) -> None:
        """Make schema ``outside``: copies where anything changes, views where nothing does."""
        self.connection.execute("drop schema if exists outside cascade")
        self.connection.execute("create schema outside")
        self._make("same_person", same_person_sql(decided="pair_decisions" in self.on))
        self._make("kin", kin.kin_families(self.on) + " order by all")
        for table in (name for name in DROP if name in self.on):
            self._write_table(table)
        sides = [self._id(f"{kind}_id", f"{side}_{kind}_id") for kind in ("person", "recipient") for side in _SIDES]
        facts = [Crossed(name, f't."{name}"') for name in ("probability", "evidence", "reviewed")]
        self._cross("same_person", [*sides, *facts], "wall.same_person t")
        families = [self._id("family_id", f"{side}_family_id") for side in _SIDES]
        self._cross("kin", [*families, Crossed("basis", "t.basis")], "wall.kin t")

    def _write_table(self, table: str) -> None:
        columns, source = self._columns(table), self._source(table)
        if not is_keyed(table) and not any(column.message for column in columns):
            self.connection.execute(f'create view outside."{table}" as select * from {source}')
            return
        self._cross(table, columns, source)
        self.connection.execute(f'drop table if exists wall."{table}"')
        self.connection.execute(f'drop table if exists wall."{table}_added"')

    def _cross(self, table: str, columns: Sequence[Crossed], source: str) -> None:
        """Make ``outside.<table>`` from the rows of ``t``: plain columns, and pseudonyms in the place of messages."""
        keyed = [column for column in columns if column.message]
        selected = ", ".join(f'{column.written} as "{column.name}"' for column in columns)
        if keyed:
            self._register_pseudonyms(keyed, source)
            source = f"{source} join {_PSEUDONYMS} h on h.row = t.rowid"
        self.connection.execute(f'create table outside."{table}" as select {selected} from {source}')
        if keyed:
            self.connection.unregister(_PSEUDONYMS)

    def _register_pseudonyms(self, columns: Sequence[Crossed], source: str) -> None:
        texts = ", ".join(f'{column.message} as "{column.name}"' for column in columns)
        given = self.connection.sql(f"select t.rowid as row, {texts} from {source}").to_arrow_table()
        hashed = {column.name: pseudonyms(self.key, given[column.name]) for column in columns}
        self.connection.register(_PSEUDONYMS, pa.table({"row": given["row"], **hashed}))

    def _columns(self, table: str) -> list[Crossed]:
        columns = [self._crossed(table, column) for column in DROP[table] if column.outside is not None]
        return columns + [self._added_column(name) for name in ADDED.get(table, ())]

    def _source(self, table: str) -> str:
        key = DROP[table].key[0]
        join = f' left join wall."{table}_added" x on x."{key}" = t."{key}"' if table in self._added() else ""
        return f'wall."{table}" t{join}' if is_keyed(table) else f'inside."{table}" t{join}'

    def _added_column(self, name: str) -> Crossed:
        if name == "place_key":
            return _keyed(name, "place", "printf('%.5f,%.5f', t.latitude, t.longitude)")
        if name == "address_detail":
            return Crossed(name, "t.address_detail")
        return (
            self._id("person_id", name, "x.payee_person_id")
            if name == "payee_person_id"
            else Crossed(name, f"x.{name}")
        )

    def _crossed(self, table: str, column: Column) -> Crossed:
        name, value = str(column.outside), f't."{column.name}"'
        if column.wall is Wall.COARSE:
            return Crossed(name, f"round({value}, 2)")
        if column.wall is Wall.KEYED:
            domain = _DOMAINS.get(column.name)
            return _keyed(name, domain, value) if domain else _keyed(name, "attribute", f"t.kind || ':' || {value}")
        if column.name == "subject_id" and "subject_kind" in DROP[table].names:
            return self._subject(table)
        id_column = keyed_as(column, self.keyed)
        return self._id(id_column, name, value) if id_column else Crossed(name, value)

    def _id(self, id_column: str, name: str, value: str | None = None) -> Crossed:
        value = value or f't."{name}"'
        return _keyed(name, id_column, _as_id(value)) if id_column in self.keyed else Crossed(name, value)

    def _subject(self, table: str) -> Crossed:
        kinds = sorted(kind for kind in DROP[table]["subject_kind"].values if f"{kind}_id" in self.keyed)
        if not kinds:
            return Crossed("subject_id", "t.subject_id")
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        message = f"t.subject_kind || '_id:' || {_as_id('t.subject_id')}"
        return Crossed(
            "subject_id",
            f"case when t.subject_kind in ({listed}) then null else t.subject_id end",
            f"case when t.subject_kind in ({listed}) then {message} end",
        )


def _keyed(name: str, domain: str, value: str) -> Crossed:
    return Crossed(name, "null::varchar", f"'{domain}:' || {value}")


def _as_id(value: str) -> str:
    """An id that is a number, without the spaces, points and hyphens that one table writes and another does not."""
    return f"regexp_replace({value}, '[ .-]', '', 'g')"
