"""Who stands in the middle: agents and officials on whom the evidence of a ring converges.

Three ways lead there. *Direct*: the agent or official, or their household, holds a thing that the ring shares.
*Served*: the ring's cards are used at one agent more than those of the members' villages are. *Guided*: one person
registered or guides the ring more than its villages. Being the only agent, or the facilitator of the whole village,
says nothing: only the excess over the village counts. One agent or official may stand in several rings.
"""

from dataclasses import dataclass

import numpy as np

from graph.arrays import UNKNOWN, Floats, Ints, distinct, group_starts
from graph.kinds import LinkKind
from graph.links import Links
from graph.visits import commonest

EXCESS = 0.5
"""Half of the ring beyond what its villages explain: then most of the ring is there for that one's sake. A thing shared
directly is explained by no village, so it counts in full, and several ways that agree add up as independent signs."""
NEAR = 0.25
"""A quarter of the ring beyond what its villages explain is worth showing, and no more."""
_FEW = 3
"""Neighbours (members left out) below which a village has no habit of its own; the district's is taken."""


@dataclass(frozen=True)
class Ties:
    """Ties of agents and officials to rings: how large a part of the ring, and how far beyond its villages' habit."""

    ring: Ints
    subject: Ints
    share: Floats
    excess: Floats


def direct(links: Links, rows: Ints, ring_of: Ints) -> Ties:
    """Agents and officials who share a thing with members of a ring over the links in ``rows``.

    ``ring_of`` gives the ring of each subject. Each share is the part of the ring's members so tied.
    """
    sharing, size = links.sharing, np.bincount(ring_of[ring_of != UNKNOWN])
    between = ~sharing.roll.is_recipient[sharing.subject[rows]]
    node_in = rows[between][np.argsort(sharing.node[rows[between]], kind="stable")]
    members = rows[(~between) & (ring_of[sharing.subject[rows]] != UNKNOWN)]
    first = np.searchsorted(sharing.node[node_in], sharing.node[members], side="left")
    count = np.searchsorted(sharing.node[node_in], sharing.node[members], side="right") - first
    member = np.repeat(sharing.subject[members], count)
    ends = np.cumsum(count)
    place = np.arange(len(member)) - np.repeat(ends - count, count) + np.repeat(first, count)
    middle = sharing.subject[node_in[place]] if len(member) else member
    triples = np.unique(np.stack([ring_of[member], middle, member], axis=1), axis=0)
    starts = group_starts(triples[:, 0] * (len(links.roll) + 1) + triples[:, 1])
    ring, subject = triples[starts, 0], triples[starts, 1]
    tied = np.diff(np.append(starts, len(triples)))
    share = np.round(tied / np.maximum(size[ring], 1), 9) if len(ring) else np.zeros(0)
    return Ties(ring, subject, share, share)


def converging(ring: Ints, member: Ints, middle: Ints, village: Ints, district: Ints) -> Ties:
    """The one in the middle (agent, facilitator, registrar) of each ring, by what each subject is tied to.

    ``middle`` names per subject whom it is tied to; ``village`` and ``district`` are those of each subject. Expected
    is the mean over the members of how often others of the member's village are tied to the same one.
    """
    rings = int(ring.max(initial=-1)) + 1
    known = middle[member] != UNKNOWN
    ring, member = ring[known], member[known]
    best, times = commonest(ring, middle[member], rings)
    size = np.bincount(ring, minlength=rings)
    usual = _usual(ring, member, middle, village, best)
    few = _usual(ring, member, middle, district, best)
    expected = np.where(np.isnan(usual), few, usual)
    mean = np.bincount(ring, weights=np.nan_to_num(expected), minlength=rings) / np.maximum(size, 1)
    share = times / np.maximum(size, 1)
    found = np.flatnonzero((best != UNKNOWN) & (size > 1))
    return Ties(found, best[found], np.round(share, 9)[found], np.round(share - mean, 9)[found])


def _usual(ring: Ints, member: Ints, middle: Ints, place: Ints, best: Ints) -> Floats:
    """For each member, the share of its neighbours outside the ring who are tied to the ring's one; NaN if too few."""
    known = (middle != UNKNOWN) & (place != UNKNOWN)
    width = int(middle.max(initial=0)) + 1
    keys, counts = np.unique(place[known] * width + middle[known], return_counts=True)
    whole = np.bincount(place[known], minlength=int(place.max(initial=-1)) + 2)
    wanted = place[member] * width + best[ring]
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    tied = np.where(keys[at] == wanted, counts[at], 0) if len(keys) else np.zeros(len(wanted), dtype=np.int64)
    inside, of_one = _own_part(ring, place[member], middle[member] == best[ring])
    others = whole[place[member]] - inside
    usual = (tied - of_one) / np.maximum(others, 1)
    return np.where((others >= _FEW) & (place[member] != UNKNOWN), usual, np.nan)


def _own_part(ring: Ints, place: Ints, tied: np.ndarray) -> tuple[Ints, Ints]:
    """For each member, how many members of its ring are of its place, and how many of those are tied to the one."""
    width = int(place.max(initial=0)) + 2
    _, row, count = np.unique(ring * width + place + 1, return_inverse=True, return_counts=True)
    row = row.reshape(-1)
    part = np.bincount(row, weights=tied.astype(np.float64)).astype(np.int64) if len(row) else count
    return count[row].astype(np.int64), part[row] if len(row) else row.astype(np.int64)


def middles(links: Links, rows: Ints, ring: Ints, member: Ints) -> Ties:
    """Everybody who stands in or near the middle of a ring, by the strongest of the three ways, sorted.

    ``rows`` are the links that build rings; ``ring`` and ``member`` the membership so far.
    """
    ring_of = np.full(len(links.roll), UNKNOWN, dtype=np.int64)
    ring_of[member] = ring
    place = (links.roll.village, links.roll.district)
    hands = (links.roll.facilitator, links.roll.registered_by)
    ways = [direct(links, rows, ring_of), converging(ring, member, links.seen.usual_agent, *place)]
    ways += [converging(ring, member, links.roll.officials_of(hand), *place) for hand in hands]
    ways.append(_present(links, ways[1], ring_of))
    found = _agreeing(ways, len(links.roll))
    near = found.excess >= NEAR
    tied = np.isin(found.ring * len(links.roll) + found.subject, ways[0].ring * len(links.roll) + ways[0].subject)
    kept = near | tied
    return Ties(found.ring[kept], found.subject[kept], found.share[kept], found.excess[kept])


def _present(links: Links, served: Ties, ring_of: Ints) -> Ties:
    """Agents at whose counter half of a ring comes together again and again: near, since they must have been there."""
    together = (ring_of[links.sharing.subject] != UNKNOWN) & links.sharing.of(LinkKind.TOGETHER) & ~links.benign
    rings = len(np.bincount(ring_of[ring_of != UNKNOWN]))
    part = np.bincount(ring_of[distinct(links.sharing.subject[together])], minlength=rings)
    whole = np.bincount(ring_of[ring_of != UNKNOWN], minlength=rings)
    kept = (2 * part >= whole)[served.ring] & (served.share >= EXCESS)
    return Ties(served.ring[kept], served.subject[kept], served.share[kept], np.full(int(kept.sum()), NEAR))


def _agreeing(ways: list[Ties], width: int) -> Ties:
    """Each one in the middle once: the largest share, and the excesses of all ways together."""
    keys = np.concatenate([way.ring * width + way.subject for way in ways])
    found, place = np.unique(keys, return_inverse=True)
    share, left = np.zeros(len(found)), np.ones(len(found))
    np.maximum.at(share, place.reshape(-1), np.concatenate([way.share for way in ways]))
    open_part = 1 - np.clip(np.concatenate([way.excess for way in ways]), 0, 1)
    np.multiply.at(left, place.reshape(-1), open_part)
    return Ties(found // max(width, 1), found % max(width, 1), share, np.round(1 - left, 9))
