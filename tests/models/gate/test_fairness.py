from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gate.check import State
from models.gate.fairness import Flags, GroupError, group_errors
from models.gate.questions import of_groups


def flags(
    groups: Sequence[str | None],
    flagged: Sequence[bool],
    bunch: list[str] | None = None,
    weight: list[float] | None = None,
) -> Flags:
    size = len(groups)
    return Flags(
        pd.DataFrame({"district": pd.Series(list(groups), dtype=object)}),
        np.array(flagged, dtype=bool),
        np.array(bunch or [f"one-{place}" for place in range(size)], dtype=object),
        np.array(weight or [1.0] * size),
    )


def of(errors: list[GroupError], group: str) -> GroupError:
    (found,) = [one for one in errors if one.group == group]
    return found


def two(north: int, south: int, size: int, bunch: int = 1) -> list[GroupError]:
    """Two districts of ``size`` people each with so many flagged, in bunches of so many."""
    flagged = [place < north for place in range(size)] + [place < south for place in range(size)]
    bunches = [f"{side}-{place // bunch}" for side in "ns" for place in range(size)]
    return group_errors(flags(["north"] * size + ["south"] * size, flagged, bunches))


def test_a_district_flagged_twice_as_often_fails() -> None:
    north = of(two(400, 200, 4000), "north")
    assert north.ratio == 2.0
    assert north.state is State.FAILED


def test_equal_districts_with_many_flags_pass() -> None:
    assert {one.state for one in two(2000, 2000, 20_000)} == {State.PASSED}


def test_few_flags_say_nothing_either_way() -> None:
    assert {one.state for one in two(12, 9, 4000)} == {State.UNMEASURED}


def test_one_large_ring_is_one_event_and_no_proof_against_a_district() -> None:
    assert of(two(400, 200, 4000, bunch=1), "north").state is State.FAILED
    assert of(two(400, 200, 4000, bunch=50), "north").state is State.UNMEASURED


def test_a_district_without_any_flag_is_not_measured() -> None:
    assert of(two(0, 50, 4000), "north").ratio == 0.0
    assert of(two(0, 50, 4000), "north").state is State.UNMEASURED
    assert of(two(0, 50, 4000), "south").ratio is None


def test_people_of_no_known_group_are_left_out() -> None:
    errors = group_errors(flags(["north"] * 50 + ["south"] * 50 + [None] * 100, [True, False] * 50 + [True] * 100))
    assert sum(one.people for one in errors) == 100


def test_one_group_alone_compares_with_nobody() -> None:
    assert group_errors(flags(["north"] * 9, [True] * 9)) == []


def test_who_was_drawn_at_one_in_ten_counts_ten_times() -> None:
    once = flags(["north", "north", "south", "south"], [True, False, True, False], weight=[10.0, 1.0, 1.0, 1.0])
    assert of(group_errors(once), "north").rate == pytest.approx(10 / 11, abs=1e-6)


SURE, FEW = two(400, 200, 4000), two(12, 9, 400)


@pytest.mark.parametrize(
    ("flagged", "wronged", "state", "told"),
    [
        (SURE, [], State.FAILED, "north: flagged 2.00 times"),
        (SURE, FEW, State.FAILED, "north: flagged 2.00 times"),
        (SURE, two(2000, 2000, 20_000), State.PASSED, "wrongly flagged 1.00 times"),
        (two(2000, 2000, 20_000), [], State.UNMEASURED, "north: flagged 1.00 times"),
        (two(2000, 2000, 20_000), FEW, State.UNMEASURED, "north: wrongly flagged 1.33 times"),
        (two(2000, 2000, 20_000), SURE, State.FAILED, "north: wrongly flagged 2.00 times"),
    ],
)
def test_wrong_flags_are_told_where_there_are_any_and_decide_where_they_are_enough(
    flagged: list[GroupError], wronged: list[GroupError], state: State, told: str
) -> None:
    (check,) = of_groups(flagged, wronged)
    assert check.state is state
    assert told in check.text_en
    assert ("too uncertain to tell" in check.text_en) == (state is State.UNMEASURED)


people = st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(1, 5)), min_size=2, max_size=60)


@settings(max_examples=60)
@given(people)
def test_ratios_are_those_of_plain_counting(given_people: list[tuple[str, bool, int]]) -> None:
    groups, flagged, weight = (list(part) for part in zip(*given_people, strict=True))
    for one in group_errors(flags(list(groups), list(flagged), weight=[float(w) for w in weight])):
        mine = [(f, w) for g, f, w in given_people if g == one.group]
        others = [(f, w) for g, f, w in given_people if g != one.group]
        rate, other = (sum(f * w for f, w in side) / sum(w for _, w in side) for side in (mine, others))
        assert one.ratio == (pytest.approx(rate / other, abs=1e-5) if other else None)
        assert one.low is None or one.low <= (one.ratio or 0.0) <= (one.high or 0.0)
