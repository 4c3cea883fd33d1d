"""A country's drop in seconds, for measuring time and memory: plausible rows of every table, nobody in it a thief.

Per recipient one family, two persons, one account, three payments and three transactions; a village per 250, an agent
and an official per 300; one recipient in two hundred is noted a second time under another NIK. Every table and column
that the features read is there, so that every feature is on. Values come from hashes of row numbers and the seed: the
same size and seed give the same rows. The rows themselves stand in country.toml.
"""

import tomllib
from pathlib import Path
from typing import Any

import duckdb

_ROWS = Path(__file__).with_suffix(".toml")
_VILLAGE, _AGENT, _OFFICIAL = 250, 300, 300


def write_country(drop: Path, recipients: int, seed: int) -> dict[str, int]:
    """Write the drop as Parquet into a new folder; returns the rows of each table."""
    drop.mkdir(parents=True)
    (drop / "drop.toml").write_text("as_of = 2025-12-31T23:59:59\n", encoding="utf-8")
    rows = tomllib.loads(_ROWS.read_text(encoding="utf-8"))
    sizes = _sizes(recipients, seed)
    with duckdb.connect() as connection:
        _teach(connection, rows, seed)
        return {
            table: _write(connection, drop, table, query.format(**sizes)) for table, query in rows["tables"].items()
        }


def _sizes(recipients: int, seed: int) -> dict[str, int]:
    return {
        "n": recipients,
        "seed": seed,
        "villages": -(-recipients // _VILLAGE),
        "agents": -(-recipients // _AGENT),
        "officials": -(-recipients // _OFFICIAL) + 1,
    }


def _teach(connection: duckdb.DuckDBPyConnection, rows: dict[str, Any], seed: int) -> None:
    for name in ("given_names", "family_names"):
        listed = ", ".join(f"'{word}'" for word in rows[name].split())
        connection.execute(f"create temp macro {name}() as [{listed}]")
    connection.execute(rows["macros"].format(seed=seed))


def _write(connection: duckdb.DuckDBPyConnection, drop: Path, table: str, rows: str) -> int:
    path = str(drop / f"{table}.parquet").replace("'", "''")
    connection.execute(f"copy ({rows}) to '{path}' (format parquet)")
    return int(connection.execute(f"select count(*) from read_parquet('{path}')").fetchall()[0][0])
