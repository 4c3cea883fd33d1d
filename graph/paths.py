"""The way from one subject to another over the things they share."""

from graph.link_index import Edge, Key, LinkIndex

LOOKED_AT = 50_000
"""Edges after which the search ends: who is further apart than that is not usefully linked."""


def path(index: LinkIndex, left: Key, right: Key, *, benign: bool = True, looked_at: int = LOOKED_AT) -> list[Edge]:
    """The shortest way between two subjects (kind, id), telling links first; empty if there is none.

    Without ``benign`` only links that nothing innocent explains are walked.
    """
    start, goal = index.find(*left), index.find(*right)
    if start is None or goal is None or start == goal:
        return []
    came = {start: (-1, -1)}
    wave, looked = [start], 0
    while wave and goal not in came and looked < looked_at:
        following: list[int] = []
        for vertex in wave:
            edges = [row for row in index.edges_of(vertex).tolist() if benign or not index.benign[row]]
            looked += len(edges)
            for row in edges:
                far = index.across(row, vertex)
                if far not in came:
                    came[far] = (row, vertex)
                    following.append(far)
        wave = following
    return _way_back(index, came, goal)


def _way_back(index: LinkIndex, came: dict[int, tuple[int, int]], goal: int) -> list[Edge]:
    rows = []
    row, vertex = came.get(goal, (-1, -1))
    while row >= 0:
        rows.append(row)
        row, vertex = came[vertex]
    return [index.edge(row) for row in reversed(rows)]
