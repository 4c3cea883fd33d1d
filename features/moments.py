"""Days and seconds as whole numbers, in arithmetic that every engine shares."""

from calendar import timegm
from datetime import date, datetime

import narwhals as nw

DAY = 86_400
YEAR_DAYS = 365
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def days(column: nw.Expr) -> nw.Expr:
    """Days since 1970-01-01 of a date or time column, by the Gregorian leap-year rule; empty stays empty."""
    past = column.dt.year().cast(nw.Int64) - 1
    return past * 365 + past // 4 - past // 100 + past // 400 + column.dt.ordinal_day().cast(nw.Int64) - EPOCH_ORDINAL


def seconds(column: nw.Expr) -> nw.Expr:
    """Whole seconds since 1970-01-01 00:00 of a time column, in its own timezone."""
    clock = column.dt.hour().cast(nw.Int64) * 3600 + column.dt.minute().cast(nw.Int64) * 60
    return days(column) * DAY + clock + column.dt.second().cast(nw.Int64)


def day_of(moment: date) -> int:
    """Days since 1970-01-01 of a date or time."""
    return moment.toordinal() - EPOCH_ORDINAL


def year_before(moment: date) -> int:
    """The day after which the last 12 months lie."""
    return day_of(moment) - YEAR_DAYS


def second_of(moment: datetime) -> int:
    """Whole seconds since 1970-01-01 00:00 of a naive time."""
    return timegm(moment.timetuple())
