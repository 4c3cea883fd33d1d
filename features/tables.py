"""What crosses the wall: validated tables whose identifiers are keyed pseudonyms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import narwhals as nw

from features.engine import Engine, Frame


@dataclass(frozen=True)
class Tables:
    """The tables of one drop outside the wall, as one engine's lazy frames.

    ``frames`` holds every table that is on, under its contract name, plus ``same_person`` and ``kin``
    (features/identities). Every contract column that may leave the wall is there under ``Column.outside``, empty
    where the drop has none; ``present`` names the contract columns that the drop really filled. Times are naive, in
    the drop's timezone; nothing in the frames was unknown at ``as_of``. ``numbered`` holds the same tables with whole
    numbers in the place of ids (features/numbers.py), which ``by_number`` says of ``frames`` themselves; ``words`` has
    both, so that a number can be read again.
    """

    engine: Engine
    frames: Mapping[str, Frame]
    present: Mapping[str, frozenset[str]]
    as_of: datetime
    currency: str = "IDR"
    minor_units: int = 0
    numbered: Mapping[str, Frame] = field(default_factory=dict)
    words: Mapping[str, Frame] = field(default_factory=dict)
    by_number: bool = False

    def has(self, needs: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether every table named is on and every column named is filled."""
        return self.missing(needs) is None

    def missing(self, needs: Mapping[str, tuple[str, ...]]) -> str | None:
        """The first table or ``table.column`` that is absent (the reason in ``out.signals``), or None."""
        for table, columns in needs.items():
            if table not in self.frames:
                return table
            for column in columns:
                if column not in self.present[table]:
                    return f"{table}.{column}"
        return None

    def days(self, column: str) -> nw.Expr:
        """Days since 1970-01-01 of a date or time column, as the engine is quickest at."""
        return self.engine.days(nw.col(column))

    def seconds(self, column: str) -> nw.Expr:
        """Whole seconds since 1970-01-01 00:00 of a time column, in its own timezone."""
        return self.engine.seconds(nw.col(column))

    def __getitem__(self, table: str) -> Frame:
        """The table's frame; KeyError where it is off, so ask ``has`` first."""
        return self.frames[table]
