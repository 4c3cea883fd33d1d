from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.backtest import difference, month_ends, pooled, tally

KEYS = ["subject_kind", "subject_id"]


def label(
    subject: int, *, right: bool, weight: float = 1.0, upheld: bool = False, kind: str = "recipient"
) -> dict[str, object]:
    return {
        "subject_kind": kind,
        "subject_id": f"R{subject}",
        "right": right,
        "weight": weight,
        "at_random": False,
        "upheld": upheld,
        "loss": 100.0 * right,
        "recovered": 40.0 * right,
        "days_stopped": 0.0 if right else 7.0,
    }


def labels(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).set_index(KEYS)


def reached(*subjects: int) -> pd.MultiIndex:
    return pd.MultiIndex.from_tuples([("recipient", f"R{one}") for one in subjects], names=KEYS)


SIX = labels(*(label(one, right=one < 3) for one in range(6)))


def test_both_columns_of_a_queue_that_is_half_right() -> None:
    found = tally(reached(0, 1, 4, 5), SIX, cases=4, at_risk=9, seed=1)
    assert (found.precision.value, found.labelled) == (0.5, 4)
    assert (found.found.value, found.recovered.value) == (200.0, 80.0)
    assert (found.wrongly_flagged.value, found.days_stopped.value) == (2.0, 14.0)
    assert found.missed.value == pytest.approx(1 / 3, abs=1e-6)


def test_a_label_drawn_at_random_stands_for_those_that_were_not() -> None:
    drawn = labels(label(0, right=True), label(1, right=False, weight=9.0))
    assert tally(reached(0, 1), drawn, cases=2, at_risk=0, seed=1).precision.value == 0.1


def test_nothing_wrong_among_a_few_does_not_mean_that_nobody_is_wronged() -> None:
    found = tally(
        reached(*range(100)), labels(*(label(one, right=True) for one in range(8))), cases=9, at_risk=0, seed=1
    )
    assert found.wrongly_flagged.value == 0.0
    assert found.wrongly_flagged.high is not None
    assert found.wrongly_flagged.high > 30
    assert not found.measured


def test_a_queue_without_later_judgements_claims_nothing() -> None:
    found = tally(reached(8, 9), SIX, cases=2, at_risk=0, seed=1)
    assert found.precision.value is None
    assert found.wrongly_flagged.value is None


def test_an_agent_without_fault_is_no_wronged_family() -> None:
    agents = labels(label(1, right=False, kind="agent"))
    at_agent = pd.MultiIndex.from_tuples([("agent", "R1")], names=KEYS)
    assert tally(at_agent, agents, cases=1, at_risk=0, seed=1).days_stopped.value == 0.0


rows = st.lists(st.tuples(st.booleans(), st.integers(1, 20), st.booleans()), min_size=1, max_size=25)


@given(rows)
def test_precision_is_that_of_plain_counting(given_rows: list[tuple[bool, int, bool]]) -> None:
    known = labels(*(label(place, right=right, weight=weight) for place, (right, weight, _) in enumerate(given_rows)))
    inside = [place for place, (_, _, looked) in enumerate(given_rows) if looked]
    found = tally(reached(*inside), known, cases=len(inside), at_risk=0, seed=1)
    whole = sum(given_rows[place][1] for place in inside)
    right = sum(given_rows[place][1] for place in inside if given_rows[place][0])
    assert found.precision.value == (pytest.approx(right / whole, abs=1e-6) if inside else None)


def test_a_queue_is_no_better_than_itself() -> None:
    same = difference(reached(0, 4), reached(0, 4), SIX, seed=1)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)


def test_a_better_queue_gains() -> None:
    assert difference(reached(0, 1), reached(0, 5), SIX, seed=1).value == 0.5


def test_two_months_are_two_visits() -> None:
    both, known = pooled([reached(0, 4), reached(0)], [SIX, SIX])
    found = tally(both, known, cases=3, at_risk=0, seed=1)
    assert (found.labelled, found.looked_at) == (3, 3)
    assert found.precision.value == pytest.approx(2 / 3, abs=1e-6)


def test_months_end_with_their_last_second_before_the_drop() -> None:
    assert month_ends(datetime(2025, 3, 15), 3) == [
        datetime(2024, 12, 31, 23, 59, 59),
        datetime(2025, 1, 31, 23, 59, 59),
        datetime(2025, 2, 28, 23, 59, 59),
    ]
