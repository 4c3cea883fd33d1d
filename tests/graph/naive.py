"""Naive twins: the same answers by plain loops and NetworkX, for small graphs."""

from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx
from hypothesis import strategies as st

Edges = Sequence[tuple[int, int]]


def edges(subjects: int = 12, things: int = 8) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Random bipartite graphs: distinct edges between subjects and things."""
    pair = st.tuples(st.integers(0, subjects - 1), st.integers(0, things - 1))
    return st.lists(pair, unique=True, max_size=40).map(
        lambda found: sorted(found, key=lambda edge: (edge[1], edge[0]))
    )


def ties(people: int = 14) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Random graphs among people: distinct pairs, the smaller first."""
    pair = st.tuples(st.integers(0, people - 1), st.integers(0, people - 1)).filter(lambda pair: pair[0] < pair[1])
    return st.lists(pair, unique=True, max_size=40)


def bipartite(found: Edges) -> "nx.Graph[tuple[str, int]]":
    """A NetworkX graph whose vertices are ("s", subject) and ("t", thing)."""
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    graph.add_edges_from((("s", subject), ("t", thing)) for subject, thing in found)
    return graph


def partition(groups: Iterable[int], of: Iterable[Any]) -> set[frozenset[Any]]:
    """Groups as sets of their members, whatever their numbers."""
    sets: dict[int, set[Any]] = {}
    for group, member in zip(groups, of, strict=True):
        sets.setdefault(group, set()).add(member)
    return {frozenset(members) for members in sets.values()}
