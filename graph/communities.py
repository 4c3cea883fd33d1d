"""Communities: Leiden, for the few components too large to be one group of people."""

from collections.abc import Iterator

import igraph
import leidenalg
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.arrays import UNKNOWN, Floats, Ints, distinct, group_starts

LARGE = 30
"""Dunbar's band of acquaintances: up to some thirty people one hand can know every card; larger components are
usually several groups that happen to touch."""
_TIE = 2
Weighted = tuple[Ints, Ints, Floats]
"""Both ends and the weight of some edges."""
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

    A tie is a thing that two hold, so that people are grouped one way wherever they are. Groups are numbered in the
    order of their smallest member; who is tied to nobody is a group alone.
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

    ``component`` numbers the component of each edge; weights are above 0. A community that is still large is looked
    into again, because modularity runs together what is small beside the whole (Fortunato and Barthelemy 2007), until
    Leiden finds nothing to part. An edge to a thing that mainly belongs to another community keeps its subject's
    group: people make up a group, things follow.
    """
    group = component.copy()
    fresh = int(component.max(initial=-1)) + 1
    large = list(_large(component, subject))
    while large:
        rows = large.pop()
        found = bipartite_communities(subject[rows], node[rows], weight[rows], seed)
        group[rows] = fresh + found
        fresh += int(found.max()) + 1
        if found.min() < found.max():
            large += [rows[part] for part in _large(found, subject[rows])]
    return group


def bipartite_communities(subject: Ints, node: Ints, weight: Floats, seed: int) -> Ints:
    """The community of each edge's subject.

    Things of two holders are a tie between both, with the weight of their edges in series; things of one say nothing.
    Who holds nothing but one thing of several can only belong with it, so those subjects are folded into the thing, as
    a loop of their weight: the modularity is the same and stars cost nothing.
    """
    _, person, degree = np.unique(subject, return_inverse=True, return_counts=True)
    _, thing, holders = np.unique(node, return_inverse=True, return_counts=True)
    hub = np.where(holders > _TIE, np.cumsum(holders > _TIE) - 1, UNKNOWN)[thing]
    loose = (hub != UNKNOWN) & (degree[person] == 1)
    vertex = _vertices(person[loose], hub[loose], len(degree), int(hub.max(initial=-1)) + 1)
    edges = [
        _ties(thing, holders, vertex[person], weight),
        tuple(part[(hub != UNKNOWN) & ~loose] for part in (vertex[person], hub, weight)),
        _loops(hub[loose], weight[loose]),
    ]
    left, right, strength = (np.concatenate(parts) for parts in zip(*edges, strict=True))
    return leiden(int(vertex.max()) + 1, left, right, strength, seed)[vertex[person]]


def _vertices(loose: Ints, hub: Ints, people: int, hubs: int) -> Ints:
    """The vertex of each person: hubs come first, who is loose is folded into its hub, the others follow."""
    own = np.ones(people, dtype=np.bool_)
    own[loose] = False
    vertex = hubs + np.cumsum(own) - 1
    vertex[loose] = hub
    return vertex.astype(np.int64)


def _ties(thing: Ints, holders: Ints, vertex: Ints, weight: Floats) -> Weighted:
    """An edge between the two holders of each thing that has two."""
    rows = np.argsort(thing, kind="stable")
    rows = rows[holders[thing[rows]] == _TIE]
    one, other = rows[::2], rows[1::2]
    return vertex[one], vertex[other], weight[one] * weight[other] / (weight[one] + weight[other])


def _loops(hub: Ints, weight: Floats) -> Weighted:
    """What is folded into each hub, as an edge to itself."""
    total = np.bincount(hub, weights=weight).astype(np.float64)
    looped = np.flatnonzero(total).astype(np.int64)
    return looped, looped, total[looped]


def _large(component: Ints, subject: Ints) -> Iterator[Ints]:
    """The edges of each component that has more than ``LARGE`` subjects."""
    edges = np.bincount(component, minlength=1)
    rows = np.flatnonzero(edges[component] > LARGE)
    rows = rows[np.argsort(component[rows], kind="stable")]
    for part in np.split(rows, group_starts(component[rows])[1:]) if len(rows) else ():
        if len(distinct(subject[part])) > LARGE:
            yield part
