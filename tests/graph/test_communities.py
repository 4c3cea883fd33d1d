"""Communities: large components only, the same for the same seed, as modular as the plain way."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from graph.communities import LARGE, bipartite_communities, groups_of_people, leiden, split_large
from graph.components import components
from tests.graph.naive import Edges, edges, partition, ties
from tests.graph.zoo import NAMES, ZOO, Shape

BRIDGED = next(shape for shape in ZOO if shape.name == "two cliques and a bridge")


def split(shape: Shape, seed: int = 0) -> list[int]:
    subject, thing = shape.arrays
    component = components(subject, thing, shape.subjects, shape.things)[0][subject]
    return [int(group) for group in split_large(component, subject, thing, np.ones(len(subject)), seed)]


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_small_components_stay_whole(shape: Shape) -> None:
    subject, thing = shape.arrays
    component = components(subject, thing, shape.subjects, shape.things)[0][subject]
    sizes = {number: len(set(subject[component == number])) for number in set(component.tolist())}
    small = [row for row, number in enumerate(component.tolist()) if sizes[number] <= LARGE]
    groups = split(shape)
    assert [groups[row] for row in small] == [int(component[row]) for row in small]


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_nobody_is_in_two_groups_and_no_group_spans_two_components(shape: Shape) -> None:
    subject, thing = shape.arrays
    component = components(subject, thing, shape.subjects, shape.things)[0][subject]
    groups = split(shape)
    assert len({(one, group) for one, group in zip(subject.tolist(), groups, strict=True)}) == len(set(subject))
    assert len(set(zip(groups, component.tolist(), strict=True))) == len(set(groups))


def test_a_bridge_does_not_make_one_group_of_two() -> None:
    subject, _ = BRIDGED.arrays
    halves = partition(split(BRIDGED), subject.tolist())
    assert halves == {frozenset(range(18)), frozenset(range(18, 36))}


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_the_same_seed_gives_the_same_groups(shape: Shape) -> None:
    assert split(shape, seed=3) == split(shape, seed=3)


@given(edges())
def test_folding_single_holders_into_their_thing_costs_no_modularity(given_edges: Edges) -> None:
    if not given_edges:
        return
    pairs = np.array(given_edges, dtype=np.int64)
    groups = bipartite_communities(pairs[:, 0], pairs[:, 1], np.ones(len(pairs)), seed=0)
    assert len({(s, g) for s, g in zip(pairs[:, 0].tolist(), groups.tolist(), strict=True)}) == len(set(pairs[:, 0]))


@given(ties())
def test_leiden_is_at_least_as_modular_as_components(given_ties: Edges) -> None:
    if not given_ties:
        return
    graph: nx.Graph[int] = nx.Graph(given_ties)
    graph.add_nodes_from(range(14))
    pairs = np.array(given_ties, dtype=np.int64)
    found = leiden(14, pairs[:, 0], pairs[:, 1], np.ones(len(pairs)), seed=0)
    ours = nx.community.modularity(graph, [set(part) for part in partition(found.tolist(), range(14))])
    assert ours >= nx.community.modularity(graph, list(nx.connected_components(graph))) - 1e-9


@given(ties())
def test_few_people_are_grouped_by_component_and_numbered_by_their_smallest(given_ties: Edges) -> None:
    pairs = np.array(given_ties, dtype=np.int64).reshape(-1, 2)
    groups = groups_of_people(14, pairs[:, 0], pairs[:, 1], np.ones(len(pairs)), seed=0).tolist()
    graph: nx.Graph[int] = nx.Graph(given_ties)
    graph.add_nodes_from(range(14))
    assert partition(groups, range(14)) == {frozenset(part) for part in nx.connected_components(graph)}
    assert list(dict.fromkeys(groups)) == list(range(len(set(groups))))


def test_many_people_are_split_where_they_hardly_touch_even_beside_strangers() -> None:
    first = [(a, b) for a in range(20) for b in range(a + 1, 20)]
    pairs = np.array([*first, *((a + 20, b + 20) for a, b in first), (0, 39)], dtype=np.int64)
    groups = groups_of_people(50, pairs[:, 0], pairs[:, 1], np.ones(len(pairs)), seed=0).tolist()
    assert partition(groups, range(50)) == {
        frozenset(range(20)),
        frozenset(range(20, 40)),
        *(frozenset({stranger}) for stranger in range(40, 50)),
    }
