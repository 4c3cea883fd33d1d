"""Reasons taken away, months compared, and what the gate says of both."""

from dataclasses import replace

import numpy as np
import pytest

from models.assessment import Assessment
from models.gate.check import State
from models.gate.faithful import Faithfulness, faithfulness
from models.gate.questions import of_reasons, of_stability
from models.gate.stability import steadiness
from models.matrix import Matrix
from models.model import Model
from tests.models.worlds import cast


@pytest.fixture(scope="module")
def people() -> Matrix:
    return cast()[0]


@pytest.fixture(scope="module")
def model() -> Model:
    return cast()[1]


@pytest.fixture(scope="module")
def found(people: Matrix, model: Model) -> Assessment:
    return model.assess(people)


def test_true_reasons_bring_every_band_down(people: Matrix, model: Model, found: Assessment) -> None:
    measured = faithfulness(model, people, found, on=None, seed=1)
    assert measured.looked_at == int((found.band != "none").sum()) > 0
    assert measured.lowered == measured.reviewed
    assert measured.further == measured.looked_at


def test_reasons_that_name_the_wrong_facts_are_found_out(people: Matrix, model: Model, found: Assessment) -> None:
    lying = [tuple(replace(one, code="hours") for one in reasons) for reasons in found.reasons]
    measured = faithfulness(model, people, replace(found, reasons=lying), on=None, seed=1)
    assert measured.lowered < measured.reviewed
    assert measured.further < measured.looked_at


@pytest.mark.parametrize(
    ("counts", "states"),
    [
        (Faithfulness(100, 95, 100, 100), [State.PASSED, State.PASSED]),
        (Faithfulness(100, 89, 100, 98), [State.FAILED, State.FAILED]),
        (Faithfulness(3, 0, 3, 0), [State.UNMEASURED, State.UNMEASURED]),
    ],
)
def test_the_gate_wants_ninety_and_ninety_nine_in_a_hundred(counts: Faithfulness, states: list[State]) -> None:
    assert [one.state for one in of_reasons(counts)] == states


def test_counts_of_kinds_add_up() -> None:
    assert Faithfulness(1, 2, 3, 4) + Faithfulness(10, 20, 30, 40) == Faithfulness(11, 22, 33, 44)


def test_the_same_month_twice_is_steady(found: Assessment) -> None:
    same = steadiness([found], [found])
    assert (same.both, same.psi, same.still_share) == (len(found), 0.0, 1.0)


def test_scores_turned_upside_down_are_not(found: Assessment) -> None:
    turned = replace(found, score=np.round(found.score / 10, 6), band=np.full(len(found), "none", dtype=object))
    shaken = steadiness([found], [turned])
    assert shaken.still == 0
    assert of_stability(shaken)[0].state is State.FAILED


def test_a_drop_without_last_month_is_not_known_well_enough() -> None:
    scores, flagged = of_stability(None)
    assert (scores.state, flagged.state) == (State.UNMEASURED, State.UNMEASURED)
    assert scores.always
