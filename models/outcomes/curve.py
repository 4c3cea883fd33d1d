"""From evidence to a probability, with few labels: a logistic curve that can only rise with the evidence.

The log-odds are a start, plus a step for having any evidence at all, plus a slope per typology, for the oddity and
for the detectors' surprise, all in nats as the score has them. No slope is negative, so more evidence never means less.
Every part has a normal prior: the slopes are drawn together around one common slope, and the common ones are where the
rules' authors put them (evidence 0.5 is as likely as not, 0.8 is four to one; a subject without any is about one in
fifty). So no labels give the authors' opinion back, a few move the level, and many give each typology a slope of its
own. ``apart`` says how far it may be from the common one: little where the question is the authors' own.

What the fit does not know is a normal distribution around it (Laplace). Months that were held out then say how the
log-odds have to be stretched and shifted to be right (Platt 1999), with priors again: with few labels an isotonic
curve would be a staircase of accidents.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has no types

from features.compiled import compiled
from models.matrix import Floats

FOLDS = 5
DECIMALS = 9  # kept of what an optimiser found: its last bits are the machine's
START, START_SPREAD = -4.0, 3.0
COMMON, COMMON_SPREAD = 1.5, 1.0
ANY, ANY_SPREAD = 3.0, 2.0
STRETCH_SPREAD, SHIFT_SPREAD = 0.5, 1.0
LEAST_STRETCH = 0.2

Bools = NDArray[np.bool_]
Bounds = list[tuple[float | None, float | None]]


@dataclass(frozen=True)
class Curve:
    """A fitted curve over ``signs`` (any evidence, one column per typology, oddity, surprise).

    ``slopes`` begins with the start; ``covariance`` is of the same size. ``calibration`` is shift and stretch.
    """

    slopes: Floats
    covariance: Floats
    calibration: Floats
    calibration_covariance: Floats

    def log_odds(self, signs: Floats) -> tuple[Floats, Floats]:
        """Log-odds of each row and their standard deviation."""
        odds, variance = _forms(np.ascontiguousarray(signs), self.slopes, self.covariance)
        shift, stretch = self.calibration
        own = self.calibration_covariance
        extra = own[0, 0] + 2.0 * own[0, 1] * odds + own[1, 1] * odds**2
        return shift + stretch * odds, np.sqrt(stretch**2 * variance + extra)


@dataclass(frozen=True)
class Examples:
    """What a curve learns from: signs, the answer, weight and month of each label, and each column's blame in [0, 1].

    ``blame`` says how far a column's evidence speaks against the subject itself, and ``apart`` how far its slope is
    likely to be from that share of the common one; both only set where the prior stands.
    """

    signs: Floats
    answer: Bools
    weight: Floats
    month: NDArray[np.int64]
    blame: Floats
    apart: float

    def taken(self, rows: Bools) -> "Examples":
        """Some of the labels."""
        return Examples(
            self.signs[rows], self.answer[rows], self.weight[rows], self.month[rows], self.blame, self.apart
        )


def fit_curve(examples: Examples) -> tuple[Curve, Floats]:
    """The curve, and what the months held out would have been told: a probability per label.

    Every block of months is judged by a curve that has not seen it, and calibrated by the other blocks.
    """
    with threadpool_limits(1):  # sums of one thread come out the same on every machine, and these are small
        return _fitted(examples, blocks(examples.month))


def _fitted(examples: Examples, block: NDArray[np.int64]) -> tuple[Curve, Floats]:
    odds = np.empty(len(block))
    for one in range(int(block.max()) + 1):
        slopes, _ = _slopes(examples.taken(block != one))
        odds[block == one] = _forms(examples.signs[block == one], slopes, np.zeros((len(slopes),) * 2))[0]
    slopes, covariance = _slopes(examples)
    calibration, own = _calibrated(odds, examples.answer, examples.weight)
    return Curve(slopes, covariance, calibration, own), _held_out(odds, examples, block)


def blocks(month: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of at most ``FOLDS`` blocks of whole months each label is in; blocks hold about as many labels each."""
    months, count = np.unique(month, return_counts=True)
    before = np.cumsum(count) - count
    found = np.minimum(before * FOLDS // max(int(count.sum()), 1), FOLDS - 1)
    _, numbered = np.unique(found, return_inverse=True)
    return np.asarray(numbered[np.searchsorted(months, month)], dtype=np.int64)


def _held_out(odds: Floats, examples: Examples, block: NDArray[np.int64]) -> Floats:
    told = np.empty(len(odds))
    for one in range(int(block.max()) + 1):
        rest, own = block != one, block == one
        calibration, _ = _calibrated(odds[rest], examples.answer[rest], examples.weight[rest])
        told[own] = expit(calibration[0] + calibration[1] * odds[own])
    return told


def _slopes(examples: Examples) -> tuple[Floats, Floats]:
    """The most probable slopes (the start first) and their covariance; the common slope is fitted and let go."""
    columns = examples.signs.shape[1]
    middle, precision = _prior(examples.blame, examples.apart)
    design = np.column_stack([np.ones(len(examples.signs)), np.zeros(len(examples.signs)), examples.signs])
    bounds: Bounds = [(None, None), *[(0.0, None)] * (columns + 1)]
    slopes = _most_probable(_Problem(design, examples.answer, examples.weight, middle, precision), middle, bounds)
    spread = expit(design @ slopes)
    curvature = design.T @ (design * (examples.weight * spread * (1 - spread))[:, None]) + precision
    kept = np.delete(np.arange(columns + 2), 1)
    covariance = np.linalg.inv(curvature)[np.ix_(kept, kept)]
    return np.round(slopes[kept], DECIMALS), np.round(covariance, DECIMALS)


def _prior(blame: Floats, apart: float) -> tuple[Floats, Floats]:
    """Mean and precision over (start, common slope, any, one slope per further column)."""
    size = len(blame) + 2
    middle = np.zeros(size)
    middle[:3] = START, COMMON, ANY
    precision = np.zeros((size, size))
    for place, spread in ((0, START_SPREAD), (1, COMMON_SPREAD), (2, ANY_SPREAD)):
        precision[place, place] = spread**-2.0
    for place in range(3, size):
        middle[place] = COMMON * blame[place - 2]
        tie = np.zeros(size)
        tie[place], tie[1] = 1.0, -blame[place - 2]
        precision += np.outer(tie, tie) / apart**2
    return middle, precision


@dataclass(frozen=True)
class _Problem:
    """Minus the log of likelihood times prior."""

    design: Floats
    answer: Bools
    weight: Floats
    middle: Floats
    precision: Floats

    def __call__(self, slopes: Floats) -> tuple[float, Floats]:
        odds, away = self.design @ slopes, slopes - self.middle
        pull = self.precision @ away
        loss = float(np.sum(self.weight * np.logaddexp(0.0, np.where(self.answer, -odds, odds))) + away @ pull / 2)
        return loss, self.design.T @ (self.weight * (expit(odds) - self.answer)) + pull


def _most_probable(problem: _Problem, first: Floats, bounds: Bounds) -> Floats:
    found = minimize(problem, first, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12, "gtol": 1e-8})
    return np.asarray(found.x, dtype=np.float64)


def _calibrated(odds: Floats, answer: Bools, weight: Floats) -> tuple[Floats, Floats]:
    """Shift and stretch of log-odds that had not seen their labels, and their covariance."""
    design = np.column_stack([np.ones(len(odds)), odds])
    precision = np.diag([SHIFT_SPREAD**-2.0, STRETCH_SPREAD**-2.0])
    problem = _Problem(design, answer, weight, np.array([0.0, 1.0]), precision)
    found = _most_probable(problem, np.array([0.0, 1.0]), [(None, None), (LEAST_STRETCH, None)])
    spread = expit(design @ found)
    curvature = design.T @ (design * (weight * spread * (1 - spread))[:, None]) + precision
    return np.round(found, DECIMALS), np.round(np.linalg.inv(curvature), DECIMALS)


@compiled
def _forms(signs: Floats, slopes: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """Per row the linear and the quadratic form, summed in one fixed order: one row as in a batch."""
    odds, variance = np.empty(len(signs)), np.empty(len(signs))
    for row in range(len(signs)):
        linear, square = slopes[0], covariance[0, 0]
        for i in range(signs.shape[1]):
            one = signs[row, i]
            if one != 0.0:
                linear += slopes[i + 1] * one
                square += 2.0 * covariance[0, i + 1] * one
                for j in range(signs.shape[1]):
                    square += covariance[i + 1, j + 1] * one * signs[row, j]
        odds[row], variance[row] = linear, max(square, 0.0)
    return odds, variance
