"""Kinship among the holders of one thing: several cards of one family are one party, not several."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from features.tables import Tables
from graph.arrays import UNKNOWN, Ints, as_array, distinct_pairs, integers
from graph.reading import TEXT, select
from graph.roll import Roll
from graph.sharing import Sharing

Pairs = tuple[Ints, Ints]


def kin_pairs(tables: Tables, roll: Roll) -> Pairs:
    """Pairs of families on the roll that are kin: one split from the other, or joined by a mother or a couple."""
    if "kin" not in tables.frames or not len(roll.families):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rows = tables.engine.collect(select(tables, "kin", left_family_id=TEXT, right_family_id=TEXT).unique())
    sides = [as_array(rows[side]).cast(roll.families.type) for side in ("left_family_id", "right_family_id")]
    left, right = integers(pc.index_in(pa.concat_arrays(sides), value_set=roll.families)).reshape(2, -1)
    both = (left != UNKNOWN) & (right != UNKNOWN)
    return left[both], right[both]


def parties(sharing: Sharing, pairs: Pairs) -> Ints:
    """The party of each link: holders of one node that are of one family, or kin, form one party of that node.

    Kinship counts only where both families hold the thing: a chain of cousins through a whole village joins nobody
    who does not stand in the chain, and only where kinship explains anything. A subject of unknown family is a party
    of its own.
    """
    family = sharing.roll.family[sharing.subject]
    own = len(sharing.roll.families) + sharing.subject
    household = np.where(family == UNKNOWN, own, family)
    width = len(sharing.roll.families) + len(sharing.roll)
    seats, seat = np.unique(sharing.node * max(width, 1) + household, return_inverse=True)
    left, right = _kin_at_one_node(seats // max(width, 1), seats % max(width, 1), pairs, sharing.nodes)
    together = ~np.array(sharing.kin_apart, dtype=np.bool_)[sharing.node_flavour[seats[left] // max(width, 1)]]
    joined = left[together], right[together]
    graph = coo_array((np.ones(len(joined[0])), joined), shape=(len(seats), len(seats)))
    party = connected_components(graph, directed=False)[1]
    return np.asarray(party[seat.reshape(-1)], dtype=np.int64)


def _kin_at_one_node(node: Ints, family: Ints, pairs: Pairs, nodes: int) -> Pairs:
    """Pairs of seats (node, family) whose families are kin and sit at the same node."""
    by_family = np.argsort(family, kind="stable")
    first = np.searchsorted(family, pairs[0], side="left", sorter=by_family)
    count = np.searchsorted(family, pairs[0], side="right", sorter=by_family) - first
    left = by_family[_ranges(first, count)]
    other = np.repeat(pairs[1], count)
    width = int(max(family.max(initial=0), other.max(initial=0))) + 1
    keys = node * width + family
    wanted = node[left] * width + other
    place = np.searchsorted(keys, wanted)
    found = (place < len(keys)) & (keys[np.minimum(place, max(len(keys) - 1, 0))] == wanted) if len(keys) else place > 0
    return left[found].astype(np.int64), place[found].astype(np.int64)


def _ranges(first: Ints, count: Ints) -> Ints:
    """The numbers first, first+1, ... of each range, one range after the other."""
    total = int(count.sum())
    starts = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count) if len(count) else first
    return (np.arange(total) + starts).astype(np.int64)


def parties_per_node(sharing: Sharing, party: Ints) -> Ints:
    """How many parties hold each node: its size once kin count as one."""
    nodes, _ = distinct_pairs(sharing.node, party) if sharing.links else (sharing.node, party)
    return np.bincount(nodes, minlength=sharing.nodes).astype(np.int64)
