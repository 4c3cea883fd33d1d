"""Communities: Leiden, for the few components too large to be one group of people."""

from collections.abc import Iterator

import igraph
import leidenalg
import numpy as np

from graph.arrays import Floats, Ints, group_starts

LARGE = 30
"""Dunbar's band of acquaintances: up to some thirty people one hand can know every card; larger components are
usually several groups that happen to touch."""
_SETTLED = 10
"""Rounds after which Leiden is stopped even if it still finds something to improve."""


def leiden(nodes: int, left: Ints, right: Ints, weight: Floats, seed: int) -> Ints:
    """The community of each node of a weighted graph by modularity, the same for the same seed and edges."""
    if not len(left):
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
        people, person = np.unique(subject[rows], return_inverse=True)
        things, thing = np.unique(node[rows], return_inverse=True)
        found = leiden(len(people) + len(things), person, thing + len(people), weight[rows], seed)
        group[rows] = fresh + found[person]
        fresh += int(found.max()) + 1
    return group


def _large(component: Ints, subject: Ints) -> Iterator[Ints]:
    """The edges of each component that has more than ``LARGE`` subjects."""
    order = np.lexsort((subject, component))
    starts = group_starts(component[order])
    for rows in np.split(order, starts[1:]) if len(starts) else ():
        if len(rows) > LARGE and len(np.unique(subject[rows])) > LARGE:
            yield np.sort(rows)
