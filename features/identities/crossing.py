"""The passage through the wall, table by table: what leaves as it is, what as a pseudonym, what not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from features.contract import DROP, Column, Wall
from features.engine import Engine
from features.identities import compared
from features.identities.content import keyed_as
from features.identities.kin import make_kin
from features.identities.linkage import LinkageModel, link
from features.identities.linkage.pairs import same_person_sql
from features.identities.nik import NikFinding, check_nik_sql
from features.identities.normal import NIK_COLUMNS, make_compared, normal_sql, texts_sql
from features.identities.usual import Usual

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
}
_FINDINGS = (NikFinding.VALID, *(finding for finding in NikFinding if finding is not NikFinding.VALID))
_RECORDED = {"persons": "t", "recipients": "x"}  # where the birth date and sex stand that a NIK is held to
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Crossed:
    """A column on its way out: what it holds as it is (``plain``), and the text that becomes a pseudonym instead.

    Where it has a ``usual`` form, both are of rows in normal form, and compiled code tells most of them: of a plain one
    the whole number, or which of the ``words``.
    """

    name: str
    plain: str | None
    message: str | None = None
    usual: Usual | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One table on its way out: its columns, computed from the rows of ``source`` (named t).

    ``reads`` is what normal forms are made of, as names and SQL.
    """

    table: str
    columns: tuple[Crossed, ...]
    source: str
    reads: Mapping[str, str] = field(default_factory=dict)

    def normal(self, rows: str) -> str:
        """The select of the columns with a usual form the long way, from ``rows`` that hold ``reads`` and _row."""
        columns = (f'{column.message or column.plain} as "{column.name}"' for column in self.columns if column.usual)
        return f"select t._row, {', '.join(columns)} from ({normal_sql(self.table, rows)}) t"

    @property
    def is_keyed(self) -> bool:
        """Whether anything leaves as a pseudonym."""
        return any(column.message for column in self.columns)

    @property
    def awaits_comparison(self) -> bool:
        """Whether it goes out with what is made in schema ``wall``."""
        return "wall." in self.source


@dataclass(frozen=True)
class Crossing:
    """One passage of a drop's tables beyond the wall; ``on`` names those that are on, ``keyed`` the ids that are keyed.

    ``compare`` and ``link`` make what is said of identifiers, in schema ``wall``.
    """

    connection: duckdb.DuckDBPyConnection
    on: frozenset[str]
    keyed: frozenset[str]
    as_of: datetime

    def compare(self) -> None:
        """Make what is said of single rows, and who is kin, as tables of schema ``wall``."""
        make_compared(self.connection, self.on)
        compared.make_paid(self.connection)
        self.connection.execute(f"create view wall.recipients_added as {compared.recipient_columns(self._today)}")
        self.connection.execute(f"create view wall.accounts_added as {compared.holder_columns()}")
        make_kin(self.connection, self.on)

    def link(self, model: LinkageModel, engine: Engine | None) -> None:
        """Make ``wall.same_person``, on the engine where Splink knows it."""
        link(self.connection, model, families="families" in self.on, engine=engine)
        decided = "pair_decisions" in self.on
        self.connection.execute(f"create table wall.same_person as {same_person_sql(decided=decided)}")

    def tables(self) -> list[Passage]:
        """The tables of the drop on their way out."""
        return [self._passage(name) for name in DROP if name in self.on]

    def pairs(self) -> list[Passage]:
        """``same_person`` and ``kin`` on their way out."""
        sides = [self._id(f"{kind}_id", f"{side}_{kind}_id") for kind in ("person", "recipient") for side in _SIDES]
        facts = [Crossed(name, f't."{name}"') for name in ("probability", "evidence", "reviewed")]
        families = [self._id("family_id", f"{side}_family_id") for side in _SIDES]
        return [
            Passage("same_person", (*sides, *facts), "wall.same_person t"),
            Passage("kin", (*families, Crossed("basis", "t.basis")), "wall.kin t"),
        ]

    @property
    def _today(self) -> str:
        return f"date '{self.as_of.date().isoformat()}'"

    def _passage(self, table: str) -> Passage:
        crossed = [self._crossed(table, column) for column in DROP[table] if column.outside is not None]
        columns = (*crossed, *(self._added_column(table, name) for name in ADDED.get(table, ())))
        reads = _reads(table) if any(column.usual for column in columns) else {}
        return Passage(table, columns, self._source(table), reads)

    def _source(self, table: str) -> str:
        key = DROP[table].key[0]
        joined = table in ("recipients", "accounts")
        added = f' left join wall."{table}_added" x on x."{key}" = t."{key}"' if joined else ""
        return f"{texts_sql(table)} t{added}"

    def _added_column(self, table: str, name: str) -> Crossed:
        match name:
            case "place_key":
                printed = "printf('%.5f,%.5f', t.latitude, t.longitude)"
                return _keyed(name, "place", printed, Usual("place", ("latitude", "longitude")))
            case "address_detail":
                return Crossed(name, "t.address_detail", usual=_usual(table, "address"))
            case "nik_finding":
                record = ("t.birth_date", "t.sex") if table in _RECORDED else ()
                finding = check_nik_sql("t.raw_nik", "t.nik_id", *record)
                return Crossed(name, finding, usual=_usual(table, NIK_COLUMNS[table]), words=_FINDINGS)
            case "age_years":
                return Crossed(name, f"datesub('year', t.birth_date, {self._today})::bigint")
            case "payee_person_id":
                return self._id("person_id", name, f"x.{name}")
            case _:
                return Crossed(name, f"x.{name}")

    def _crossed(self, table: str, column: Column) -> Crossed:
        name, value = str(column.outside), f't."{column.name}"'
        if column.wall is Wall.COARSE:
            return Crossed(name, f"round({value}, 2)")
        if column.wall is Wall.KEYED:
            if column.name in _DOMAINS:
                return _keyed(name, _DOMAINS[column.name], value, _usual(table, column.name))
            if column.name == "meter_id":
                return _keyed(name, "meter", value)
            return _keyed(name, "attribute", f"t.kind || ':' || {value}")
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


def _keyed(name: str, domain: str, value: str, usual: Usual | None = None) -> Crossed:
    return Crossed(name, None, f"'{domain}:' || {value}", usual)


def _usual(table: str, column: str) -> Usual:
    """The usual form of an identifier; that of a NIK tells whether it agrees with its record, where there is one."""
    beside = {"address": ("village_code",), "account": ("bank_of_number",), "nik": ("birth_date", "is_female")}
    domain = _DOMAINS[column]
    alone = domain == "nik" and table not in _RECORDED
    return Usual(domain, (column, *(() if alone else beside.get(domain, ()))))


def _reads(table: str) -> dict[str, str]:
    """What identifiers, places and their normal forms are read from."""
    beside = ("latitude", "longitude", "village_code", "birth_date", "sex", "bank_code", "kind")
    reads = {column.name: f't."{column.name}"' for column in DROP[table] if column.name in (*_DOMAINS, *beside)}
    if table in _RECORDED:
        record = {name: f'{_RECORDED[table]}."{name}"' for name in ("birth_date", "sex")}
        reads |= record | {"is_female": f"{record['sex']} = 'F'"}
    if table == "accounts":
        reads["bank_of_number"] = "case when t.kind is distinct from 'ewallet' then t.bank_code end"
    return reads


def _as_id(value: str) -> str:
    """An id that is a number, without the spaces, points and hyphens that one table writes and another does not."""
    return f"regexp_replace({value}, '[ .-]', '', 'g')"
