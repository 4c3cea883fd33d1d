"""The tables of a drop with their identifiers in normal form: the room inside the wall where comparisons happen.

Schema ``wall`` of the connection holds, for each table with identifiers, its contract columns with identifiers
normalised in place, and ``raw_nik`` where findings need what was really written. ``step_outside`` drops the schema.
"""

import duckdb

from features.contract import DROP, Wall
from features.identities.account import normalise_account_sql
from features.identities.address import addresses_sql
from features.identities.name import normalise_name_sql
from features.identities.nik import normalise_nik_sql
from features.identities.phone import normalise_phone_sql
from features.identities.text import fold_sql

NIK_COLUMNS = {
    "persons": "nik",
    "recipients": "nik",
    "accounts": "holder_nik",
    "agents": "owner_nik",
    "officials": "nik",
    "registry_matches": "nik",
}
_NAMES = {"persons": ("name", "mother_name"), "recipients": ("name",), "accounts": ("holder_name",)}


def normalise_tables(connection: duckdb.DuckDBPyConnection, tables: frozenset[str]) -> None:
    """Make schema ``wall`` with the normal form of every table that holds identifiers."""
    connection.execute("drop schema if exists wall cascade")
    connection.execute("create schema wall")
    for table in sorted(tables):
        connection.execute(f'create table wall."{table}" as {normal_sql(table)}') if is_keyed(table) else None


def is_keyed(table: str) -> bool:
    """Whether a table of the contract holds anything that stays inside or leaves as a pseudonym."""
    return any(column.wall is not Wall.OPEN for column in DROP[table])


def normal_sql(table: str) -> str:
    """The select that gives a table its normal form."""
    changed = {column.name: _normal_column(table, column.name) for column in DROP[table] if column.wall is Wall.KEYED}
    changed |= {name: normalise_name_sql(name) for name in _NAMES.get(table, ())}
    changed.pop("address", None)
    replaced = ", ".join(f'{expression} as "{name}"' for name, expression in changed.items())
    raw = f', "{NIK_COLUMNS[table]}" as raw_nik' if table in NIK_COLUMNS else ""
    rows = f'select * {f"replace ({replaced})" if replaced else ""}{raw} from inside."{table}"'
    return _with_address(table, rows) if "address" in DROP[table].names else rows


def _normal_column(table: str, column: str) -> str:
    if column == NIK_COLUMNS.get(table):
        return normalise_nik_sql(column)
    if column == "phone":
        return normalise_phone_sql(column)
    if column == "account_number":
        return normalise_account_sql("account_number", "bank_code", "kind")
    return f"nullif({fold_sql(column)}, '')"


def _with_address(table: str, rows: str) -> str:
    """The rows with the address in the form that is comparable beside the village's code, and its detail."""
    key = DROP[table].key[0]
    parts = addresses_sql(f'select "{key}" as id, address as raw from inside."{table}"')
    form = "case when r.village_code is null then ' ' || p.form else r.village_code || ' ' || p.local end"
    return f"""select r.* replace ({form} as address), coalesce(p.detail, 0) as address_detail
        from ({rows}) r left join ({parts}) p on p.id = r."{key}" """
