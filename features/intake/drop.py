"""A drop opened: every table read, checked, cut to what was known, and told of."""
# ruff: noqa: S608 - names of tables and columns come from the contract, values are quoted or parameters

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from features.contract import DROP, Table
from features.errors import UnreadableDrop
from features.intake.cut import cut, latest_time
from features.intake.fingerprint import fingerprint
from features.intake.keys import settle_keys
from features.intake.options import local, read_options
from features.intake.query import number, row
from features.intake.references import dangling
from features.intake.report import Finding, Intake, Level, TableReport, spoken
from features.intake.rows import casts_of, load, misread
from features.intake.source import FORMATS, Source, find, open_source
from features.intake.sql import inside, name

TIMELESS = datetime.max.replace(microsecond=0)
REJECTS = 'create table inside.rejects ("table" varchar, "row" bigint, key varchar, rule varchar, message varchar)'


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A table that is on, before the cut at as_of."""

    source: Source
    rejected: int
    duplicates: int
    hash: str


def open_drop(path: Path, *, as_of: datetime | None = None, connection: duckdb.DuckDBPyConnection) -> Intake:
    """The drop's tables in ``connection``'s schema ``inside``; UnreadableDrop where a file cannot be used.

    Whether the tables suffice for a run is asked apart, by ``require_runnable``.
    """
    intake = check_drop(path, as_of=as_of, connection=connection)
    for error in intake.errors:
        raise UnreadableDrop(error.message)
    return intake


def check_drop(path: Path, *, as_of: datetime | None = None, connection: duckdb.DuckDBPyConnection) -> Intake:
    """Like ``open_drop``, with errors among the findings; only a missing folder or a wrong drop.toml raises.

    Where no event tells an as_of (``require_runnable`` then says what is missing), every row is seen.
    """
    if not path.is_dir():
        raise UnreadableDrop(f"There is no folder {path}; name the folder that holds the drop's tables.")
    options = read_options(path)
    _prepare(connection)
    findings: list[Finding] = list(_other_files(path))
    loaded = dict(_load_all(connection, path, options.timezone, findings))
    findings.extend(dangling(connection, {table: _present(connection, DROP[table]) for table in loaded}))
    drop_as_of = options.as_of or latest_time(connection, loaded)
    until = local(as_of, options.timezone) if as_of else drop_as_of or TIMELESS
    lost = cut(connection, loaded, as_of=until, drop_as_of=drop_as_of or until)
    findings.extend(_unseen(lost, until))
    return Intake(
        connection=connection,
        as_of=until,
        drop_as_of=drop_as_of or until,
        currency=options.currency,
        minor_units=options.minor_units,
        timezone=options.timezone,
        tables={table: _report(connection, entry) for table, entry in loaded.items()},
        findings=tuple(findings),
        keyed_ids=options.keyed_ids,
        sources=options.sources,
    )


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("drop schema if exists inside cascade")
    connection.execute("create schema inside")
    connection.execute(REJECTS)


def _other_files(path: Path) -> Iterator[Finding]:
    known = {f"{table}{suffix}" for table in DROP for suffix in FORMATS} | {"drop.toml"}
    for file in sorted(path.iterdir()):
        if file.name not in known and not file.name.startswith("."):
            message = f"{file.name} is no table of the contract and stays out of the run."
            yield Finding(Level.NOTE, None, None, "unknown_file", 1, message)


def _load_all(
    connection: duckdb.DuckDBPyConnection, path: Path, timezone: str, findings: list[Finding]
) -> Iterator[tuple[str, _Loaded]]:
    for table in DROP.values():
        try:
            file = find(path, table)
            loaded = _load_table(connection, table, file, timezone, findings) if file else None
        except UnreadableDrop as error:
            findings.append(Finding(Level.ERROR, table.name, None, "unreadable", 1, str(error)))
            continue
        if loaded:
            yield table.name, loaded


def _load_table(
    connection: duckdb.DuckDBPyConnection, table: Table, file: Path, timezone: str, findings: list[Finding]
) -> _Loaded | None:
    source = open_source(connection, table, file)
    findings.extend(_column_findings(source))
    if any(column not in source.physical for column in table.required):
        return None
    casts = casts_of(source, timezone)
    try:
        broken = load(connection, source, casts)
        findings.extend(misread(connection, source, casts) if broken else ())
    except duckdb.Error as error:
        connection.execute(f"drop table if exists {inside(table.name)}")
        raise UnreadableDrop(f"{file.name} is damaged and cannot be read to its end; write it again.") from error
    differing, extra = settle_keys(connection, table)
    connection.execute(f"alter table {inside(table.name)} drop column _row")
    connection.execute(f"drop table if exists {name(f'given_{table.name}')}")
    findings.extend(_row_findings(table, broken, differing, extra))
    return _Loaded(source, broken + differing, extra, fingerprint(connection, table, duplicates=extra))


def _column_findings(source: Source) -> Iterator[Finding]:
    table = source.table.name
    if not source.physical:
        message = f"{source.path.name} has no column of the contract, so the table {table} is off; is its header there?"
        yield Finding(Level.WARNING, table, None, "required_column", 1, message)
        return
    for column in source.table.required:
        if column not in source.physical:
            message = f"{source.path.name}: the required column {column} is missing, so the table {table} is off."
            yield Finding(Level.WARNING, table, column, "required_column", 1, message)
    for column in source.unknown:
        message = f"{source.path.name}: the column {column!r} is not in the contract and stays out of the run."
        yield Finding(Level.NOTE, table, column, "unknown_column", 1, message)


def _row_findings(table: Table, broken: int, differing: int, extra: int) -> Iterator[Finding]:
    key = " and ".join(table.key)
    told = (
        ("rejected", broken, Level.WARNING, "{n} set aside for breaking a type or code."),
        ("key", differing, Level.WARNING, f"{{n}} set aside for sharing their {key} while they differ."),
        ("duplicates", extra, Level.NOTE, "{n} identical to another and collapsed into it."),
    )
    for rule, count, level, message in told:
        if count:
            yield Finding(level, table.name, None, rule, count, f"{table.name}: {message.format(n=spoken(count))}")


def _unseen(lost: Mapping[str, int], as_of: datetime) -> Iterator[Finding]:
    for table, count in lost.items():
        message = f"{table}: {spoken(count)} not known at {as_of.isoformat(sep=' ')} and so not seen."
        yield Finding(Level.NOTE, table, None, "not_known_yet", count, message)


def _present(connection: duckdb.DuckDBPyConnection, table: Table) -> frozenset[str]:
    counts = ", ".join(f"count({name(column)}) > 0" for column in table.names)
    filled = row(connection, f"select {counts} from {inside(table.name)}")
    return frozenset(column for column, any_value in zip(table.names, filled, strict=True) if any_value)


def _report(connection: duckdb.DuckDBPyConnection, loaded: _Loaded) -> TableReport:
    table = loaded.source.table
    return TableReport(
        rows=number(connection, f"select count(*) from {inside(table.name)}"),
        rejected=loaded.rejected,
        duplicates=loaded.duplicates,
        hash=loaded.hash,
        present=_present(connection, table),
        unknown_columns=loaded.source.unknown,
    )
