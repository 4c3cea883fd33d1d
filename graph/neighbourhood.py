"""The neighbourhood of one subject: whom it is linked with and by what, the most telling first, never too many."""

from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from graph.arrays import distinct
from graph.link_index import Edge, LinkIndex

MOST = 200
"""Vertices that a person can still look at in one picture."""


@dataclass(frozen=True)
class Node:
    """A subject (``kind`` recipient, agent or official) or a shared ``thing`` (``kind`` of its links)."""

    kind: str
    id: str
    thing: bool
    distance: int


@dataclass(frozen=True)
class Neighbourhood:
    """A part of the graph around one subject; ``more`` vertices within two steps were left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: int


def neighbourhood(index: LinkIndex, kind: str, subject_id: str, *, most: int = MOST) -> Neighbourhood:
    """The subject, its things and their other holders: at most ``most`` vertices.

    Things come in the order of their link's weight, other holders in the order of the product of both links' weights.
    A subject without links has a neighbourhood of itself alone.
    """
    start = index.find(kind, subject_id)
    if start is None:
        return Neighbourhood((Node(kind, subject_id, thing=False, distance=0),), (), 0)
    distance, rows = _collect(index, start, most)
    nodes = tuple(Node(*index.key(v), index.is_thing(v), steps) for v, steps in distance.items())
    return Neighbourhood(nodes, tuple(index.edge(row) for row in rows), _within_two_steps(index, start) - len(nodes))


def _collect(index: LinkIndex, start: int, most: int) -> tuple[dict[int, int], list[int]]:
    """The vertices found, with their distance, and the edges that led to them or close a circle among them."""
    distance, rows = {start: 0}, []
    queue = [(-float(index.weight[row]), int(row), start) for row in index.edges_of(start)]
    heapify(queue)
    while queue and len(distance) < most:
        weight, row, near = heappop(queue)
        far = index.across(row, near)
        rows.append(row)
        if far not in distance:
            distance[far] = distance[near] + 1
            if distance[far] == 1:
                for other in index.edges_of(far)[: most + 1].tolist():
                    if other != row:
                        heappush(queue, (weight * float(index.weight[other]), other, far))
    return distance, rows


def _within_two_steps(index: LinkIndex, start: int) -> int:
    """How many vertices there are: the subject, its things and all their holders."""
    things = index.thing[index.edges_of(start)]
    holders = [index.subject[index.edges_of(int(thing))] for thing in things]
    return len(things) + len(distinct(np.concatenate([*holders, np.array([start])])))
