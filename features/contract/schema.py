"""The words the contract is written in: tables, columns, types and what the wall does with a column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Type(StrEnum):
    """Type of a contract column, in the contract's own words."""

    ID = "id"
    TEXT = "text"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    DATE = "date"
    TIME = "time"
    MONEY = "money"
    PERIOD = "period"
    CODE = "code"
    TEXTS = "list[text]"
    REASONS = "list[struct{code text, value text?, usual text?, weight float, benign bool, text_en text, text_id text}]"


class Wall(StrEnum):
    """How a column leaves the wall: as it is, as a keyed pseudonym, rounded to about a kilometre, or never."""

    OPEN = "open"
    KEYED = "keyed"
    COARSE = "coarse"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether cells may be empty, the codes it may hold, and how it leaves the wall."""

    name: str
    type: Type
    optional: bool
    values: tuple[str, ...] = ()
    wall: Wall = Wall.OPEN

    @property
    def outside(self) -> str | None:
        """The column's name beyond the wall; None where it never leaves."""
        names = {Wall.KEYED: f"{self.name}_key", Wall.COARSE: f"{self.name}_coarse", Wall.CLOSED: None}
        return names.get(self.wall, self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract; an empty key means that rows have none."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def __getitem__(self, column: str) -> Column:
        """The column of that name; KeyError where the contract has none."""
        for candidate in self.columns:
            if candidate.name == column:
                return candidate
        raise KeyError(f"{self.name} has no column {column}")

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the contract's order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which the table is switched off."""
        return tuple(column.name for column in self.columns if not column.optional)


def types(**columns: str) -> dict[str, str]:
    """Column notations by name, as ``types(family_id="id", decile="int?")``."""
    return columns


def table(
    name: str,
    meaning: str,
    *,
    key: tuple[str, ...],
    columns: Mapping[str, str],
    values: Mapping[str, tuple[str, ...]] | None = None,
    wall: Mapping[str, Wall] | None = None,
) -> Table:
    """A table from the contract's notation; ValueError where a type is unknown."""
    allowed, walls = values or {}, wall or {}
    return Table(
        name=name,
        meaning=meaning,
        key=key,
        columns=tuple(
            Column(
                name=column,
                type=Type(notation.removesuffix("?")),
                optional=notation.endswith("?"),
                values=allowed.get(column, ()),
                wall=walls.get(column, Wall.OPEN),
            )
            for column, notation in columns.items()
        ),
    )


def by_name(*tables: Table) -> Mapping[str, Table]:
    """The tables by name, read-only, in the given order."""
    return MappingProxyType({entry.name: entry for entry in tables})
