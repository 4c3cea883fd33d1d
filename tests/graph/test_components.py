"""Components on compact ids, beside NetworkX."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from graph.arrays import UNKNOWN
from graph.components import components
from tests.graph.naive import Edges, bipartite, edges, partition
from tests.graph.zoo import NAMES, ZOO, Shape


def found(given_edges: Edges, subjects: int, things: int) -> tuple[list[int], list[int]]:
    pairs = np.array(given_edges, dtype=np.int64).reshape(-1, 2)
    of_subject, of_thing = components(pairs[:, 0], pairs[:, 1], subjects, things)
    return of_subject.tolist(), of_thing.tolist()


def as_sets(of_subject: list[int], of_thing: list[int]) -> set[frozenset[object]]:
    vertices = [*(("s", n) for n in range(len(of_subject))), *(("t", n) for n in range(len(of_thing)))]
    known = [(group, vertex) for group, vertex in zip([*of_subject, *of_thing], vertices, strict=True) if group >= 0]
    return partition([group for group, _ in known], [vertex for _, vertex in known])


@given(edges())
def test_components_are_those_of_networkx(given_edges: Edges) -> None:
    theirs = {frozenset(part) for part in nx.connected_components(bipartite(given_edges))}
    assert as_sets(*found(given_edges, 12, 8)) == theirs


@given(edges())
def test_components_are_numbered_in_the_order_of_their_smallest_subject(given_edges: Edges) -> None:
    of_subject, _ = found(given_edges, 12, 8)
    met = list(dict.fromkeys(number for number in of_subject if number != UNKNOWN))
    assert met == sorted(met) == list(range(len(met)))


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_every_shape_of_the_zoo_falls_apart_as_networkx_says(shape: Shape) -> None:
    theirs = {frozenset(part) for part in nx.connected_components(bipartite(shape.distinct))}
    assert as_sets(*found(shape.distinct, shape.subjects, shape.things)) == theirs


def test_who_holds_nothing_is_in_no_component() -> None:
    assert found([(0, 0), (2, 0)], 3, 1)[0] == [0, UNKNOWN, 0]
