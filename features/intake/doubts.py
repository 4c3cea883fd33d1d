"""What is written as the contract says and is doubtful all the same: signs, lone ends, rounded numbers."""
# ruff: noqa: S608 - names of tables and columns come from the contract

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import duckdb

from features.contract import DROP
from features.contract.schema import Type
from features.identities.text import rounded_sql
from features.intake.query import row
from features.intake.report import Finding, Level, spoken
from features.intake.sql import held, name

EVENTS = {"payments": "credited_at", "transactions": "occurred_at"}
LONG_NUMBERS = ("family_id", "nik", "holder_nik", "owner_nik", "account_number", "phone")
NIKS, NIK_DIGITS = ("nik", "holder_nik", "owner_nik"), 16
ENOUGH, NEARLY_ALL = 30, 0.9
HALF_A_YEAR, HARDLY_ANY = timedelta(days=183), 100
"""Fewer than one event in a hundred within the half year before the latest: that one is a slip, or the drop is old."""


def negative_sums(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> Iterator[Finding]:
    """Money below zero: a reversal has a kind and a status of its own, so that a sign says it twice or is a slip."""
    for table in tables:
        columns = [column.name for column in DROP[table] if column.type is Type.MONEY]
        if not columns:
            continue
        counts = ", ".join(f"count(*) filter ({name(column)} < 0)" for column in columns)
        for column, count in zip(columns, row(connection, f"select {counts} from {held(table)}"), strict=True):
            if count:
                message = f"{table}.{column}: {spoken(count)} with a sum below zero; kept, and counted as less money."
                yield Finding(Level.WARNING, table, column, "negative_sum", int(count), message)


def long_numbers(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> Iterator[Finding]:
    """Numbers of many digits as a spreadsheet leaves them: of one table they are told in one reading."""
    for table in tables:
        columns = _of_numbers(connection, table, [one.name for one in DROP[table] if one.name in LONG_NUMBERS])
        if not columns:
            continue
        counts = ", ".join(f"count(*) filter ({which})" for column in columns for which in _spoilt(name(column)))
        found = iter(row(connection, f"select {counts} from {held(table)}"))
        for column, rounded, whole, ending in zip(columns, found, found, found, strict=True):
            if rounded:
                yield _rounded(table, column, rounded)
            if column in NIKS and whole >= ENOUGH and ending >= NEARLY_ALL * whole:
                yield _fifteen_digits(table, column, whole, ending)


def _of_numbers(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> list[str]:
    """The columns of which any text begins below the letters: the least one tells, which the file mostly knows."""
    least = ", ".join(f"min({name(column)}) < ':'" for column in columns)
    begun = row(connection, f"select {least} from {held(table)}") if columns else ()
    return [column for column, is_worth in zip(columns, begun, strict=True) if is_worth]


def _spoilt(column: str) -> tuple[str, str, str]:
    """Of which rows the number is rounded, whole, and whole with a 0 at its end."""
    whole = f"length({column}) = {NIK_DIGITS}"
    return rounded_sql(column), whole, f"{whole} and ends_with({column}, '0')"


def _rounded(table: str, column: str, count: int) -> Finding:
    """The rows stay, and what is no number any more is nobody's."""
    message = (
        f"{table}.{column}: {spoken(count)} with a number that a spreadsheet rounded, as 3.51001E+15; its "
        "digits are lost, so format the column as text and export it again."
    )
    return Finding(Level.WARNING, table, column, "rounded_number", count, message)


def _fifteen_digits(table: str, column: str, numbers: int, ending: int) -> Finding:
    """NIKs that nearly all end in 0: a spreadsheet keeps fifteen digits, and one number in ten ends so by itself."""
    message = (
        f"{table}.{column}: {ending:,} of {spoken(numbers)} with a number that ends in 0, as when a "
        "spreadsheet keeps fifteen digits of sixteen; format the column as text and export it again."
    )
    return Finding(Level.WARNING, table, column, "fifteen_digits", ending, message)


def lone_end(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], latest: datetime) -> Iterator[Finding]:
    """Where as_of is the drop's latest time and hardly anything else happened in the half year before it."""
    known, late = 0, 0
    since = f"timestamp '{(latest - HALF_A_YEAR).isoformat(sep=' ')}'"
    for table in EVENTS.keys() & set(tables):
        column = name(EVENTS[table])
        found = row(connection, f"select count({column}), count(*) filter ({column} > {since}) from {held(table)}")
        known, late = known + int(found[0]), late + int(found[1])
    if late * HARDLY_ANY < known:
        message = (
            f"The latest time of payments and transactions, {latest.isoformat(sep=' ')}, is taken as the time of the "
            f"run, and of {spoken(known)} only {late:,} lie in the half year before it; where it is a slip, state "
            "as_of in drop.toml."
        )
        yield Finding(Level.WARNING, None, None, "lone_end", late, message)
