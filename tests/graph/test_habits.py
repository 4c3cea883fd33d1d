"""How usual a way of sharing is among peers, beside plain loops; and kin as one party."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from graph.arrays import Ints
from graph.habits import BORROWED, habits
from graph.held import Held
from graph.innocence.scene import largest_share
from graph.kinds import LinkKind
from graph.kinship import parties, parties_per_node
from graph.roll import Roll, call_roll
from graph.sharing import Sharing, assemble
from tests.graph.drops import drop, recipients
from tests.graph.naive import Edges, edges
from tests.graph.zoo import NAMES, ZOO, Shape

PEOPLE = 12


def roll_of(count: int) -> Roll:
    """Recipients of two districts by turns, three to a family."""
    people = [
        {**one, "village_code": f"35100{1 + number % 2}2001", "family_id": f"f{number // 3}"}
        for number, one in enumerate(recipients(count))
    ]
    return call_roll(drop(recipients=people))


def sharing_of(found: Edges, count: int, roll: Roll) -> Sharing:
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    things, thing = np.unique(pairs[:, 1], return_inverse=True)
    names = tuple(f"t{number:03}" for number in things.tolist())
    return assemble(roll, [Held(LinkKind.PHONE, pairs[:, 0], thing, names, np.arange(count))])


def naive_habit(found: Edges, peer: Ints, edge: tuple[int, int]) -> tuple[float, float]:
    """Of the peers who do not hold the thing: how many share as widely, and with how many others the usual one does."""
    holders = {thing: {s for s, t in found if t == thing} for _, thing in found}
    widest = [max((len(people) for people in holders.values() if one in people), default=1) for one in range(PEOPLE)]
    shares, usual, counts = [], [], []
    for near in (True, False):
        group = [o for o in range(PEOPLE) if o not in holders[edge[1]] and (peer[o] == peer[edge[0]] or not near)]
        shares.append(sum(1 for o in group if widest[o] >= len(holders[edge[1]]) and any(s == o for s, _ in found)))
        usual.append(sum(widest[o] - 1 for o in group))
        counts.append(len(group))
    blend = [(part[0] + BORROWED * part[1] / max(counts[1], 1)) / (counts[0] + BORROWED) for part in (shares, usual)]
    return blend[0], 1 + blend[1]


ROLL = roll_of(PEOPLE)


@given(edges(PEOPLE, 6))
def test_random_habits_are_those_of_plain_loops(found: Edges) -> None:
    sharing = sharing_of(found, PEOPLE, ROLL)
    usual = habits(sharing, sharing.size)
    for link, edge in enumerate(found):
        share, expected = naive_habit(found, ROLL.peer, edge)
        assert usual.share[link] == pytest.approx(share, abs=1e-8)
        assert usual.expected[link] == pytest.approx(expected, abs=2e-3)


def test_a_ring_that_shares_many_things_does_not_make_itself_usual() -> None:
    one = [(subject, 0) for subject in range(8)]
    many = [(subject, thing) for thing in range(5) for subject in range(8)]
    shares = [habits(s, s.size).share for s in (sharing_of(f, 40, roll_of(40)) for f in (one, many))]
    assert set(shares[0]) == set(shares[1]) == {0.0}


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_habits_of_the_zoo_are_shares_and_expect_at_least_oneself(shape: Shape) -> None:
    sharing = sharing_of(shape.shared, shape.subjects, roll_of(shape.subjects))
    usual = habits(sharing, sharing.size)
    assert ((usual.share >= 0) & (usual.share <= 1)).all()
    assert (usual.expected >= 1).all()


def naive_parties(found: Edges, family: Ints, kin: set[tuple[int, int]]) -> dict[int, int]:
    """Per thing, the number of parties by NetworkX: families at the thing, joined where they are kin."""
    seats: dict[int, set[int]] = {}
    for subject, thing in found:
        seats.setdefault(thing, set()).add(int(family[subject]))
    counted = {}
    for thing, families in seats.items():
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(families)
        graph.add_edges_from(pair for pair in kin if set(pair) <= families)
        counted[thing] = nx.number_connected_components(graph)
    return counted


@given(edges(PEOPLE, 6))
def test_kin_count_as_one_only_where_both_hold_the_thing(found: Edges) -> None:
    sharing = sharing_of(found, PEOPLE, ROLL)
    kin = np.array([[0, 1], [1, 2], [0, 3]], dtype=np.int64)
    per_node = parties_per_node(sharing, parties(sharing, (kin[:, 0], kin[:, 1])))
    things = sorted({thing for _, thing in found})
    assert dict(zip(things, per_node.tolist(), strict=True)) == naive_parties(
        found, ROLL.family, {(0, 1), (1, 2), (0, 3)}
    )


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_without_kin_the_parties_of_the_zoo_are_its_families(shape: Shape) -> None:
    roll = roll_of(shape.subjects)
    sharing = sharing_of(shape.distinct, shape.subjects, roll)
    nobody = np.zeros(0, dtype=np.int64)
    per_node = parties_per_node(sharing, parties(sharing, (nobody, nobody)))
    things = sorted({thing for _, thing in shape.distinct})
    assert dict(zip(things, per_node.tolist(), strict=True)) == naive_parties(shape.distinct, roll.family, set())


@given(edges(PEOPLE, 6))
def test_the_largest_share_of_a_thing_is_that_of_its_commonest_value(found: Edges) -> None:
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    value = np.array([0, 1, -1, 1, 2, 0, 0, -1, 2, 1, 1, 0])[pairs[:, 0]]
    chosen = pairs[:, 0] % 4 != 3
    shares = largest_share(pairs[:, 1], value, chosen, 6)
    for thing in range(6):
        mine = [int(v) for v, t, c in zip(value, pairs[:, 1], chosen, strict=True) if t == thing and c]
        best = max((mine.count(v) for v in set(mine) if v >= 0), default=0)
        assert shares[thing] == (best / len(mine) if mine else 0)
