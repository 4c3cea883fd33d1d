"""A mapping at work: a preview of what intake would make of it, and the drop itself."""
# ruff: noqa: S608 - names are quoted, paths are quoted

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from features.contract import DROP, Column, Table, Type, Wall
from features.errors import SaksamaError
from features.intake import Intake, check_drop
from features.intake.cast import cast
from features.intake.options import read_options
from features.intake.personal import LOOKS_PERSONAL
from features.intake.query import row
from features.intake.sql import name, text
from features.mapping.build import Sources, build
from features.mapping.files import all_files, find_files
from features.mapping.model import DropMapping
from features.mapping.toml import write_toml

SAMPLE = 3
HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class TablePreview:
    """One table as intake would have it; ``reasons`` counts the rows set aside by rule and message."""

    rows: int
    rejected: int
    duplicates: int
    reasons: Mapping[str, int]
    sample: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a mapping makes of its files. ``unread`` files are neither read nor left out with a reason."""

    tables: Mapping[str, TablePreview]
    intake: Intake
    unread: tuple[str, ...]
    skipped: Mapping[str, int]


def preview(mapping: DropMapping, src: Path, connection: duckdb.DuckDBPyConnection) -> Preview:
    """What intake would say of the drop that the mapping makes; nothing is left behind."""
    with tempfile.TemporaryDirectory(prefix="saksama-preview-") as folder:
        return _make(mapping, src, Path(folder), connection)


def adapt(mapping: DropMapping, src: Path, out: Path) -> Preview:
    """Make the drop in ``out``: written aside, renamed when whole."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SaksamaError(f"{out} is there already; name a folder that is new or empty.")
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        with duckdb.connect() as connection:
            made = _make(mapping, src, aside, connection)
        aside.chmod(0o755)
        if out.exists():
            out.rmdir()
        aside.rename(out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return made


def _make(mapping: DropMapping, src: Path, drop: Path, connection: duckdb.DuckDBPyConnection) -> Preview:
    files = all_files(src)
    sources = Sources(src, connection)
    write_toml(drop / "drop.toml", mapping.drop)
    timezone = read_options(drop).timezone
    for table in mapping.tables:
        built = build(table, sources)
        _write(connection, DROP[table.table], built, drop / f"{table.table}.parquet", timezone)
    known = sources.names | {path.name for each in mapping.left_out for path in find_files(src, each.files)}
    intake = check_drop(drop, connection=connection, copied=True)
    return Preview(
        tables={table: _preview(connection, intake, table) for table in intake.tables},
        intake=intake,
        unread=tuple(path.name for path in files if path.name not in known),
        skipped={file: count for file, count in sources.skipped.items() if count},
    )


def _write(connection: duckdb.DuckDBPyConnection, table: Table, built: str, path: Path, timezone: str) -> None:
    """Columns whose every cell is sound become the contract's type; others stay text, for intake to judge."""
    columns = [str(row[0]) for row in connection.execute(f"describe {name(built)}").fetchall()]
    casts = [cast(table[column], "VARCHAR", timezone) for column in columns]
    sound = row(
        connection,
        f"select {', '.join(f'count({each.given}) = count({each.value})' for each in casts)} from {name(built)}",
    )
    chosen = ", ".join(
        f"{each.value if fine else each.given} as {name(column)}"
        for each, fine, column in zip(casts, sound, columns, strict=True)
    )
    order = ", ".join(name(column) for column in (*table.key, *columns) if column in columns)
    connection.execute(
        f"copy (select {chosen} from {name(built)} order by {order}) to {text(str(path))} (format parquet)"
    )
    connection.execute(f"drop table {name(built)}")


def _preview(connection: duckdb.DuckDBPyConnection, intake: Intake, table: str) -> TablePreview:
    report = intake.tables[table]
    told = "select rule || ': ' || message, count(*) from inside.rejects"
    reasons = connection.execute(f'{told} where "table" = ? group by 1 order by 2 desc, 1', [table]).fetchall()
    return TablePreview(
        rows=report.rows,
        rejected=report.rejected,
        duplicates=report.duplicates,
        reasons=dict(reasons),
        sample=_sample(connection, DROP[table], report.present),
    )


def _sample(connection: duckdb.DuckDBPyConnection, table: Table, present: frozenset[str]) -> tuple[dict[str, Any], ...]:
    columns = [column for column in table if column.name in present]
    if not columns:
        return ()
    chosen = ", ".join(name(column.name) for column in columns)
    order = ", ".join(map(name, table.key)) or "1"
    rows = connection.execute(
        f"select {chosen} from inside.{name(table.name)} order by {order} limit {SAMPLE}"
    ).fetchall()
    return tuple(
        {column.name: _shown(column, value) for column, value in zip(columns, found, strict=True)} for found in rows
    )


def _shown(column: Column, value: object) -> object:
    if value is None:
        return None
    personal = (
        column.type in (Type.ID, Type.TEXT) and LOOKS_PERSONAL.search(str(value)) and column.name != "village_code"
    )
    return HIDDEN if column.wall is not Wall.OPEN or personal else value
