"""How rare a subject's facts are, and whether they go together more often than by chance: what a mean dilutes.

Most schemes of single persons show in one or two registers only: paid after a death, a wage on record, a family split
just before enrolling. Five detectors that look at a hundred features at once shrug at that. Here every feature speaks
alone. Whatever its distribution, at most mean(d^2) / d^2 of all subjects lie d or more from what is usual (Chebyshev's
inequality about the usual), and at most mean(d^4) / d^4 (Markov's for the fourth power). Both hold, so the tighter
does: for a yes or no they are the same, for days or money the square alone is loose. d is taken on the side that costs
somebody something and compressed as for the detectors, and the subject is counted among all, so that no fact is rarer
than one in all. Minus the logarithm of that bound (nats) is how rare the fact is.

Among thousands of subjects somebody always has three rare facts that have nothing to do with each other. A scheme
repeats itself: its facts go together in several subjects. So beside one fact two others add up only as far as chance
does not explain that they are there, too: of the O who have both as far out, E are expected if neither knew of the
other, and (E + 1/2) / (O + 1/2) of what the other fact says is put down to chance (the shrinkage of Noren, Hopstadius
and Bate 2013 for drugs and their effects). Where both rest on one source (models/sources.py), one may follow from the
other: whoever was never paid had every payment fail. There the other says no more than how rare it is among those who
have the one. The fact from which the three together say most is the one.

Features of which every two move together among the subjects of training, and which rest on one source,
are one fact. In models/oddity a chain of neighbours is enough to be one, because a band rests on
it; there being careful means to merge, here it would hide.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from features.compiled import compiled
from models.chunks import CHUNK
from models.ensemble import compressed
from models.matrix import Floats
from models.oddity import TOGETHER, alike

Ints = NDArray[np.int64]
Sides = NDArray[np.int8]
Flags = NDArray[np.bool_]
DECIMALS = 6  # kept of sums of products, whose last bits are the machine's
HALF = 0.5


@dataclass(frozen=True)
class Rarity:
    """What ``rows`` subjects of training teach of the compressed deviations on the side that counts.

    ``squares`` and ``fourths`` are sums of powers per column, ``both`` of products of squares per two columns; ``fact``
    numbers the fact of each column, and ``one_source`` says of which two columns one may follow from the other.
    """

    squares: Floats
    fourths: Floats
    both: Floats
    side: Sides
    fact: Ints
    one_source: Flags
    rows: int

    @classmethod
    def fit(cls, deviations: Floats, side: Sides, one_source: Flags) -> "Rarity":
        """Learn from these subjects; ``side`` is 1 where high counts, -1 where low does, 0 where both do.

        ``one_source`` says of every two columns whether they may be one fact.
        """
        counted = np.where((side == 0) | (np.sign(deviations) == side), deviations, 0.0)
        both = np.zeros((counted.shape[1],) * 2)
        for start in range(0, len(counted), CHUNK):
            part = compressed(counted[start : start + CHUNK]) ** 2
            both += part.T @ part
        squares = compressed(counted) ** 2
        sums = np.sum(squares, axis=0), np.sum(squares**2, axis=0), np.round(both, DECIMALS)
        return cls(*sums, side, _facts(counted, one_source), one_source, len(deviations))

    def of(self, deviations: Floats) -> Floats:
        """Nats of each subject's rarest fact that has two others beside it, with what chance leaves of those."""
        size = int(self.fact.max()) + 1 if len(self.fact) else 0
        alone, beside = (self.squares, self.fourths, self.side, self.fact), (self.both, self.one_source)
        return _together(np.ascontiguousarray(deviations), alone, beside, self.rows, size)


def _facts(counted: Floats, one_source: Flags) -> Ints:
    """For each column the number of its fact (complete linkage)."""
    width = counted.shape[1]
    if len(counted) <= 1 or width <= 1:
        return np.arange(width, dtype=np.int64)
    apart = np.where(one_source, 1.0 - np.minimum(alike(counted), 1.0), 1.0)
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart), "complete")
    return np.asarray(fcluster(tree, 1.0 - TOGETHER, "distance") - 1, dtype=np.int64)


@compiled
def _together(
    deviations: Floats,
    alone: tuple[Floats, Floats, Sides, Ints],
    beside: tuple[Floats, Flags],
    rows: int,
    size: int,
) -> Floats:
    squares, fourths, side, fact = alone
    usual = np.sinh(np.sqrt(squares / max(rows, 1)))  # no further out than the mean square: not rare
    out = np.zeros(deviations.shape[0])
    times, square = np.empty(size), np.empty(size)
    column, order = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    for row in range(deviations.shape[0]):
        times[:] = 1.0
        for place in range(len(fact)):
            value = deviations[row, place]
            if abs(value) > usual[place] and (side[place] == 0 or (value > 0.0) == (side[place] > 0)):
                own = np.arcsinh(value) ** 2
                rare = (rows + 1.0) / (1.0 + min(squares[place] / own, fourths[place] / own**2))
                if rare > times[fact[place]]:
                    times[fact[place]], square[fact[place]], column[fact[place]] = rare, own, place
        found = _rarest_first(times, order)
        out[row] = _best(order[:found], (times, square, column), beside, rows)
    return out


@compiled
def _rarest_first(times: Floats, order: Ints) -> int:
    """Put the facts that are rare at all into ``order``, the rarest first; how many they are."""
    found = 0
    for one in range(len(times)):
        if times[one] > 1.0:
            place = found
            while place > 0 and times[order[place - 1]] < times[one]:
                order[place] = order[place - 1]
                place -= 1
            order[place] = one
            found += 1
    return found


@compiled
def _best(order: Ints, facts: tuple[Floats, Floats, Ints], beside: tuple[Floats, Flags], rows: int) -> float:
    """The most that one fact and two others beside it say."""
    nats = np.log(facts[0][order])
    best = 0.0
    for first in range(len(order)):
        if nats[first] + nats[0] + nats[min(1, len(order) - 1)] <= best:
            break
        second, third = 0.0, 0.0
        for place in range(len(order)):
            if nats[place] <= third:
                break
            if place != first:
                more = _more(order[first], order[place], facts, beside, rows)
                if more > second:
                    second, third = more, second
                elif more > third:
                    third = more
        best = max(best, nats[first] + second + third)
    return best


@compiled
def _more(one: int, other: int, facts: tuple[Floats, Floats, Ints], beside: tuple[Floats, Flags], rows: int) -> float:
    """What the other fact says beside the one."""
    times, square, column = facts
    both, one_source = beside
    expected = (rows + 1.0) / (times[one] * times[other])
    observed = both[column[one], column[other]] / (square[one] * square[other])
    company: float = math.log(times[other]) * max(1.0 - (expected + HALF) / (observed + HALF), 0.0)
    if not one_source[column[one], column[other]]:
        return company
    further: float = -math.log((observed + HALF) * times[one] / (rows + 1.0))
    return min(company, max(further, 0.0))
