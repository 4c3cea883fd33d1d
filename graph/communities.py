"""Communities: Leiden, for the few components too large to be one group of people."""

from collections.abc import Iterator

import igraph
import leidenalg
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.arrays import UNKNOWN, Floats, Ints, group_starts

LARGE = 30
"""Dunbar's band of acquaintances: up to some thirty people one hand can know every card; larger components are
usually several groups that happen to touch."""
_SETTLED = 10
"""Rounds after which Leiden is stopped even if it still finds something to improve."""


def leiden(nodes: int, left: Ints, right: Ints, weight: Floats, seed: int) -> Ints:
    """The community of each node of a weighted graph by modularity, the same for the same seed and edges."""
    if nodes < 2 or not len(left):  # noqa: PLR2004 one vertex is one community
        return np.arange(nodes)
    graph = igraph.Graph(n=nodes, edges=np.stack([left, right], axis=1))
    found = leidenalg.find_partition(
        graph, leidenalg.ModularityVertexPartition, weights=weight.tolist(), seed=seed, n_iterations=_SETTLED
    )
    return np.array(found.membership, dtype=np.int64)


def groups_of_people(people: int, left: Ints, right: Ints, weight: Floats, seed: int) -> Ints:
    """The group of each of ``people`` who are tied to each other: components, the large ones split.

    Each tie counts as a thing that both hold, so that people are grouped one way wherever they are. It also sees finer:
    over the ties themselves, modularity runs together what is small beside the whole (Fortunato and Barthelemy 2007).
    Groups are numbered in the order of their smallest member; who is tied to nobody is a group alone.
    """
    ties = coo_array((np.ones(len(left)), (left, right)), shape=(people, people))
    found = connected_components(ties, directed=False)[1].astype(np.int64)
    person, tie = np.concatenate([left, right]), np.tile(np.arange(len(left)), 2)
    found[person] = people + split_large(found[person], person, tie, np.tile(weight, 2), seed)
    return _in_order(found)


def _in_order(group: Ints) -> Ints:
    """The same groups, numbered in the order of their smallest member."""
    _, first, place = np.unique(group, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first)).astype(np.int64)
    return rank[place.reshape(-1)] if len(group) else group


def split_large(component: Ints, subject: Ints, node: Ints, weight: Floats, seed: int) -> Ints:
    """The group of each edge: its component, or its subject's community where the component is large.

    ``component`` numbers the component of each edge. An edge to a thing that mainly belongs to another community
    keeps its subject's group: people make up a group, things follow.
    """
    group = component.copy()
    fresh = int(component.max(initial=-1)) + 1
    for rows in _large(component, subject):
        found = bipartite_communities(subject[rows], node[rows], weight[rows], seed)
        group[rows] = fresh + found
        fresh += int(found.max()) + 1
    return group


def bipartite_communities(subject: Ints, node: Ints, weight: Floats, seed: int) -> Ints:
    """The community of each edge's subject.

    Who holds a single thing can only belong with that thing, so those subjects are folded into it, as a loop of their
    weight, before Leiden looks: the modularity is the same and stars cost nothing.
    """
    _, person, degree = np.unique(subject, return_inverse=True, return_counts=True)
    things, thing = np.unique(node, return_inverse=True)
    person, thing = person.reshape(-1), thing.reshape(-1)
    vertex = np.where(degree > 1, len(things) + np.cumsum(degree > 1) - 1, UNKNOWN)
    vertex[person[degree[person] == 1]] = thing[degree[person] == 1]
    left, loose = vertex[person], degree[person] == 1
    loops = np.bincount(thing[loose], weights=weight[loose], minlength=len(things))
    left = np.concatenate([left[~loose], np.flatnonzero(loops)])
    right = np.concatenate([thing[~loose], np.flatnonzero(loops)])
    count = len(things) + int(np.sum(degree > 1))
    found = leiden(count, left, right, np.concatenate([weight[~loose], loops[loops > 0]]), seed)
    return found[vertex[person]]


def _large(component: Ints, subject: Ints) -> Iterator[Ints]:
    """The edges of each component that has more than ``LARGE`` subjects."""
    edges = np.bincount(component, minlength=1)
    rows = np.flatnonzero(edges[component] > LARGE)
    rows = rows[np.argsort(component[rows], kind="stable")]
    for part in np.split(rows, group_starts(component[rows])[1:]) if len(rows) else ():
        if len(np.unique(subject[part])) > LARGE:
            yield part
