"""Habits: how usual it is, in a district and channel, to share a thing of this kind with that many others.

Degree alone says nothing: in one district every third form carries a cadre's phone, in another none does. So each
link is held against the subject's own peers, always without those who hold the thing in question, so that a large
ring, however many things it shares, does not make itself usual.
"""

from dataclasses import dataclass

import numpy as np

from graph.arrays import Floats, Ints
from graph.sharing import Sharing

BORROWED = 20.0
"""A group of few peers borrows this many from all peers of the country: below twenty, a share moves by more than five
points with each single neighbour, which is no habit yet."""


@dataclass(frozen=True)
class Habits:
    """Per link, of the other peers: the share who share such a thing as widely (in parties), and the usual holders.

    Somebody who shares several such things counts once, with the widest.
    """

    share: Floats
    expected: Floats


def habits(sharing: Sharing, parties: Ints) -> Habits:
    """The habits around every link; ``parties`` counts the parties of each node."""
    share, expected = np.zeros(sharing.links), np.ones(sharing.links)
    flavour = sharing.node_flavour[sharing.node]
    for number, knowing in enumerate(sharing.knowing):
        mine = np.flatnonzero(flavour == number)
        if len(mine):
            share[mine], expected[mine] = _of_flavour(sharing, mine, parties, _per_peer(sharing, knowing))
    return Habits(np.round(share, 9), np.round(expected, 3))


def _of_flavour(sharing: Sharing, mine: Ints, parties: Ints, known: Ints) -> tuple[Floats, Floats]:
    node, peer = sharing.node[mine], sharing.roll.peer[sharing.subject[mine]]
    sharers, row = np.unique(sharing.subject[mine], return_inverse=True)
    group, reach, further = sharing.roll.peer[sharers], parties[node], sharing.size[node] - 1
    widest, most = _largest(row, reach, len(sharers)), _largest(row, further, len(sharers))
    own, own_most = _of_holders(node * max(len(known), 1) + peer, most[row])
    all_own, all_own_most = _of_holders(node, most[row])
    everybody = np.zeros_like(group), np.zeros_like(peer)
    others, all_others = np.maximum(known[peer] - own, 0), np.maximum(known.sum() - all_own, 0)
    as_wide = _at_least(group, widest, peer, reach) - own
    as_wide_all = _at_least(everybody[0], widest, everybody[1], reach) - all_own
    held = np.bincount(group, weights=most, minlength=len(known))[peer] - own_most
    share = _blend(as_wide, others, as_wide_all, all_others)
    return share, 1 + _blend(held, others, most.sum() - all_own_most, all_others)


def _per_peer(sharing: Sharing, subjects: Ints) -> Ints:
    peer = sharing.roll.peer
    return np.bincount(peer[subjects], minlength=int(peer.max(initial=-1)) + 1).astype(np.int64)


def _largest(row: Ints, value: Ints, rows: int) -> Ints:
    """The largest value of each row."""
    best = np.zeros(rows, dtype=np.int64)
    np.maximum.at(best, row, value)
    return best


def _of_holders(key: Ints, value: Ints) -> tuple[Ints, Floats]:
    """For each entry, how many entries have its key, and the sum of their values."""
    _, place, counts = np.unique(key, return_inverse=True, return_counts=True)
    sums = np.bincount(place, weights=value, minlength=len(counts)).astype(np.float64)
    return counts[place].astype(np.int64), sums[place]


def _at_least(group: Ints, reach: Ints, of: Ints, least: Ints) -> Ints:
    """For each of ``of`` and ``least``, how many entries of that group reach at least so far."""
    width = int(max(reach.max(initial=0), least.max(initial=0))) + 1
    ordered = np.sort(group * width + reach)
    ends = np.searchsorted(ordered, (of + 1) * width, side="left")
    return np.asarray(ends - np.searchsorted(ordered, of * width + least, side="left"), dtype=np.int64)


def _blend(part: Floats | Ints, whole: Ints, part_all: Floats | Ints, whole_all: Ints) -> Floats:
    """A share in the group, leaning on the whole country's where the group is small."""
    everywhere = np.maximum(part_all, 0) / np.maximum(whole_all, 1)
    return np.asarray((np.maximum(part, 0) + BORROWED * everywhere) / (whole + BORROWED), dtype=np.float64)
