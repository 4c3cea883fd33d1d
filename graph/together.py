"""Cards that are used within minutes of each other at one terminal, again and again.

Neighbours in the queue are compared, not everybody with everybody: each turn with the next few at the same terminal,
so that a busy agent costs no more than a quiet one. Once is a queue; the same pair on a third day is worth a look; a
pair counts only with a third card that was there with both, because chance makes pairs and rarely triangles.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from features.moments import DAY
from graph.arrays import UNKNOWN, Bools, Floats, Ints, group_starts
from graph.communities import groups_of_people
from graph.visits import Visits, commonest

WITHIN = 300
"""Seconds: a card takes about a minute, so five minutes hold a handful of turns."""
WITHIN_QUIET = 900
"""Seconds at hours when hardly anybody comes: the next card is no less a neighbour for taking a quarter of an hour."""
QUIET = 0.02
"""An hour is quiet when one visit in fifty or fewer falls within that time of it: of the 20,000 pairs of a counter with
two hundred guests, each there on four payout days, 20,000 * 4 / 50**3 < 1 would then meet on three by chance."""
NEXT = 8
"""Turns looked ahead at most."""
DAYS = 3
"""A pair met at random on one payout day in twenty meets on three in one of eight thousand cases."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of subjects (left < right), on how many days they met, and how steadily in one order (0.5 is chance)."""

    left: Ints
    right: Ints
    days: Ints
    order: Floats


@dataclass(frozen=True)
class Groups:
    """Groups of subjects who are together again and again: parallel subject and group, and facts of each group."""

    subject: Ints
    group: Ints
    order: Floats
    place: Ints

    def __len__(self) -> int:
        return len(self.order)


def meetings(seen: Visits, *, ahead: int = NEXT) -> tuple[Ints, Ints, Ints, Bools]:
    """Who followed whom: smaller and larger subject, the day, and whether the smaller came first; once per day."""
    found: list[tuple[Ints, Ints, Ints, Bools]] = []
    patience = np.where(quiet(seen), WITHIN_QUIET, WITHIN)
    rows = np.arange(len(seen.subject))
    for step in range(1, ahead + 1):
        rows = rows[: np.searchsorted(rows, len(seen.subject) - step)]
        gap = seen.second[rows + step] - seen.second[rows]
        waiting = (gap <= patience[rows]) & (seen.place[rows + step] == seen.place[rows])
        rows, gap = rows[waiting], gap[waiting]
        met = rows[(gap <= patience[rows + step]) & (seen.subject[rows] != seen.subject[rows + step])]
        one, two = seen.subject[met], seen.subject[met + step]
        found.append((np.minimum(one, two), np.maximum(one, two), seen.day[met], one < two))
    left, right, day, first = (np.concatenate(column) for column in zip(*found, strict=True))
    return _once_a_day(left, right, day, first)


def quiet(seen: Visits) -> Bools:
    """Which visits fall into hours at which hardly anybody comes anywhere, by the time of day alone."""
    clock = seen.second % DAY
    so_far = np.concatenate([[0], np.cumsum(np.bincount(clock, minlength=DAY))])
    second = np.arange(DAY)
    until, before = np.minimum(second + WITHIN_QUIET + 1, DAY), np.maximum(second - WITHIN_QUIET, 0)
    near = so_far[until] - so_far[before]
    return np.asarray((near <= QUIET * len(clock))[clock], dtype=np.bool_)


def _once_a_day(left: Ints, right: Ints, day: Ints, first: Bools) -> tuple[Ints, Ints, Ints, Bools]:
    width = int(right.max(initial=0)) + 1
    start = int(day.min(initial=0)) if len(day) else 0
    days = int(day.max(initial=0)) - start + 1
    pair, when = left * width + right, day - start
    if width * width > np.iinfo(np.int64).max // max(2 * days, 1):
        order = np.lexsort((first, when, pair))
        pair, when, first = pair[order], when[order], first[order]
    else:
        keys = np.sort((pair * days + when) * 2 + first)
        pair, when, first = keys // (2 * days), keys // 2 % days, keys % 2 == 1
    new = np.ones(len(pair), dtype=np.bool_)
    new[1:] = (pair[1:] != pair[:-1]) | (when[1:] != when[:-1])
    pair, when, first = pair[new], when[new], first[new]
    return pair // width, pair % width, when + start, first


def repeated(seen: Visits, days: int = DAYS) -> Pairs:
    """The pairs who met on at least so many days."""
    left, right, _, first = meetings(seen)
    width = int(right.max(initial=0)) + 1
    starts = group_starts(left * width + right)
    met = np.diff(np.append(starts, len(left)))
    ahead = np.add.reduceat(first.astype(np.int64), starts) if len(starts) else met
    kept = met >= days
    order = np.maximum(ahead, met - ahead)[kept] / met[kept]
    return Pairs(left[starts][kept], right[starts][kept], met[kept].astype(np.int64), order)


def groups(seen: Visits, subjects: int, seed: int = 0) -> Groups:
    """Groups of three or more in which every pair that counts has a companion in common."""
    pairs = repeated(seen.turns)
    kept = in_triangles(pairs, subjects)
    left, right, order = pairs.left[kept], pairs.right[kept], pairs.order[kept]
    people, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    left, right = ends[: len(left)], ends[len(left) :]
    group = groups_of_people(len(people), left, right, pairs.days[kept].astype(np.float64), seed)
    inside = group[left] == group[right]
    sums = np.bincount(group[left[inside]], weights=order[inside], minlength=int(group.max(initial=-1)) + 1)
    count = np.bincount(group[left[inside]], minlength=len(sums))
    return Groups(
        subject=people.astype(np.int64),
        group=group,
        order=np.round(sums / np.maximum(count, 1), 9),
        place=_places(seen, people, group, len(sums)),
    )


def in_triangles(pairs: Pairs, subjects: int) -> Bools:
    """Which pairs have a companion in common."""
    if not len(pairs.left):
        return np.zeros(0, dtype=np.bool_)
    ends = (np.concatenate([pairs.left, pairs.right]), np.concatenate([pairs.right, pairs.left]))
    met = csr_array(coo_array((np.ones(len(ends[0]), dtype=np.int32), ends), shape=(subjects, subjects)))
    common = (met @ met).multiply(met).tocsr()
    return np.asarray(common[pairs.left, pairs.right]).reshape(-1) > 0


def _places(seen: Visits, people: Ints, group: Ints, number: int) -> Ints:
    """The place at which each group's cards are mostly used."""
    of = np.full(int(max(seen.subject.max(initial=0), people.max(initial=0))) + 1, UNKNOWN, dtype=np.int64)
    of[people] = group
    rows = of[seen.subject] != UNKNOWN
    return commonest(of[seen.subject[rows]], seen.place[rows], number)[0]
