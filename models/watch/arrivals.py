"""What reached us from whom, and how long each sender usually stays silent."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

import narwhals as nw

from features.engine import Frame
from features.expressions import col
from features.moments import YEAR_DAYS, day_of, days
from features.tables import Tables

SENDERS = {
    "registry_matches": ("source", "known_at"),
    "payments": ("program", "credited_at"),
    "transactions": ("channel", "occurred_at"),
    "complaints": ("channel", "received_at"),
    "receipts": ("method", "received_at"),
}
UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Rows of one sender in one table, days since the last, and the longest silence that reached into the last year.

    Both are None where no row carries a time; ``longest`` counts the silence at the end too.
    """

    table: str
    sender: str
    rows: int
    silent: int | None = None
    longest: int | None = None


def arrivals(tables: Tables) -> tuple[Arrival, ...]:
    """Every table that is on, as a whole (sender "") or sender by sender, in a fixed order."""
    known = {name: columns for name, columns in SENDERS.items() if tables.has({name: columns})}
    parts = [part for name, columns in known.items() for part in _by_sender(tables, name, *columns)]
    whole = [_whole(tables, name) for name in tables.present if name not in known]
    return tuple(sorted([*parts, *whole], key=lambda one: (one.table, one.sender)))


def _whole(tables: Tables, name: str) -> Arrival:
    counted = tables.engine.collect(tables[name].select(nw.len().alias("rows")))
    return Arrival(name, "", int(counted["rows"][0].as_py()))


def _by_sender(tables: Tables, name: str, sender: str, moment: str) -> list[Arrival]:
    rows = tables.engine.collect(_per_day(tables[name], sender, moment)).to_pylist()
    ordered = sorted(rows, key=lambda row: (row["sender"] or UNNAMED, row["day"] is not None, row["day"] or 0))
    today = day_of(tables.as_of)
    senders = groupby(ordered, lambda row: row["sender"] or UNNAMED)
    return [_arrival(name, who, list(own), today) for who, own in senders]


def _per_day(frame: Frame, sender: str, moment: str) -> Frame:
    dated = frame.select(col(sender).alias("sender"), days(col(moment)).alias("day"))
    return dated.group_by("sender", "day").agg(nw.len().cast(nw.Int64).alias("rows"))


def _arrival(table: str, sender: str, rows: list[dict[str, int]], today: int) -> Arrival:
    seen = [row["day"] for row in rows if row["day"] is not None]
    silent = today - seen[-1] if seen else None
    return Arrival(table, sender, sum(row["rows"] for row in rows), silent, _longest(seen, today) if seen else None)


def _longest(seen: Iterable[int], today: int) -> int:
    """The longest silence that reached into the last year."""
    return max(later - earlier for earlier, later in pairwise([*seen, today]) if later > today - YEAR_DAYS)
