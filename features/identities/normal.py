"""Normal forms of a drop's identifiers: as selects over rows, and as what is compared within the wall.

Schema ``wall`` of the connection holds the persons, recipients and accounts of a drop with the columns that anybody
compares and no more; ``step_outside`` drops it. Names are numbers there: most are borne by many, so each spelling is
normalised once (``wall.names``).
"""

from collections.abc import Mapping

import duckdb

from features.contract import DROP, Type, Wall
from features.identities.account import accounts_sql
from features.identities.address import addresses_sql
from features.identities.name import NAME_STEPS, SOUND_STEPS
from features.identities.nik import niks_sql
from features.identities.phone import phones_sql
from features.identities.text import fold_sql, in_steps, quoted
from features.numbers import number_sql

NIK_COLUMNS = {
    "persons": "nik",
    "recipients": "nik",
    "accounts": "holder_nik",
    "agents": "owner_nik",
    "officials": "nik",
    "registry_matches": "nik",
}
_COMPARED = {
    "persons": ("person_id, family_id, birth_date, sex, relation, nik_id", ("name", "mother_name")),
    "recipients": ("recipient_id, family_id, village_code, nik, nik_id", ("name",)),
    "accounts": ("account_id, recipient_id, holder_nik, nik_id", ("holder_name",)),
}
"""The columns that are compared as they are, and the names, of which there is a number."""
_TEXTS = ("meter_id", "value")
_TEXT_STEPS = (fold_sql("$v"), "nullif($v, '')")
_TYPES = {Type.DATE: "date", Type.TIME: "timestamp", Type.BOOL: "boolean"}


def make_compared(connection: duckdb.DuckDBPyConnection, on: frozenset[str]) -> None:
    """Make schema ``wall`` with what is compared; tables that are off are there without a row."""
    connection.execute("drop schema if exists wall cascade")
    connection.execute("create schema wall")
    given = {table: f'from inside."{table}"' if table in on else _nothing(table) for table in _COMPARED}
    connection.execute(f"create table wall.spellings as {_spellings(given)}")
    connection.execute(f"create table wall.names as {_names()}")
    for table, (columns, names) in _COMPARED.items():
        numbers = "".join(f", s{place}.number as {name}" for place, name in enumerate(names))
        joins = " ".join(
            f"left join wall.spellings s{place} on s{place}.written = t.{name}" for place, name in enumerate(names)
        )
        rows = niks_sql(given[table], NIK_COLUMNS[table])
        connection.execute(f"create table wall.{table} as select {columns}{numbers} from ({rows}) t {joins}")


def _spellings(given: Mapping[str, str]) -> str:
    """Every name as it is written somewhere, in normal form and as a number."""
    written = " union all ".join(
        f"select {name} as written from ({rows})" for table, rows in given.items() for name in _COMPARED[table][1]
    )
    normal = in_steps(f"select distinct written, written as name from ({written})", {"name": NAME_STEPS})
    return f"select *, {number_sql('name')} as number from ({normal})"


def _names() -> str:
    """Every normal name with its number, how it sounds and what its sound's number is."""
    names = "select distinct number, name, name as sound from wall.spellings where number is not null"
    return f"select *, {number_sql('sound')} as heard from ({in_steps(names, {'sound': SOUND_STEPS})})"


def _nothing(table: str) -> str:
    empty = ", ".join(f'null::{_TYPES.get(column.type, "varchar")} as "{column.name}"' for column in DROP[table])
    return f"select {empty} where false"


def is_keyed(table: str) -> bool:
    """Whether a table of the contract holds anything that stays inside or leaves as a pseudonym."""
    return any(column.wall is not Wall.OPEN for column in DROP[table])


def texts_sql(table: str) -> str:
    """The rows of a table of the drop with what else is keyed as text folded."""
    texts = {column.name: _TEXT_STEPS for column in DROP[table] if column.wall is Wall.KEYED and column.name in _TEXTS}
    return f"({in_steps(f'select * from inside.{quoted(table)}', texts)})" if texts else f'inside."{table}"'


def normal_sql(table: str, rows: str) -> str:
    """The select that gives rows of a table of the drop with their identifiers in normal form.

    Beside them stand ``raw_nik`` and ``nik_id`` (nik.py) where there is a NIK, and how precise an address is.
    """
    rows = phones_sql(rows, "phone") if "phone" in DROP[table].names else rows
    rows = niks_sql(rows, NIK_COLUMNS[table]) if table in NIK_COLUMNS else rows
    rows = accounts_sql(rows) if table == "accounts" else rows
    return _with_address(rows) if "address" in DROP[table].names else rows


def _with_address(rows: str) -> str:
    """The rows with the address in the form that is comparable beside the village's code, and its detail."""
    form = "case when village_code is null then ' ' || form else village_code || ' ' || local end"
    return f"""select * exclude (form, local, detail) replace ({form} as address), detail as address_detail
        from ({addresses_sql(rows, "address")})"""
