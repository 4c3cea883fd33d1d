"""People with many cards (harmed), many sharers (suspects) or neither, and an inspectorate that looked at some."""

from datetime import datetime, timedelta

import numpy as np

from features.subjects import SubjectKind
from models.matrix import Matrix
from models.model import Model
from models.outcomes import Key, Outcome, Past
from models.training import fit
from tests.models.worlds import CATALOGUE, book, matrix, ordinary, rule

RECIPIENT = SubjectKind.RECIPIENT
START = datetime(2025, 3, 10)
EACH = 40


def people() -> tuple[Matrix, Model]:
    """40 with cards, 40 with sharers, 520 ordinary ones; the model knows a rule for either."""
    values = ordinary(600).values.copy()
    values[:EACH] = [1, 3, 40, 0]
    values[EACH : 2 * EACH] = [1, 3, 2, 30]
    rules = book(rule(), rule(name="shared", typology="T9", when="shared >= 10", role="suspect"))
    subjects = matrix(values)
    return subjects, fit({RECIPIENT: subjects}, CATALOGUE, seed=1, rules=rules)


def looked_at(
    count: int = EACH, *, cards: Outcome = Outcome.HARMED, sharers: Outcome = Outcome.CONFIRMED
) -> list[Past]:
    """Outcomes of the first ``count`` of each group and of as many ordinary people, a few in every month."""
    outcomes = [cards] * count + [sharers] * count + [Outcome.CLEARED] * count
    return [
        Past(outcome, START + timedelta(days=17 * (place % 12)), "random", 0.1, None, None)
        for place, outcome in enumerate(outcomes)
    ]


def history(count: int = EACH, **found: Outcome) -> dict[Key, Past]:
    rows = [start + place for start in (0, EACH, 2 * EACH) for place in range(count)]
    said = looked_at(count, **found)
    return {(RECIPIENT, f"r{row:04d}"): past for row, past in zip(rows, said, strict=True)}


def mean_of(values: np.ndarray) -> tuple[float, float, float]:
    """Of those with cards, of those who share, and of the ordinary."""
    return float(values[:EACH].mean()), float(values[EACH : 2 * EACH].mean()), float(values[2 * EACH :].mean())
