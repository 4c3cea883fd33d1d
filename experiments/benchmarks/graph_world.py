"""A synthetic country for the graph's benchmark: recipients with a phone, an account and a house each."""

from datetime import datetime

import duckdb

from features.engine import DuckDBEngine, Engine, PolarsEngine
from features.tables import Tables

_AS_OF = datetime(2025, 12, 31)
_DISTRICT = "lpad((i // 700 % 7285)::varchar, 6, '0')"
_RECIPIENTS = f"""
create or replace temp table recipients as select
    'r' || i as recipient_id, 'f' || (i // 2 * 2 + (hash(i, 's', {{seed}}) % 20 > 0)::int * (i % 2)) as family_id,
    md5('phone' || case when hash(i, 'p', {{seed}}) % 100 < 12 then i // 3 * 3
                        when hash(i, 'q', {{seed}}) % 1000 < 3 then 0 else i end)[:20] as phone_key,
    {_DISTRICT} || lpad((2000 + i // 100 % 7)::varchar, 4, '0') as village_code,
    date '2024-01-01' + (hash(i // 50, 'd', {{seed}}) % 500)::int as registered_on,
    'o' || i // 350 as registered_by, 'o' || i // 700 as facilitator_id, 'village' as channel,
    null::varchar as nik_key, (20 + hash(i, 'a', {{seed}}) % 60)::bigint as payee_age_years
from range({{size}}) t(i)"""
_ACCOUNTS = """
create or replace temp table accounts as select
    'a' || i as account_id, 'r' || i as recipient_id, null::varchar as phone_key, null::varchar as holder_nik_key,
    md5('account' || case when hash(i, 'k', {seed}) % 1000 < 4 then i // 25 * 25 else i end)[:20] as account_number_key
from range({size}) t(i)"""
_FAMILIES = f"""
create or replace temp table families as select distinct on (family_id) family_id,
    md5('house' || case when hash(i, 'h', {{seed}}) % 100 < 15 then i // 2 * 2 else i end)[:20] as address_key,
    3::bigint as address_detail, {_DISTRICT} || '2001' as village_code
from (select unnest(range({{size}})) as i) join recipients on recipient_id = 'r' || i order by family_id, i"""
_KIN = """
create or replace temp table kin as select 'f' || i as left_family_id, 'f' || i + 1 as right_family_id, 'split' as basis
from range(0, {size}, 10) t(i)"""


_NAMES = ("recipients", "accounts", "families", "kin")


def country(size: int, seed: int, engine: Engine | None = None) -> Tables:
    """So many recipients: an eighth share a phone, three in a thousand one number for all, a few an account.

    The tables lie in ``engine``, Polars where none is named, as in a run.
    """
    engine = engine or PolarsEngine()
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        for statement in (_RECIPIENTS, _ACCOUNTS, _FAMILIES, _KIN):
            connection.execute(statement.format(size=size, seed=seed))
        made = DuckDBEngine(connection)
        frames = {name: engine.load(made.collect(made.table(name)), name) for name in _NAMES}
        present = {name: frozenset(_present(connection, name)) for name in _NAMES}
    return Tables(engine, frames, present, _AS_OF)


def _present(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The filled columns under their contract names."""
    empty = {"nik_key", "holder_nik_key"} | ({"phone_key"} if table == "accounts" else set())
    columns = [row[0] for row in connection.execute(f'describe "{table}"').fetchall()]
    return [column.removesuffix("_key") for column in columns if column not in empty]
