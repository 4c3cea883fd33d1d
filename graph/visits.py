"""Visits: whose card was used where and when, collected once for everything that looks at terminals."""

from dataclasses import dataclass
from functools import cached_property

import narwhals as nw
import numpy as np

from features.engine import Frame
from features.moments import DAY, seconds
from features.subjects import SubjectKind
from features.tables import Tables
from graph.arrays import UNKNOWN, Bools, Ints, codes, group_starts, integers
from graph.reading import TEXT, TIME, filled, select
from graph.roll import Roll

_TAKES_MONEY = ("withdrawal", "purchase", "transfer_out", "topup")


@dataclass(frozen=True)
class Visits:
    """Debits at terminals, sorted by place, time and subject.

    ``place`` is the terminal, or the agent where no terminal is known; ``agent`` is the agent's number on the roll,
    ``UNKNOWN`` at a machine of nobody; ``second`` counts from 1970 in the drop's timezone.
    """

    subject: Ints
    place: Ints
    agent: Ints
    second: Ints
    places: tuple[str, ...]

    @property
    def day(self) -> Ints:
        """The day of each visit, counted from 1970."""
        return self.second // DAY

    @cached_property
    def turns(self) -> "Visits":
        """Visits without those that merely continue the same card's turn at the terminal."""
        new = np.ones(len(self.subject), dtype=np.bool_)
        new[1:] = (self.subject[1:] != self.subject[:-1]) | (self.place[1:] != self.place[:-1])
        return self.only(new | (np.diff(self.day, prepend=UNKNOWN) != 0))

    def only(self, chosen: Bools) -> "Visits":
        """The chosen visits."""
        parts = (self.subject[chosen], self.place[chosen], self.agent[chosen], self.second[chosen])
        return Visits(*parts, places=self.places)


def visits(tables: Tables, roll: Roll) -> Visits:
    """The visits of a drop; none where it shares no transactions."""
    nothing = np.zeros(0, dtype=np.int64)
    if not (filled(tables, "transactions", "terminal_id", "agent_id") and filled(tables, "accounts", "recipient_id")):
        return Visits(nothing, nothing, nothing, nothing, ())
    rows = tables.engine.collect(_rows(tables, roll))
    subject, second, agent = (integers(rows[name]) for name in ("subject", "second", "agent"))
    place, places = codes(rows["place"])
    order = np.lexsort((subject, second, place))
    return Visits(subject[order], place[order], agent[order], second[order], tuple(places))


def _rows(tables: Tables, roll: Roll) -> Frame:
    moves = select(
        tables,
        "transactions",
        account_id=TEXT,
        terminal_id=TEXT,
        agent_id=TEXT,
        kind=TEXT,
        auth_result=TEXT,
        occurred_at=TIME,
    )
    done = nw.col("auth_result").is_null() | (nw.col("auth_result") != "failed")
    moves = moves.filter(nw.col("kind").is_in(_TAKES_MONEY), done)
    moves = _with_agent_of_terminal(tables, moves)
    place = nw.coalesce(nw.col("terminal_id"), nw.col("agent_id"))
    owners = select(tables, "accounts", account_id=TEXT, recipient_id=TEXT)
    keyed = owners.join(roll.keyed(SubjectKind.RECIPIENT), on="recipient_id", how="inner")
    agents = roll.keyed(SubjectKind.AGENT).rename({"subject": "agent"})
    met = moves.with_columns(place.alias("place")).filter(~nw.col("place").is_null())
    met = met.join(keyed.select("account_id", "subject"), on="account_id", how="inner")
    met = met.join(agents, on="agent_id", how="left")
    return met.select("subject", "place", "agent", seconds(nw.col("occurred_at")).alias("second"))


def _with_agent_of_terminal(tables: Tables, moves: Frame) -> Frame:
    """The agent who owns the terminal, where the transaction does not name one."""
    if not filled(tables, "terminals", "agent_id"):
        return moves
    owners = select(tables, "terminals", terminal_id=TEXT, agent_id=TEXT).rename({"agent_id": "owner"})
    joined = moves.join(owners, on="terminal_id", how="left")
    return joined.with_columns(nw.coalesce(nw.col("agent_id"), nw.col("owner")).alias("agent_id")).drop("owner")


def regulars(seen: Visits, days: int) -> Ints:
    """Subjects whose cards were used on at least so many days."""
    keys = np.unique(seen.subject * (int(seen.day.max(initial=0)) + 1) + seen.day)
    subjects, count = np.unique(keys // (int(seen.day.max(initial=0)) + 1), return_counts=True)
    return subjects[count >= days].astype(np.int64)


def commonest(group: Ints, value: Ints, groups: int) -> tuple[Ints, Ints]:
    """Per group its commonest value (ties: the smallest) and how often it occurs; ``UNKNOWN`` and 0 without any."""
    best, times = np.full(groups, UNKNOWN, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    known = value != UNKNOWN
    if known.any():
        width = int(value[known].max()) + 1
        keys, counts = np.unique(group[known] * width + value[known], return_counts=True)
        order = np.lexsort((keys, -counts, keys // width))
        first = order[group_starts(keys[order] // width)]
        best[keys[first] // width], times[keys[first] // width] = keys[first] % width, counts[first]
    return best, times


def served_by(seen: Visits, roll: Roll) -> tuple[Ints, Ints]:
    """The agent at which each subject's card is mostly used, and the place, ``UNKNOWN`` where it never is."""
    agent, _ = commonest(seen.subject, seen.agent, len(roll))
    place, _ = commonest(seen.subject, seen.place, len(roll))
    return agent, place
