"""Tallies of a replay as tables: what was found, and beside it what it cost honest people."""

from collections.abc import Sequence

from rich.table import Table

from models.backtest import Estimate, Tally
from models.reasons import Money
from models.run.replay import Replay

ROWS = (
    ("Cases opened", "cases"),
    ("Subjects reached", "looked_at"),
    ("Of them judged later", "labelled"),
    ("Share with something wrong", "precision"),
    ("Share of all that was wrong left outside", "missed"),
    ("Money at risk in the cases", "at_risk"),
    ("Losses found", "found"),
    ("Recovered", "recovered"),
    ("Families wrongly flagged", "wrongly_flagged"),
    ("Days of benefit they lost", "days_stopped"),
    ("Their appeals upheld", "appeals_upheld"),
)
MONEY = frozenset({"at_risk", "found", "recovered"})
SHARES = frozenset({"precision", "missed"})
LITTLE = "Fewer than ten of them were judged later: the intervals mean little."


def monthly(found: Replay, policy: str) -> Table:
    """One column per month of one policy."""
    months = found.of(policy)
    return _table([(f"{one.as_of:%Y-%m}", one.tally) for one in months], found, f"{policy}: month by month")


def side_by_side(found: Replay, policies: Sequence[str]) -> Table:
    """All months together, one column per policy."""
    return _table([(name, found.whole(name)) for name in policies], found, "All months together")


def _table(columns: Sequence[tuple[str, Tally]], found: Replay, title: str) -> Table:
    caption = LITTLE if not all(one.measured for _, one in columns) else None
    table = Table("", *(name for name, _ in columns), title=title, title_justify="left", caption=caption)
    money = Money(found.currency, found.minor_units)
    for label, name in ROWS:
        table.add_row(label, *(_cell(name, getattr(one, name), money) for _, one in columns))
    return table


def _cell(name: str, value: int | Estimate, money: Money) -> str:
    if not isinstance(value, Estimate):
        return _words(name, value, money)
    if value.value is None:
        return "not known"
    if value.low is None or value.high is None:
        return _words(name, value.value, money)
    bounds = f"{_words(name, value.low, money)} to {_words(name, value.high, money)}"
    return f"{_words(name, value.value, money)} ({bounds})"


def _words(name: str, value: float, money: Money) -> str:
    if name in MONEY:
        return money.words(value, "en")
    return f"{value:.1%}" if name in SHARES else f"{value:,.0f}"
