"""The tables of a drop with their identifiers in normal form: the room inside the wall where comparisons happen.

Schema ``wall`` of the connection holds, for each table with identifiers, its contract columns with identifiers
normalised in place, and ``raw_nik`` and ``nik_id`` (nik.py) where there is a NIK. Names of persons stay as they are
here; only those who are compared have them normalised (compared.py). ``step_outside`` drops the schema.
"""

import duckdb

from features.contract import DROP, Wall
from features.identities.account import accounts_sql
from features.identities.address import addresses_sql
from features.identities.name import NAME_STEPS
from features.identities.nik import niks_sql
from features.identities.phone import PHONE_STEPS
from features.identities.text import fold_sql, in_steps

NIK_COLUMNS = {
    "persons": "nik",
    "recipients": "nik",
    "accounts": "holder_nik",
    "agents": "owner_nik",
    "officials": "nik",
    "registry_matches": "nik",
}
_NAMES = {"recipients": "name", "accounts": "holder_name"}
_TEXT_STEPS = (fold_sql("$v"), "nullif($v, '')")


def normalise_tables(connection: duckdb.DuckDBPyConnection, tables: frozenset[str]) -> None:
    """Make schema ``wall`` with the normal form of every table that holds identifiers."""
    connection.execute("drop schema if exists wall cascade")
    connection.execute("create schema wall")
    for table in sorted(tables):
        if is_keyed(table):
            connection.execute(f'create table wall."{table}" as {normal_sql(table)}')


def is_keyed(table: str) -> bool:
    """Whether a table of the contract holds anything that stays inside or leaves as a pseudonym."""
    return any(column.wall is not Wall.OPEN for column in DROP[table])


def normal_sql(table: str) -> str:
    """The select that gives a table its normal form."""
    rows = in_steps(f'select * from inside."{table}"', _steps(table))
    rows = niks_sql(rows, NIK_COLUMNS[table]) if table in NIK_COLUMNS else rows
    rows = accounts_sql(rows) if table == "accounts" else rows
    return _with_address(table, rows) if "address" in DROP[table].names else rows


def _steps(table: str) -> dict[str, tuple[str, ...]]:
    kinds = {"phone": PHONE_STEPS, "meter_id": _TEXT_STEPS, "value": _TEXT_STEPS}
    steps = {
        column.name: kinds[column.name]
        for column in DROP[table]
        if column.name in kinds and column.outside != column.name
    }
    if table in _NAMES:
        steps[_NAMES[table]] = NAME_STEPS
    return steps


def _with_address(table: str, rows: str) -> str:
    """The rows with the address in the form that is comparable beside the village's code, and its detail."""
    key = DROP[table].key[0]
    parts = addresses_sql(f'select "{key}" as id, address as raw from inside."{table}"')
    form = "case when r.village_code is null then ' ' || p.form else r.village_code || ' ' || p.local end"
    return f"""select r.* replace ({form} as address), coalesce(p.detail, 0) as address_detail
        from ({rows}) r left join ({parts}) p on p.id = r."{key}" """
