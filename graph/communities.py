"""Communities: Leiden, for the few components too large to be one group of people."""

from collections.abc import Iterator

import igraph
import leidenalg
import numpy as np

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
