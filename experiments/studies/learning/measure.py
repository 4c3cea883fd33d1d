"""What learning changed, world by world, and whether the worlds together say more than noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from sklearn.metrics import average_precision_score

from experiments.evaluation.calibration import EDGES
from experiments.studies.learning.lesson import RECIPIENT, Lesson
from experiments.studies.learning.rivals import rivals
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.matrix import Floats
from models.model import Model
from models.outcomes.labels import CONFIRMED
from models.outcomes.past import Outcome
from models.queue import arrange

Bools = NDArray[np.bool_]
WITHOUT, WITH = "without", "with"
PAIRED = ("true among the first of the queue", "average precision, found", "average precision, suspects")


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure with and without the layer: means over worlds, their mean difference and its 95 % interval (t)."""

    figure: str
    without: float
    with_it: float
    difference: float
    low: float
    high: float


def measured(lesson: Lesson, *, capacity: int) -> tuple[dict[str, dict[str, float]], pd.DataFrame]:
    """Figures by name and by way of ranking, and what each recipient that was asked of was told, beside the truth."""
    asked = lesson.asked[RECIPIENT]
    true, suspect = lesson.true[RECIPIENT][asked], lesson.suspect[RECIPIENT][asked]
    plain, taught = (_assessed(lesson, model) for model in (lesson.plain, lesson.taught))
    raw, (probability, chance) = plain[RECIPIENT].raw, _told(taught[RECIPIENT])
    figures = {
        PAIRED[0]: {WITHOUT: _true_first(lesson, plain, capacity), WITH: _true_first(lesson, taught, capacity)},
        PAIRED[1]: {WITHOUT: _precision(true, raw), WITH: _precision(true, chance)},
        PAIRED[2]: {WITHOUT: _precision(suspect, raw), WITH: _precision(suspect, probability)},
    }
    for name, answers in rivals(lesson).items():
        for figure, question, truth in ((PAIRED[1], "found", true), (PAIRED[2], "confirmed", suspect)):
            figures[figure] |= {name: _precision(truth, answers[question][asked])} if question in answers else {}
    told = pd.DataFrame({"told": probability, "true": suspect, "said": _said(lesson)[asked]})
    told = told.iloc[: None if _has_probability(lesson) else 0]
    return figures | {"held-out months": held_out(lesson, taught[RECIPIENT])}, told


def held_out(lesson: Lesson, taught: Assessment) -> dict[str, float]:
    """Brier score on the outcomes of later months, beside that of the earlier months' share of confirmed."""
    if not _has_probability(lesson):
        return {}
    place = {str(subject): row for row, subject in enumerate(taught.subject_ids)}
    said = [
        (place[subject], past)
        for (kind, subject), past in lesson.held_out.items()
        if kind is RECIPIENT and subject in place and past.outcome is not Outcome.INCONCLUSIVE
    ]
    rows = np.array([row for row, _ in said], dtype=np.intp)
    answer = np.array([past.outcome in CONFIRMED for _, past in said], dtype=np.float64)
    weight = np.array([1.0 / (past.selection_probability or 1.0) for _, past in said])
    told = _told(taught)[0][rows]
    base = lesson.taught.outcomes[RECIPIENT].figures["confirmed"]
    share = base["positives"] / base["labels"]
    return {
        "outcomes": float(len(answer)),
        "confirmed": float(answer.sum()),
        "brier": float(np.average((told - answer) ** 2, weights=weight)),
        "brier of the base rate": float(np.average((share - answer) ** 2, weights=weight)),
    }


def compared(worlds: Sequence[Mapping[str, Mapping[str, float]]]) -> list[Compared]:
    """Every paired figure over the worlds."""
    return [_compared(figure, [(one[figure][WITHOUT], one[figure][WITH]) for one in worlds]) for figure in PAIRED]


def worse(figures: Sequence[Compared]) -> list[str]:
    """The figures that the layer makes worse beyond noise."""
    return [one.figure for one in figures if one.high < 0]


def curve(told: pd.DataFrame) -> pd.DataFrame:
    """What recipients were told, what an investigation would say of them, and what is true, in bins.

    A probability is that of being confirmed. Of suspects and of others the inspectorate confirms, appeals decided, the
    shares that it did in the months held out; nobody's evidence enters that.
    """
    bins = pd.cut(told["told"], list(EDGES), include_lowest=True)
    confirms = told.groupby("true")["said"].mean().reindex([False, True])
    by = told.assign(confirmed=told["true"].map(confirms)).groupby(bins, observed=True)
    means = {name: (name, "mean") for name in ("told", "confirmed", "true")}
    return by.agg(subjects=("true", "size"), **means).reset_index(names="bin")


def _said(lesson: Lesson) -> Floats:
    """What the months held out say of each recipient: 1 confirmed, 0 not, NaN where nobody looked or came to an end."""
    past = (lesson.held_out.get((RECIPIENT, str(subject))) for subject in lesson.matrices[RECIPIENT].subject_ids)
    ended = (None if one is None or one.outcome is Outcome.INCONCLUSIVE else one.outcome for one in past)
    return np.array([np.nan if one is None else float(one in CONFIRMED) for one in ended])


def _has_probability(lesson: Lesson) -> bool:
    layer = lesson.taught.outcomes.get(RECIPIENT)
    return layer is not None and "confirmed" in layer.curves


def _told(taught: Assessment) -> tuple[Floats, Floats]:
    """Probability and chance; the raw evidence for what there were too few outcomes to learn."""
    learnt = taught.likelihood
    if learnt is None:
        return taught.raw, taught.raw
    known = not np.isnan(learnt.probability).any()
    return (learnt.probability if known else taught.raw), learnt.chance


def _assessed(lesson: Lesson, model: Model) -> dict[SubjectKind, Assessment]:
    return {kind: model.assess(matrix.taken(lesson.asked[kind])) for kind, matrix in lesson.matrices.items()}


def _true_first(lesson: Lesson, found: Mapping[SubjectKind, Assessment], capacity: int) -> float:
    """Share of true cases among what the model selects."""
    bare = [replace(one, reasons=[()] * len(one)) for one in found.values()]
    queue = arrange(bare, capacity=capacity, seed=1)
    picked = [lesson.true[one.kind][lesson.asked[one.kind]][queue.selected(one)] for one in bare]
    return float(np.mean(np.concatenate(picked)))


def _precision(true: Bools, score: Floats) -> float:
    return float(average_precision_score(true, score))


def _compared(figure: str, pairs: Sequence[tuple[float, float]]) -> Compared:
    without, with_it = (np.array(values) for values in zip(*pairs, strict=True))
    gain = with_it - without
    half = float(stats.t.ppf(0.975, len(gain) - 1) * stats.sem(gain)) if len(gain) > 1 else float("nan")
    mean = float(gain.mean())
    return Compared(figure, float(without.mean()), float(with_it.mean()), mean, mean - half, mean + half)
