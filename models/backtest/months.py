"""The moments at which a backtest looks."""

from datetime import datetime, timedelta


def month_ends(as_of: datetime, months: int) -> list[datetime]:
    """The last seconds of the ``months`` whole months that ended before ``as_of``, the earliest first."""
    ends: list[datetime] = []
    first = as_of.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while len(ends) < months:
        ends.append(first - timedelta(seconds=1))
        first = ends[-1].replace(day=1, hour=0, minute=0, second=0)
    return ends[::-1]
