"""Habits: how usual it is, in a district and channel, to share a thing of this kind with that many others.

Degree alone says nothing: in one district every third form carries a cadre's phone, in another none does. So each
link is held against the subject's own peers, always without the thing in question, so that a large ring does not
make itself usual.
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
    """Per link: the share of peers who share such a thing with at least as many parties, and the usual holders."""

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
    reach = parties[node]
    own = _own_holders(node, peer, len(known))
    others_all = np.maximum(known.sum() - sharing.size[node], 0)
    others = np.maximum(known[peer] - own, 0)
    as_wide_all = _at_least(np.zeros_like(peer), reach) - sharing.size[node]
    as_wide = _at_least(peer, reach) - own
    share = _blend(as_wide, others, as_wide_all, others_all)
    held = np.bincount(peer, weights=sharing.size[node] - 1, minlength=len(known))
    extra = held[peer] - own * (sharing.size[node] - 1)
    extra_all = held.sum() - sharing.size[node] * (sharing.size[node] - 1)
    return share, 1 + _blend(extra, others, extra_all, others_all)


def _per_peer(sharing: Sharing, subjects: Ints) -> Ints:
    peer = sharing.roll.peer
    return np.bincount(peer[subjects], minlength=int(peer.max(initial=-1)) + 1).astype(np.int64)


def _own_holders(node: Ints, peer: Ints, peers: int) -> Ints:
    """For each link, how many holders of its node are of the same peer group."""
    _, place, counts = np.unique(node * max(peers, 1) + peer, return_inverse=True, return_counts=True)
    return np.asarray(counts[place.reshape(-1)], dtype=np.int64)


def _at_least(group: Ints, reach: Ints) -> Ints:
    """For each entry, how many entries of its group reach at least as far as it does (itself among them)."""
    width = int(reach.max(initial=0)) + 1
    keys = group * width + reach
    ordered = np.sort(keys)
    ends = np.searchsorted(ordered, (group + 1) * width, side="left")
    return np.asarray(ends - np.searchsorted(ordered, keys, side="left"), dtype=np.int64)


def _blend(part: Floats | Ints, whole: Ints, part_all: Floats | Ints, whole_all: Ints) -> Floats:
    """A share in the group, leaning on the whole country's where the group is small."""
    everywhere = np.maximum(part_all, 0) / np.maximum(whole_all, 1)
    return np.asarray((np.maximum(part, 0) + BORROWED * everywhere) / (whole + BORROWED), dtype=np.float64)
