"""The checks that every detector must pass, as river keeps them: a detector joins by standing in METHODS.

Each check takes a method and raises AssertionError where it fails. They look at a detector through the committee too,
as it is used: fitted on peers' deviations, where a missing column, an all-missing column and a missing value are 0.
"""

from collections.abc import Callable

import numpy as np

from models.detectors.contract import Detector, Method
from models.matrix import Floats

SIZE, WIDTH, SEED = 400, 6, 5
HIGHEST = 0.99  # of the scores are below that of the row that stands out in every feature


def crowd(size: int = SIZE, width: int = WIDTH) -> Floats:
    """Ordinary rows with many noughts, as deviations have, and a first that stands out."""
    random = np.random.default_rng(3)
    rows = random.normal(size=(size, width)) * (random.random((size, width)) < 0.7)  # noqa: PLR2004 - some known values
    rows[0] = 9.0
    return rows


def same_seed_learns_the_same(method: Method) -> None:
    """Fitted twice on the same rows with the same seed, all scores are equal bit by bit."""
    _same(method.fit(crowd(), SEED).score(crowd()), method.fit(crowd(), SEED).score(crowd()))


def higher_is_more_unusual(method: Method) -> None:
    """What stands out in every feature has a score among the highest."""
    scores = _fitted(method).score(crowd())
    _must(scores[0] >= np.quantile(scores, HIGHEST), "what stands out is not among the highest")


def row_alone_equals_row_in_a_batch(method: Method) -> None:
    """Every row scored alone has the score that it has among the others."""
    detector = _fitted(method)
    _same(np.concatenate([detector.score(row[None]) for row in crowd()]), detector.score(crowd()))


def row_order_changes_nothing(method: Method) -> None:
    """Rows in another order, and not lying together in memory, have their scores in that order."""
    _same(_fitted(method).score(crowd()[::-1]), _fitted(method).score(crowd())[::-1])


def column_order_is_kept(method: Method) -> None:
    """Columns that do not lie together in memory are read as those that do; models/kind fixes their order."""
    _same(_fitted(method).score(np.asfortranarray(crowd())), _fitted(method).score(crowd()))


def saved_state_scores_the_same(method: Method) -> None:
    """What is loaded from plain arrays has all scores of what was saved."""
    state = _fitted(method).state()
    _must(all(array.dtype.kind in "fiub" for array in state.values()), "a state holds more than plain numbers")
    _same(method.load(state).score(crowd()), _fitted(method).score(crowd()))


def missing_column_is_learnt_without_harm(method: Method) -> None:
    """A column missing later reads as 0 throughout: scores are finite, and the others still make a row stand out."""
    rows = crowd()
    rows[:, 2] = 0.0
    scores = _fitted(method).score(rows)
    _must(bool(np.isfinite(scores).all()), "a missing column gives no finite score")
    _must(scores[0] >= np.quantile(scores, HIGHEST), "a missing column hides what stands out")


def all_missing_column_says_nothing(method: Method) -> None:
    """A column that is 0 for all at training and later leaves what stands out where it was."""
    rows = np.column_stack([crowd(), np.zeros(SIZE)])
    scores = method.fit(rows, SEED).score(rows)
    _must(bool(np.isfinite(scores).all()), "an all-missing column gives no finite score")
    _must(scores[0] >= np.quantile(scores, HIGHEST), "an all-missing column hides what stands out")


def constant_columns_say_nothing(method: Method) -> None:
    """Where nothing ever differs all rows have one score."""
    still = np.ones((50, 3))
    _must(len(set(method.fit(still, SEED).score(still).tolist())) == 1, "equal rows have different scores")


def value_never_seen_is_scored(method: Method) -> None:
    """Far beyond everything at training a score is finite, and not lower than for what is ordinary."""
    detector = _fitted(method)
    far = detector.score(np.full((1, WIDTH), 1e3))[0]
    _must(bool(np.isfinite(far)) and far >= np.median(detector.score(crowd())), "what was never seen is ordinary")


def few_rows_are_enough(method: Method) -> None:
    """One, two or three rows are learnt from, and no row at all is scored, without a crash."""
    for size in (1, 2, 3):
        rows = crowd()[:size]
        scores = method.fit(rows, SEED).score(rows)
        _must(scores.shape == (size,) and bool(np.isfinite(scores).all()), f"{size} rows are too few")
    _must(_fitted(method).score(crowd()[:0]).shape == (0,), "no rows have no scores")


CHECKS: tuple[Callable[[Method], None], ...] = (
    same_seed_learns_the_same,
    higher_is_more_unusual,
    row_alone_equals_row_in_a_batch,
    row_order_changes_nothing,
    column_order_is_kept,
    saved_state_scores_the_same,
    missing_column_is_learnt_without_harm,
    all_missing_column_says_nothing,
    constant_columns_say_nothing,
    value_never_seen_is_scored,
    few_rows_are_enough,
)


def _fitted(method: Method) -> Detector:
    return method.fit(crowd(), SEED)


def _same(one: Floats, two: Floats) -> None:
    _must(np.array_equal(one, two), "the same rows have different scores")


def _must(true: bool, otherwise: str) -> None:
    if not true:
        raise AssertionError(otherwise)
