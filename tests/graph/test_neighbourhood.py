"""The neighbourhood: bounded, the most telling first, and honest about what was left out."""

import networkx as nx
import pytest
from hypothesis import given

from graph import LinkIndex, Neighbourhood, neighbourhood, to_networkx
from graph.neighbourhood import MOST
from tests.graph.naive import Edges, edges
from tests.graph.zoo import NAMES, ZOO, Shape, links_of

CROWD = Shape("crowd", 1001, (*((subject, 0) for subject in range(1000)), (0, 1), (1000, 1)))


def around(shape: Shape, subject: int = 0, most: int = MOST) -> Neighbourhood:
    return neighbourhood(LinkIndex.of(links_of(shape)), "recipient", f"r{subject:04}", most=most)


def ego(shape: Shape, subject: int) -> set[str]:
    """Everything within two steps, by NetworkX."""
    index = LinkIndex.of(links_of(shape))
    whole = to_networkx(index.edge(row) for row in range(len(index.weight)))
    start = f"recipient:r{subject:04}"
    return set(nx.ego_graph(whole, start, radius=2)) if start in whole else {start}


def names(found: Neighbourhood) -> set[str]:
    return {f"{node.kind}:{node.id}" for node in found.nodes}


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_every_subject_of_the_zoo_sees_what_networkx_sees_within_two_steps(shape: Shape) -> None:
    for subject in range(0, shape.subjects, 5):
        found = around(shape, subject, most=1000)
        assert (names(found), found.more) == (ego(shape, subject), 0)


@given(edges())
def test_random_neighbourhoods_are_those_of_networkx_however_small_the_picture(given_edges: Edges) -> None:
    shape = Shape("random", 12, tuple(given_edges))
    for most in (1, 4, 1000):
        found = around(shape, 3, most=most)
        assert names(found) <= ego(shape, 3)
        assert len(found.nodes) == min(most, len(ego(shape, 3)))
        assert len(found.nodes) + found.more == len(ego(shape, 3))


def test_a_crowd_is_cut_to_two_hundred_and_the_rest_is_counted() -> None:
    found = around(CROWD)
    assert len(found.nodes) == MOST == 200
    assert found.more == 1001 + 2 - 200


def test_the_most_telling_comes_first() -> None:
    shape = Shape("three things", 4, ((0, 0), (1, 0), (0, 1), (2, 1), (0, 2), (3, 2)))
    assert [node.id for node in around(shape).nodes][:3] == ["r0000", "device-000", "r0001"]
    assert [node.id for node in around(shape, most=4).nodes] == ["r0000", "device-000", "r0001", "device-001"]


def test_edges_lie_between_the_nodes_shown() -> None:
    found = around(CROWD, most=20)
    shown = names(found)
    assert len(found.edges) >= len(found.nodes) - 1
    for edge in found.edges:
        assert {":".join(edge.subject), ":".join(edge.thing)} <= shown


def test_a_stranger_has_a_neighbourhood_of_itself_alone() -> None:
    found = neighbourhood(LinkIndex.of(links_of(ZOO[0])), "agent", "a1")
    assert (names(found), found.edges, found.more) == ({"agent:a1"}, (), 0)
