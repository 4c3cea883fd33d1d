"""How many of one group fall near each other in time."""

from collections.abc import Sequence

import narwhals as nw

from features.engine import Frame
from features.expressions import col, totals


def others_within(frame: Frame, *group: str, day: str, days: int) -> Frame:
    """Per group and day: ``others``, rows of the group at most so many days away, one row (the asker) not counted.

    Days are counted once before they are compared with each other, so that a large group costs no more than its days.
    """
    known = frame.filter(*(~col(name).is_null() for name in (*group, day)))
    counted = totals(known, *group, day, rows_=nw.len())
    other = counted.select(*group, col(day).alias("other_day"), col("rows_").alias("other_rows"))
    near = counted.join(other, on=list(group), how="inner").filter((col(day) - col("other_day")).abs() <= days)
    found = totals(near, *group, day, others=col("other_rows").sum())
    return found.with_columns(others=col("others") - 1)


def with_others(frame: Frame, *group: str, day: str, days: int) -> Frame:
    """The frame with ``others`` of ``others_within``; empty where group or day is."""
    keys: Sequence[str] = [*group, day]
    return frame.join(others_within(frame, *group, day=day, days=days), on=list(keys), how="left")
