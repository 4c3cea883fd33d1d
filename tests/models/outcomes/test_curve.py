from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from features.subjects import SubjectKind
from models.outcomes import Past
from models.outcomes.curve import ANY, COMMON, START, Examples, blocks, fit_curve
from models.outcomes.labels import TRIM, labels
from tests.models.outcomes.people import history, people

BLAME = np.ones(4)
APART = 0.75


def examples(size: int, seed: int = 1, slope: float = 2.0) -> Examples:
    """One typology of 0 or 1 nat that is told apart with ``slope``; oddity and surprise say nothing."""
    random = np.random.default_rng(seed)
    one = (random.random(size) < 0.5).astype(np.float64)
    signs = np.column_stack([one, one, np.zeros(size), np.zeros(size)])
    answer = random.random(size) < expit(-2.0 + slope * one)
    return Examples(signs, answer, np.ones(size), random.integers(0, 10, size), BLAME, APART)


def test_no_labels_to_speak_of_give_the_authors_opinion_back() -> None:
    few = examples(20)
    silent = Examples(few.signs, few.answer, np.full(20, 1e-9), few.month, BLAME, APART)
    curve, _ = fit_curve(silent)
    assert np.allclose(curve.slopes[:3], [START, ANY, COMMON], atol=1e-3)
    assert np.allclose(curve.calibration, [0.0, 1.0], atol=1e-3)


def test_many_labels_give_the_shares_that_were_found() -> None:
    many = examples(20_000)
    curve, _ = fit_curve(many)
    odds, spread = curve.log_odds(np.array([[0.0, 0, 0, 0], [1, 1, 0, 0]]))
    assert np.allclose(expit(odds), [expit(-2.0), 0.5], atol=0.02)
    assert (spread < 0.1).all()


def test_a_sign_that_outcomes_contradict_ends_at_nothing_and_not_below() -> None:
    curve, _ = fit_curve(examples(5_000, slope=-4.0))
    assert (curve.slopes[1:] >= 0).all()
    assert curve.slopes[1:3].sum() < 0.2


def test_what_the_held_out_months_are_told_is_right_on_average() -> None:
    many = examples(5_000)
    _, told = fit_curve(many)
    high = many.signs[:, 0] == 1
    for group in (high, ~high):
        assert abs(told[group].mean() - many.answer[group].mean()) < 0.03


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_a_block_holds_whole_months_in_order(months: list[int]) -> None:
    found = blocks(np.array(months))
    by_month = {month: set(found[np.array(months) == month].tolist()) for month in months}
    assert all(len(numbers) == 1 for numbers in by_month.values())
    ordered = [min(by_month[month]) for month in sorted(by_month)]
    assert ordered == sorted(ordered)
    assert set(found.tolist()) == set(range(max(found) + 1))


def test_inverse_probabilities_are_trimmed_and_sum_to_the_effective_number() -> None:
    subjects, model = people()
    evidence = model.assess(subjects).evidence
    rare = {key: past if place else _drawn_with(past, 1e-6) for place, (key, past) in enumerate(history().items())}
    weight = labels(subjects, evidence, rare).weight
    assert weight.max() / np.median(weight) == pytest.approx(TRIM)
    assert weight.sum() == pytest.approx(129.0**2 / (119 + 100), rel=1e-9)


def test_a_selection_that_nobody_recorded_is_read_from_how_many_were_looked_at() -> None:
    subjects, model = people()
    evidence = model.assess(subjects).evidence
    unknown = {key: _drawn_with(past, None) for key, past in history().items()}
    known = labels(subjects, evidence, unknown)
    flagged = evidence[known.row] >= 0.5
    assert known.weight[~flagged].min() / known.weight[flagged].max() == pytest.approx(TRIM, rel=0.5)


def _drawn_with(past: Past, probability: float | None) -> Past:
    return replace(past, selection_probability=probability)


def test_a_kind_is_labelled_only_by_its_own_outcomes() -> None:
    subjects, model = people()
    other = {(SubjectKind.AGENT, subject): past for (_, subject), past in history().items()}
    assert len(labels(subjects, model.assess(subjects).evidence, other)) == 0
