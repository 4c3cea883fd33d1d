"""Visits: whose card was used where and when, collected once for everything that looks at terminals."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.events import visits as debits
from features.moments import DAY
from features.subjects import SubjectKind
from features.tables import Tables
from graph.arrays import UNKNOWN, Bools, Ints, distinct_pairs, group_starts, in_order, integers
from graph.reading import filled
from graph.roll import SUBJECT_KINDS, Roll, listed
from graph.spelling import spelled_codes, spelling

_PLACES = (
    ("terminals", "terminal_id"),
    ("agents", "agent_id"),
    ("transactions", "terminal_id"),
    ("transactions", "agent_id"),
)


@dataclass(frozen=True)
class Visits:
    """Debits at terminals, sorted by place, time and subject.

    ``place`` is the terminal, or the agent where no terminal is known; ``agent`` is the agent's number on the roll,
    ``UNKNOWN`` at a machine of nobody; ``second`` counts from 1970 in the drop's timezone; the roll has ``everybody``.
    """

    subject: Ints
    place: Ints
    agent: Ints
    second: Ints
    places: tuple[str, ...]
    everybody: int

    @cached_property
    def day(self) -> Ints:
        """The day of each visit, counted from 1970."""
        return self.second // DAY

    @property
    def turns(self) -> "Visits":
        """Visits without those that merely continue the same card's turn at the terminal."""
        new = np.ones(len(self.subject), dtype=np.bool_)
        new[1:] = (self.subject[1:] != self.subject[:-1]) | (self.place[1:] != self.place[:-1])
        return self.only(new | (np.diff(self.day, prepend=UNKNOWN) != 0))

    @cached_property
    def usual_place(self) -> Ints:
        """The place at which each subject's card is mostly used, ``UNKNOWN`` where it never is."""
        return commonest(self.subject, self.place, self.everybody)[0]

    @cached_property
    def usual_agent(self) -> Ints:
        """The agent at which each subject's card is mostly used, ``UNKNOWN`` where it never is."""
        return commonest(self.subject, self.agent, self.everybody)[0]

    @cached_property
    def agent_of_place(self) -> Ints:
        """The agent of each place, ``UNKNOWN`` where it is nobody's."""
        return commonest(self.place, self.agent, len(self.places))[0]

    def only(self, chosen: Bools | Ints) -> "Visits":
        """The chosen visits."""
        parts = (self.subject[chosen], self.place[chosen], self.agent[chosen], self.second[chosen])
        return Visits(*parts, places=self.places, everybody=self.everybody)


def visits(tables: Tables, roll: Roll) -> Visits:
    """The visits of a drop; none where it shares no transactions."""
    nothing = np.zeros(0, dtype=np.int64)
    if not (filled(tables, "transactions", "terminal_id", "agent_id") and filled(tables, "accounts", "recipient_id")):
        return Visits(nothing, nothing, nothing, nothing, (), len(roll))
    rows = tables.engine.collect(debits(tables))
    subject, second = _subjects(tables, roll, integers(rows["list_no"])), integers(rows["seconds"])
    agent = roll.numbers(SUBJECT_KINDS.index(SubjectKind.AGENT), rows["agent_id"])
    place, places = spelled_codes(rows["place"], spelling(tables, *_PLACES))
    order = in_order(place, second, subject)
    known = (place != UNKNOWN) & (subject != UNKNOWN)
    order = order if known.all() else order[known[order]]
    parts = (subject[order], place[order], agent[order], second[order])
    return Visits(*parts, tuple(places.to_pylist()), len(roll))


def _subjects(tables: Tables, roll: Roll, list_no: Ints) -> Ints:
    """The subject behind each list number."""
    rows = tables.engine.collect(listed(tables, roll))
    place, subject = integers(rows["list_no"]), integers(rows["subject"])
    found = np.full(int(max(place.max(initial=0), list_no.max(initial=0))) + 2, UNKNOWN, dtype=np.int64)
    found[place] = subject
    return found[list_no]


def regulars(seen: Visits, days: int) -> Ints:
    """Subjects whose cards were used on at least so many days."""
    subjects, _ = distinct_pairs(seen.subject, seen.day)
    starts = group_starts(subjects)
    return subjects[starts][np.diff(np.append(starts, len(subjects))) >= days]


def commonest(group: Ints, value: Ints, groups: int) -> tuple[Ints, Ints]:
    """Per group its commonest value (ties: the smallest) and how often it occurs; ``UNKNOWN`` and 0 without any."""
    best, times = np.full(groups, UNKNOWN, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    known = value != UNKNOWN
    if known.any():
        width = int(value[known].max()) + 1
        keys = np.sort(group[known] * width + value[known])
        runs = group_starts(keys)
        counts, keys = np.diff(np.append(runs, len(keys))), keys[runs]
        found = keys // width
        starts = group_starts(found)
        most = np.maximum.reduceat(counts * width + width - 1 - keys % width, starts)
        best[found[starts]], times[found[starts]] = width - 1 - most % width, most // width
    return best, times
