"""What the graph tells of single subjects: with how many they share what, how telling it is, and their ring."""

from collections.abc import Mapping

import numpy as np

from features.subjects import SubjectKind
from graph.arrays import UNKNOWN, Bools, Floats, Ints, distinct_pairs, group_starts
from graph.catalogue import SHARED_KINDS, shared_name
from graph.kinds import CONTEXT_ONLY, KIND_CODE, KINDS, MONEY_SIDE, LinkKind
from graph.links import Links
from graph.rings import CENTRE, MEMBER, POSITIONS, Rings
from graph.roll import SUBJECT_KINDS
from graph.visits import commonest

_EVIDENCE = tuple(kind for kind in KINDS if kind not in CONTEXT_ONLY)
Facts = Mapping[str, Floats]
STACK = 0.6
"""Where so large a part of a ring comes together again and again, the ring is a stack of cards (rule T1 of rings)."""
ALL_BUT_A_FEW, MOSTLY_ONE_VILLAGE = 0.9, 0.75
"""A stack nearly all of which one person guides, a quarter of it from other villages than most. A trip, a queue and a
helper bring one village together; cards of several that keep meeting have somebody in common, and here it is known who.
"""
Strongest = Mapping[LinkKind, tuple[Ints, Ints, Floats]]
"""Per kind of link, who has an unexplained one, and each one's strongest: its number and its weight."""


def strongest_links(links: Links) -> Strongest:
    """The strongest link of each evidence kind of everybody on the roll."""
    return {kind: _strongest(links, kind) for kind in _EVIDENCE}


def links_weight(links: Links, strongest: Strongest) -> Floats:
    """Per subject, the weight of its links together: 1 less the product of what each kind leaves open."""
    left = np.ones(len(links.roll))
    for subject, _, weight in strongest.values():
        left[subject] *= 1 - weight
    return np.asarray(np.round(1 - left, 6), dtype=np.float64)


def links_kinds(links: Links, strongest: Strongest) -> Floats:
    """Per subject, in how many kinds of links something weighs."""
    found = np.zeros(len(links.roll))
    for subject, _, weight in strongest.values():
        found[subject] += weight > 0
    return found


def subject_facts(links: Links, rings: Rings, strongest: Strongest, weight: Floats) -> Mapping[SubjectKind, Facts]:
    """The features of all subjects by their kind, each in the roll's order."""
    whole, facts = {"links_weight": weight, "links_kinds": links_kinds(links, strongest)}, {}
    for code, kind in enumerate(SUBJECT_KINDS):
        prefix = "" if kind == SubjectKind.RECIPIENT else f"{kind.value}_"
        found = {shared_name(kind, link): _parties(links, link, strongest[link]) for link in SHARED_KINDS[kind]}
        found |= {f"{prefix}{name}": values for name, values in whole.items()}
        found |= _of_recipient(rings) if kind == SubjectKind.RECIPIENT else _of_middle(links, rings, prefix)
        found |= _of_official(rings) if kind == SubjectKind.OFFICIAL else {}
        mine = slice(*np.searchsorted(links.roll.kind, (code, code + 1)))
        facts[kind] = {name: values[mine] for name, values in found.items()}
    return facts


def _strongest(links: Links, kind: LinkKind) -> tuple[Ints, Ints, Floats]:
    rows = np.flatnonzero(links.sharing.of(kind) & ~links.benign)
    subject = links.sharing.subject[rows]
    order = np.lexsort((rows, -links.parties[links.sharing.node[rows]], -links.weight[rows], subject))
    rows = rows[order]
    first = rows[group_starts(links.sharing.subject[rows])]
    return links.sharing.subject[first], first, links.weight[first]


def _parties(links: Links, kind: LinkKind, strongest: tuple[Ints, Ints, Floats]) -> Floats:
    """Other parties at each subject's strongest link; 0 without one, empty where no such thing is known of it."""
    others = np.where(knowing(links, kind), 0.0, np.nan)
    subject, link, _ = strongest
    others[subject] = links.parties[links.sharing.node[link]] - 1
    return others


def knowing(links: Links, kind: LinkKind) -> Bools:
    """Of which subjects any thing of this kind is known."""
    known = np.zeros(len(links.roll), dtype=np.bool_)
    for of_kind, subjects in zip(links.sharing.flavours, links.sharing.knowing, strict=True):
        if of_kind == KIND_CODE[kind]:
            known[subjects] = True
    return known


def _of_recipient(rings: Rings) -> dict[str, Floats]:
    ring = rings.ring_of
    inside = ring != UNKNOWN
    size = np.append(rings.size, 0)[ring]
    money = np.append(money_kinds(rings), 0)[ring]
    return {
        "ring_size": np.where(inside, size, 0).astype(np.float64),
        "ring_money_kinds": np.where(inside, money, 0).astype(np.float64),
        "ring_tie": tie(rings),
    }


def tie(rings: Rings) -> Floats:
    """Per subject the share of its ring's other members who hold the thing that it shares with most of them."""
    sharing, found = rings.links.sharing, np.zeros(len(rings.links.roll))
    rows = np.flatnonzero(rings.link_ring != UNKNOWN)
    keys = sharing.node[rows] * max(len(rings), 1) + rings.link_ring[rows]
    _, place, count = np.unique(keys, return_inverse=True, return_counts=True)
    members = np.bincount(rings.ring[rings.position == POSITIONS.index(MEMBER)], minlength=len(rings))
    others = np.maximum(members[rings.link_ring[rows]] - 1, 1)
    np.maximum.at(found, sharing.subject[rows], (count[place.reshape(-1)] - 1) / others)
    return np.round(found, 6)


def money_kinds(rings: Rings) -> Ints:
    """How many kinds of sharing on the side of the money each ring has."""
    rows = (rings.link_ring != UNKNOWN) & rings.links.sharing.of(*MONEY_SIDE)
    ring, _ = distinct_pairs(rings.link_ring[rows], rings.links.sharing.kind[rows])
    return np.bincount(ring, minlength=len(rings)).astype(np.int64)


def holding(rings: Rings, *kinds: LinkKind) -> Bools:
    """Who holds a thing of these kinds within its ring."""
    found = np.zeros(len(rings.links.roll), dtype=np.bool_)
    rows = (rings.link_ring != UNKNOWN) & rings.links.sharing.of(*kinds)
    found[rings.links.sharing.subject[rows]] = True
    return found


def _stacks(rings: Rings, own: Bools) -> Floats:
    """Per ring, those of its ``own`` rows whose cards come together, where they are most of it; else 0."""
    cards = holding(rings, LinkKind.TOGETHER)[rings.subject[own]].astype(np.float64)
    together = np.bincount(rings.ring[own], weights=cards, minlength=len(rings))
    whole = np.bincount(rings.ring[own], minlength=len(rings))
    return np.where(together >= STACK * whole, together, 0)


def _of_official(rings: Rings) -> dict[str, Floats]:
    """Stacks of cards at whose centre an official stands, and stacks across villages that one official guides."""
    roll = rings.links.roll
    own = (rings.position == POSITIONS.index(MEMBER)) & roll.is_recipient[rings.subject]
    stacks = _stacks(rings, own)
    centre = rings.position == POSITIONS.index(CENTRE)
    at_centre, across = np.zeros(len(roll)), np.zeros(len(roll))
    np.maximum.at(at_centre, rings.subject[centre], stacks[rings.ring[centre]])
    ring, subject = rings.ring[own], rings.subject[own]
    size = np.bincount(ring, minlength=len(rings))
    _, neighbours = commonest(ring, roll.village[subject], len(rings))
    mixed = (neighbours > 0) & (neighbours <= MOSTLY_ONE_VILLAGE * size) & (stacks > 0)
    for hand in (roll.facilitator, roll.registered_by):
        guide, guided = commonest(ring, roll.officials_of(hand)[subject], len(rings))
        found = np.flatnonzero(mixed & (guide != UNKNOWN) & (guided >= ALL_BUT_A_FEW * size))
        np.maximum.at(across, guide[found], stacks[found])
    return {"official_ring_stack": at_centre, "official_stack_across_villages": across}


def _of_middle(links: Links, rings: Rings, prefix: str) -> dict[str, Floats]:
    """Rings around agents and officials, and recipients who share things with them directly."""
    centre = rings.position == POSITIONS.index(CENTRE)
    subject, ring = rings.subject[centre], rings.ring[centre]
    everybody = len(links.roll)
    recipients = np.bincount(subject, weights=rings.count(0)[ring], minlength=everybody)
    return {
        f"{prefix}rings": np.bincount(subject, minlength=everybody).astype(np.float64),
        f"{prefix}ring_recipients": recipients.astype(np.float64),
        f"{prefix}recipient_ties": _ties(links).astype(np.float64),
    }


def _ties(links: Links) -> Ints:
    """Per agent and official, at how many recipients their unexplained things are found (the largest thing counts)."""
    sharing = links.sharing
    rows = ~links.benign & ~sharing.of(*CONTEXT_ONLY)
    recipients = sharing.per_node(rows & links.roll.is_recipient[sharing.subject])
    found = np.zeros(len(links.roll), dtype=np.int64)
    np.maximum.at(found, sharing.subject[rows], recipients[sharing.node[rows]])
    return found
