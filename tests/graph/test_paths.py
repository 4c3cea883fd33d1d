"""The way between two subjects, beside NetworkX."""

import networkx as nx
import pytest
from hypothesis import given

from graph import LinkIndex, path, to_networkx
from tests.graph.naive import Edges, edges
from tests.graph.zoo import NAMES, ZOO, Shape, links_of


def way(shape: Shape, left: int, right: int, *, benign: bool = True) -> list[str]:
    """The way as vertex names, from the left end to the right."""
    found = path(
        LinkIndex.of(links_of(shape)), ("recipient", f"r{left:04}"), ("recipient", f"r{right:04}"), benign=benign
    )
    steps = [f"recipient:r{left:04}"]
    for edge in found:
        ends = {":".join(edge.subject), ":".join(edge.thing)}
        assert steps[-1] in ends, "every edge goes on from where the last one ended"
        steps += ends - {steps[-1]}
    return steps


def theirs(shape: Shape, left: int, right: int, *, benign: bool = True) -> int:
    """Vertices on the shortest way by NetworkX; 1 where there is none or both are the same."""
    index = LinkIndex.of(links_of(shape))
    rows = [row for row in range(len(index.weight)) if benign or not index.benign[row]]
    graph = to_networkx(index.edge(row) for row in rows)
    ends = (f"recipient:r{left:04}", f"recipient:r{right:04}")
    if not all(end in graph for end in ends) or not nx.has_path(graph, *ends):
        return 1
    return len(nx.shortest_path(graph, *ends))


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_every_way_in_the_zoo_is_as_short_as_networkx_finds_it(shape: Shape) -> None:
    for right in range(0, shape.subjects, 5):
        assert len(way(shape, 0, right)) == theirs(shape, 0, right)


@given(edges())
def test_random_ways_are_as_short_as_networkx_finds_them(given_edges: Edges) -> None:
    shape = Shape("random", 12, tuple(given_edges))
    for benign in (True, False):
        assert len(way(shape, 0, 7, benign=benign)) == theirs(shape, 0, 7, benign=benign)


def test_of_two_short_ways_the_more_telling_is_shown() -> None:
    shape = Shape("two ways", 2, ((0, 2), (1, 2), (0, 5), (1, 5)))
    assert way(shape, 0, 1) == ["recipient:r0000", "device:device-002", "recipient:r0001"]


def test_innocent_links_can_be_left_out() -> None:
    shape = Shape("kin only", 2, ((0, 1), (1, 1)))
    assert len(way(shape, 0, 1)) == 3
    assert len(way(shape, 0, 1, benign=False)) == 1


def test_a_search_ends_where_it_was_told_to() -> None:
    chain = next(shape for shape in ZOO if shape.name == "chain")
    index = LinkIndex.of(links_of(chain))
    assert path(index, ("recipient", "r0000"), ("recipient", "r0039"), looked_at=10) == []
    assert len(path(index, ("recipient", "r0000"), ("recipient", "r0039"))) == 78
