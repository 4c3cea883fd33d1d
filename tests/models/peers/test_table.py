from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from features.catalogue import Tail, Unit
from models.matrix import Floats, Matrix
from models.peers import LOUDEST, PeerTable
from models.peers.table import ENOUGH
from tests.models.worlds import CATALOGUE, NAMES, feature, matrix, ordinary

FEATURES = [CATALOGUE[name] for name in NAMES]


def deviations(table: PeerTable, rows: Matrix) -> Floats:
    return table.deviations(rows, table.group_of(rows))


def test_what_is_not_known_deviates_by_nothing() -> None:
    rows = ordinary()
    found = deviations(PeerTable.fit(rows, FEATURES), rows)
    assert (found[np.isnan(rows.values)] == 0).all()


def test_a_small_group_takes_the_figures_of_a_wider_one() -> None:
    values = np.vstack([np.full((ENOUGH - 1, 4), 50.0), np.full((200, 4), 2.0)])
    rows = matrix(values, districts=["small"] * (ENOUGH - 1) + ["large"] * 200)
    table = PeerTable.fit(rows, FEATURES)
    assert np.allclose(table.usual(table.group_of(rows))[0], 2.0)


def test_a_group_that_is_large_enough_judges_itself() -> None:
    values = np.vstack([np.full((ENOUGH, 4), 50.0), np.full((200, 4), 2.0)])
    rows = matrix(values, districts=["own"] * ENOUGH + ["large"] * 200)
    table = PeerTable.fit(rows, FEATURES)
    assert np.allclose(table.usual(table.group_of(rows))[0], 50.0)


def test_a_district_never_seen_is_judged_by_its_regency() -> None:
    table = PeerTable.fit(ordinary(), FEATURES)
    stranger = matrix(np.full((1, 4), 2.0), districts=["nowhere"])
    assert np.array_equal(
        table.usual(table.group_of(stranger)), table.usual(table.group_of(ordinary().taken(slice(0, 1))))
    )


def test_what_speaks_for_itself_is_held_against_everyone() -> None:
    rows = matrix(np.vstack([np.full((100, 1), 9.0), np.zeros((300, 1))]), ["debts"], ["a"] * 100 + ["b"] * 300)
    absolute = PeerTable.fit(rows, [feature("debts")])
    relative = absolute.usual(absolute.group_of(rows))[0, 0]
    assert np.isclose(relative, 9.0)
    plain = PeerTable.fit(rows, [replace(feature("debts"), relative=False)])
    assert plain.usual(plain.group_of(rows))[0, 0] == 0.0


def test_the_innocent_side_ends_at_one_spread() -> None:
    rows = matrix(np.arange(400, dtype=np.float64)[:, None], ["debts"])
    high = deviations(PeerTable.fit(rows, [feature("debts", Unit.SHARE)]), rows)
    low = deviations(PeerTable.fit(rows, [feature("debts", Unit.SHARE, tail=Tail.LOW)]), rows)
    assert high.min() == -1.0
    assert low.max() == 1.0


@given(arrays(np.float64, (40, 4), elements=st.floats(-1e12, 1e12) | st.just(np.nan)))
def test_deviations_are_finite_and_bounded_whatever_the_values(values: Floats) -> None:
    rows = matrix(values)
    found = deviations(PeerTable.fit(rows, FEATURES), rows)
    assert np.isfinite(found).all()
    assert (np.abs(found) <= LOUDEST).all()
