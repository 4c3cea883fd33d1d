"""What a column holds, told by a sample of its cells."""
# ruff: noqa: S608 - names are quoted

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import duckdb

from features.intake.query import number
from features.intake.sql import name

SAMPLED = 500
MOST = 0.9  # nearly all cells: some dirt is normal
FEW_CODES = 12

NIK = re.compile(r"\d{6}([04][1-9]|[1256]\d|[37][01])(0[1-9]|1[0-2])\d{6}")
ID_LIKE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/-]{7,63}")
NUMBER = re.compile(r"[^\d,.-]{0,4}-?\d[\d.,]*")
DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]|\d{8}$")
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True)
class Content:
    """Cells of one column that are not empty, a sample."""

    cells: tuple[str, ...]

    def mostly(self, test: Callable[[str], object]) -> bool:
        """Whether nearly all cells pass."""
        return bool(self.cells) and sum(bool(test(cell)) for cell in self.cells) >= MOST * len(self.cells)

    @property
    def is_nik(self) -> bool:
        """Sixteen digits with a birth date in them."""
        return self.mostly(NIK.fullmatch)

    @property
    def is_family_card(self) -> bool:
        """Sixteen digits."""
        return self.mostly(re.compile(r"\d{16}").fullmatch)

    @property
    def is_number(self) -> bool:
        """Digits with points or commas, perhaps after a currency sign."""
        return self.mostly(NUMBER.fullmatch)

    @property
    def is_id(self) -> bool:
        """Long tokens without spaces that hold digits, and are no numbers: what subjects may share."""
        return self.mostly(ID_LIKE.fullmatch) and not self.mostly(re.compile(r"-?\d{1,12}(\.\d+)?").fullmatch)

    @property
    def codes(self) -> tuple[str, ...]:
        """The few values of a column of codes; empty where there are many."""
        found = tuple(sorted(set(self.cells)))
        return found if len(found) <= FEW_CODES else ()

    @property
    def date_format(self) -> str | None:
        """The first of the usual formats in which nearly all cells are dates."""
        return next((each for each in FORMATS if self.mostly(partial(_is_date, written=each))), None)

    @property
    def decimal_mark(self) -> str | None:
        """The mark before one or two digits at the end, where any cell has one."""
        found = {match[1] for cell in self.cells if (match := re.search(r"\d([.,])\d{1,2}\s*$", cell))}
        return found.pop() if len(found) == 1 else None

    @property
    def thousands_mark(self) -> str | None:
        """The mark between groups of three digits, where any cell has one."""
        found = {match[1] for cell in self.cells if (match := re.search(r"\d([.,])\d{3}(?=$|[.,\s])", cell))}
        return next(iter(found - {self.decimal_mark}), None)

    @property
    def signs(self) -> tuple[str, ...]:
        """Currency signs before the digits."""
        found = (re.match(r"[^\d,.\s-]+\.?", cell) for cell in (self.cells if self.is_number else ()))
        return tuple(sorted({match[0] for match in found if match}))


def contents(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> dict[str, Content]:
    """A sample of every column of a text table, evenly from its first row to its last."""
    step = max(1, number(connection, f"select count(*) from {name(table)}") // SAMPLED)
    found = {}
    for column in columns:
        query = f"select {name(column)} from {name(table)} where {name(column)} is not null and _row % {step} = 0"
        found[column] = Content(tuple(str(row[0]) for row in connection.execute(query).fetchall()))
    return found


def _is_date(cell: str, written: str) -> bool:
    if not DATE_LIKE.match(cell):
        return False
    try:
        datetime.strptime(cell, written)
    except ValueError:
        return False
    return True
