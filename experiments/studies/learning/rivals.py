"""Other ways to learn from the same labels, for comparison: what the layer was chosen against."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from experiments.studies.learning.lesson import RECIPIENT, Lesson
from models.matrix import Floats
from models.outcomes.labels import Labels, labels

Bools = NDArray[np.bool_]
Fit = Callable[[Floats, Bools, Floats], Floats]


def rivals(lesson: Lesson) -> Mapping[str, Mapping[str, Floats]]:
    """Per rival and question (confirmed, found) a probability for every recipient; none of a single answer."""
    found = lesson.evidence(RECIPIENT)
    known = labels(lesson.matrices[RECIPIENT], found.share, lesson.learnt)
    signs = np.column_stack([found.nats, found.odd, found.surprise])
    values = _varied(lesson.matrices[RECIPIENT].values, known)
    ways: dict[str, tuple[Floats, Callable[[Floats, Labels, Bools], Floats]]] = {
        "plain logistic": (signs, _logistic),
        "boosted trees, rising": (signs, _rising_trees),
        "boosted trees on features": (values, _trees),
    }
    questions = {"confirmed": known.confirmed, "found": known.found}
    return {
        name: {question: learn(columns, known, answer) for question, answer in questions.items() if _both(answer)}
        for name, (columns, learn) in ways.items()
    }


def _varied(values: Floats, known: Labels) -> Floats:
    """The columns that are not the same for all who were labelled: the trees' binning trips over the others."""
    seen = values[known.row]
    varied = [len(np.unique(column[~np.isnan(column)])) > 1 for column in seen.T]
    return values[:, np.array(varied)]


def _both(answer: Bools) -> bool:
    return bool(answer.any() and not answer.all())


def _logistic(columns: Floats, known: Labels, answer: Bools) -> Floats:
    model = LogisticRegression(C=np.inf, max_iter=2_000)
    return _told(model.fit(columns[known.row], answer, sample_weight=known.weight), columns)


def _rising_trees(columns: Floats, known: Labels, answer: Bools) -> Floats:
    model = HistGradientBoostingClassifier(
        monotonic_cst=[1] * columns.shape[1], max_depth=3, min_samples_leaf=5, random_state=0
    )
    return _told(model.fit(columns[known.row], answer, sample_weight=known.weight), columns)


def _trees(columns: Floats, known: Labels, answer: Bools) -> Floats:
    model = HistGradientBoostingClassifier(max_depth=3, min_samples_leaf=5, random_state=0)
    return _told(model.fit(columns[known.row], answer, sample_weight=known.weight), columns)


def _told(model: LogisticRegression | HistGradientBoostingClassifier, columns: Floats) -> Floats:
    return np.asarray(model.predict_proba(columns)[:, 1], dtype=np.float64)
