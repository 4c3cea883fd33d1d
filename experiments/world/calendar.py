"""The calendar of a world: quarters that end with 2025-Q4, and days as numbers since 1970."""

from datetime import date, datetime

import numpy as np

from experiments.world.rows import DAY, Ints

AS_OF = datetime(2025, 12, 31, 23, 59, 59)
LAST_YEAR, LAST_QUARTER = 2025, 4


def day(year: int, month: int, of_month: int) -> int:
    """Days since 1970-01-01."""
    return (date(year, month, of_month) - date(1970, 1, 1)).days


AS_OF_DAY = day(2025, 12, 31)
AS_OF_SECOND = AS_OF_DAY * DAY + DAY - 1


def quarters(count: int) -> list[tuple[int, int]]:
    """The last ``count`` quarters as (year, quarter), oldest first."""
    last = LAST_YEAR * 4 + LAST_QUARTER - 1
    return [divmod(number, 4) for number in range(last - count + 1, last + 1)]


def period_names(count: int) -> list[str]:
    """The periods as the contract writes them, oldest first."""
    return [f"{year}-Q{quarter + 1}" for year, quarter in quarters(count)]


def period_starts(count: int) -> Ints:
    """First day of each quarter, oldest first."""
    return np.array([day(year, quarter * 3 + 1, 1) for year, quarter in quarters(count)], dtype=np.int64)


def ymd(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month and day of month of each day number."""
    moments = days.astype("datetime64[D]")
    months = moments.astype("datetime64[M]")
    numbers = months.astype(np.int64)
    return numbers // 12 + 1970, numbers % 12 + 1, (moments - months).astype(np.int64) + 1
