"""What a mapping says: which files become which tables of a drop, and how each column is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Expression = str | Mapping[str, Any]
"""A source column's name, or one word of the vocabulary with its options (features/mapping/expressions.py)."""


class Combine(StrEnum):
    """How a column's values become one where several source rows make one row."""

    SUM = "sum"
    EARLIEST = "earliest"
    LATEST = "latest"
    MOST_COMMON = "most_common"


@dataclass(frozen=True, slots=True)
class Part:
    """Rows from some files: ``files`` are patterns; ``unpivot`` turns those columns into rows of $name and $value."""

    files: tuple[str, ...]
    columns: Mapping[str, Expression]
    where: tuple[Mapping[str, Any], ...] = ()
    unpivot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table of the drop; ``one_row_per`` names the columns by which its rows are brought together."""

    table: str
    parts: tuple[Part, ...]
    one_row_per: tuple[str, ...] = ()
    combine: Mapping[str, Combine] = field(default_factory=dict)
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files that are not read, and why."""

    files: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class DropMapping:
    """A whole mapping; ``drop`` holds the drop's drop.toml, ``remarks`` what a proposal leaves open, by place."""

    tables: tuple[TableMapping, ...]
    drop: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
