"""A drop opened: every table read, checked, cut to what was known, and told of."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from threading import Lock

import duckdb

from features.contract import DROP, Table
from features.errors import UnreadableDrop
from features.intake.cut import Cut, cut, latest_time
from features.intake.doubts import lone_end, long_numbers, negative_sums
from features.intake.fingerprint import fingerprint
from features.intake.hashes import Hashes, hashes
from features.intake.keys import settle_keys
from features.intake.options import local, read_options
from features.intake.references import KEY, asked, dangling
from features.intake.report import Finding, Intake, Level, TableReport, spoken
from features.intake.rows import casts_of, load, look, misread
from features.intake.source import FORMATS, Source, find, open_source
from features.intake.sql import held, inside, name
from features.intake.survey import Survey, survey

TIMELESS = datetime.max.replace(microsecond=0)
_READ_AT_ONCE = 2  # tables: reading one keeps less than two cores busy
_ALIKE = 0.8  # of 1: a letter or two apart
REJECTS = 'create table inside.rejects ("table" varchar, "row" bigint, key varchar, rule varchar, message varchar)'


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A table that is on, before the cut at as_of."""

    source: Source
    rejected: int
    duplicates: int
    hash: str
    survey: Survey
    hashes: Mapping[str, Hashes]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a drop's files are read, and where what is found on the way is told."""

    connection: duckdb.DuckDBPyConnection
    timezone: str
    findings: list[Finding]
    copied: bool
    of_csv: Lock = field(default_factory=Lock)
    """Whoever reads CSV holds it, since all of the file is in memory for as long."""


def open_drop(path: Path, *, as_of: datetime | None = None, connection: duckdb.DuckDBPyConnection) -> Intake:
    """The drop's tables in ``connection``'s schema ``inside``; UnreadableDrop where a file cannot be used.

    Whether the tables suffice for a run is asked apart, by ``require_runnable``.
    """
    intake = check_drop(path, as_of=as_of, connection=connection)
    for error in intake.errors:
        raise UnreadableDrop(error.message)
    return intake


def check_drop(
    path: Path, *, as_of: datetime | None = None, connection: duckdb.DuckDBPyConnection, copied: bool = False
) -> Intake:
    """Like ``open_drop``, with errors among the findings; only a missing folder or a wrong drop.toml raises.

    Where no event tells an as_of (``require_runnable`` then says what is missing), every row is seen. ``copied`` keeps
    a copy of every table, for files that do not stay where they are.
    """
    if not path.is_dir():
        raise UnreadableDrop(f"There is no folder {path}; name the folder that holds the drop's tables.")
    options = read_options(path)
    _prepare(connection)
    findings: list[Finding] = list(_other_files(path))
    loaded = dict(_load_all(_Reading(connection, options.timezone, findings, copied), path))
    findings.extend(dangling({table: entry.hashes for table, entry in loaded.items()}))
    findings.extend(negative_sums(connection, loaded))
    findings.extend(long_numbers(connection, loaded))
    latest = None if options.as_of else latest_time(connection, loaded)
    drop_as_of = options.as_of or latest
    findings.extend(lone_end(connection, loaded, latest) if latest and not as_of else ())
    until = local(as_of, options.timezone) if as_of else drop_as_of or TIMELESS
    cuts = cut(connection, loaded, as_of=until, drop_as_of=drop_as_of or until)
    findings.extend(_unseen({table: each.lost for table, each in cuts.items()}, until))
    return Intake(
        connection=connection,
        as_of=until,
        drop_as_of=drop_as_of or until,
        currency=options.currency,
        minor_units=options.minor_units,
        timezone=options.timezone,
        tables={table: _report(connection, entry, cuts[table]) for table, entry in loaded.items()},
        findings=tuple(findings),
        keyed_ids=options.keyed_ids,
        sources=options.sources,
    )


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    for schema in ("inside", "held"):
        connection.execute(f"drop schema if exists {schema} cascade")
        connection.execute(f"create schema {schema}")
    connection.execute(REJECTS)


def _other_files(path: Path) -> Iterator[Finding]:
    known = {f"{table}{suffix}" for table in DROP for suffix in FORMATS} | {"drop.toml"}
    absent = [table for table in DROP if not any((path / f"{table}{suffix}").exists() for suffix in FORMATS)]
    for file in sorted(path.iterdir()):
        if file.name not in known and not file.name.startswith("."):
            if file.stem in absent:
                message = f"{file.name} stays out of the run, and {file.stem} with it: export it as CSV or Parquet."
                yield Finding(Level.WARNING, file.stem, None, "unknown_file", 1, message)
                continue
            meant = get_close_matches(file.stem, absent, 1, _ALIKE) if file.suffix in FORMATS else []
            told = f"; is it meant to be {meant[0]}{file.suffix}?" if meant else "."
            message = f"{file.name} is no table of the contract and stays out of the run{told}"
            yield Finding(Level.WARNING if meant else Level.NOTE, None, None, "unknown_file", 1, message)


def _load_all(reading: _Reading, path: Path) -> Iterator[tuple[str, _Loaded]]:
    """Every table that is there and on, in the contract's order; two at a time, each on a cursor of its own."""
    with ThreadPoolExecutor(_READ_AT_ONCE) as pool:
        done = pool.map(lambda table: _load(reading, path, table), DROP.values())
        for table, (loaded, findings) in zip(DROP, done, strict=True):
            reading.findings.extend(findings)
            if loaded:
                yield table, loaded


def _load(reading: _Reading, path: Path, table: Table) -> tuple[_Loaded | None, list[Finding]]:
    with reading.connection.cursor() as cursor:
        own = replace(reading, connection=cursor, findings=[])
        try:
            file = find(path, table)
            with own.of_csv if file and file.suffix == ".csv" else nullcontext():
                loaded = _load_table(own, table, file) if file else None
        except UnreadableDrop as error:
            own.findings.append(Finding(Level.ERROR, table.name, None, "unreadable", 1, str(error)))
            loaded = None
    return loaded, own.findings


def _load_table(reading: _Reading, table: Table, file: Path) -> _Loaded | None:
    source = open_source(reading.connection, table, file)
    reading.findings.extend(_column_findings(source))
    if any(column not in source.physical for column in table.required):
        return None
    try:
        return _looked_at(reading, source) or _copied(reading, source)
    except duckdb.Error as error:
        raise UnreadableDrop(f"{file.name} is damaged and cannot be read to its end; write it again.") from error


def _looked_at(reading: _Reading, source: Source) -> _Loaded | None:
    """The table as a view of its file; None where the file cannot be read as it stands."""
    connection, table = reading.connection, source.table
    looked = None if reading.copied else look(connection, source, reading.timezone, asked(table))
    if looked is None:
        return None
    found, hashed = looked
    if KEY in hashed and hashed[KEY].repeat:
        connection.execute(f"drop view {held(table.name)}")
        return None
    return _Loaded(source, 0, 0, fingerprint(connection, table, found, duplicates=0), found, hashed)


def _copied(reading: _Reading, source: Source) -> _Loaded:
    """The table as a copy of its file, without the rows that had to be set aside."""
    connection, table, casts = reading.connection, source.table, casts_of(source, reading.timezone)
    broken = load(connection, source, casts)
    reading.findings.extend(misread(connection, source, casts) if broken else ())
    hashed, differing, extra = hashes(connection, held(table.name), asked(table)), 0, 0
    if KEY in hashed and hashed[KEY].repeat:
        differing, extra = settle_keys(connection, table)
        hashed = hashes(connection, held(table.name), asked(table))
    connection.execute(f"alter table {held(table.name)} drop column _row")
    connection.execute(f"drop table if exists {name(f'given_{table.name}')}")
    reading.findings.extend(_row_findings(table, broken, differing, extra))
    found = survey(connection, table, held(table.name))
    hashed_as = fingerprint(connection, table, found, duplicates=extra)
    return _Loaded(source, broken + differing, extra, hashed_as, found, hashed)


def _column_findings(source: Source) -> Iterator[Finding]:
    table = source.table.name
    if not source.physical:
        message = f"{source.path.name} has no column of the contract, so the table {table} is off; is its header there?"
        yield Finding(Level.WARNING, table, None, "required_column", 1, message)
        return
    for column in source.table.required:
        if column not in source.physical:
            meant = get_close_matches(column, source.unknown, 1, _ALIKE)
            told = f"; is {meant[0]!r} meant to be it?" if meant else "."
            message = f"{source.path.name}: the required column {column} is missing, so the table {table} is off{told}"
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
        if not count:
            continue
        message = f"{table}: {spoken(count)} not known at {as_of.isoformat(sep=' ')} and so not seen."
        yield Finding(Level.NOTE, table, None, "not_known_yet", count, message)


def _report(connection: duckdb.DuckDBPyConnection, loaded: _Loaded, made: Cut) -> TableReport:
    table = loaded.source.table
    seen = survey(connection, table, inside(table.name), digest=False) if made.changed else loaded.survey
    return TableReport(
        rows=seen.rows,
        rejected=loaded.rejected,
        duplicates=loaded.duplicates,
        hash=loaded.hash,
        present=seen.present,
        unknown_columns=loaded.source.unknown,
    )
