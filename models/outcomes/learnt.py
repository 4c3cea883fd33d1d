"""What outcomes teach about one kind of subject: how likely evidence like this is to be confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from features.compiled import compiled
from features.subjects import SubjectKind
from models.assessment import Likelihood
from models.kind import VOICE, Evidence
from models.matrix import Floats, Matrix
from models.outcomes.curve import Bools, Curve, Examples, fit_curve
from models.outcomes.labels import Labels, labels
from models.outcomes.past import Key, Past
from models.rules import Program, Role

ENOUGH = 10  # of each answer: below it a probability would be the prior with a decimal point
MONTHS = 2
SOME = 0.5  # nats from which a subject counts as having any evidence at all
INTERVAL = 1.96  # 95 %
DECIMALS = 6
QUESTIONS = ("confirmed", "found")
APART = {"confirmed": 1.5, "found": 0.35}
"""Of the slopes, per question. A rule's weight is its author's word on how likely something is wrong: at 0.7 nats the
odds of a typology are off by a quarter or so. Whether this very subject did it no author says: by a factor of three."""

STEP_HEARS = {"confirmed": 0.0, "found": VOICE}
"""With what voice the detectors' surprise counts towards having any evidence. Whether something was wrong orders the
queue: where all typologies weigh alike, the step may put nobody before another whom the score puts behind."""


@dataclass(frozen=True)
class Learnt:
    """Per question of ``QUESTIONS`` that could be answered its curve and its figures on months held out.

    ``typologies`` and ``blame`` name the columns: how far each typology's evidence speaks against the subject itself.
    """

    typologies: tuple[str, ...]
    blame: Floats
    curves: Mapping[str, Curve]
    figures: Mapping[str, Mapping[str, float]]

    def likelihood(self, program: Program, found: Evidence) -> Likelihood:
        """What outcomes say of these subjects; NaN for what could not be learnt."""
        odds = {
            name: curve.log_odds(_signs(self._aligned(program, found), found, self._blame(name), STEP_HEARS[name]))
            for name, curve in self.curves.items()
        }
        unknown = np.full(len(found.odd), np.nan)
        middle, spread = odds.get("confirmed", (unknown, unknown))
        return Likelihood(
            probability=_published(middle),
            low=_published(middle - INTERVAL * spread),
            high=_published(middle + INTERVAL * spread),
            chance=expit(odds["found"][0]) if "found" in odds else found.share,
        )

    def _aligned(self, program: Program, found: Evidence) -> Floats:
        """Nats under the typologies of training; those that a day's rules lack have none."""
        return _by_typology(program, found, self.typologies)

    def _blame(self, question: str) -> Floats:
        return self.blame if question == "confirmed" else np.ones(len(self.blame))


def learn(
    program: Program, matrix: Matrix, found: Evidence, history: Mapping[Key, Past]
) -> tuple[Learnt | None, tuple[str, ...]]:
    """What these outcomes teach about these subjects, and notes on what they are too few for; None of nothing."""
    known = labels(matrix, found.share, history)
    if not len(known):
        return None, ()
    blame = np.array([_blame(program, place) for place in range(len(program.typologies))])
    near = found.taken(known.row)
    nats = _by_typology(program, near, program.typologies)
    curves: dict[str, Curve] = {}
    figures: dict[str, Mapping[str, float]] = {}
    notes = []
    for question, answer in (("confirmed", known.confirmed), ("found", known.found)):
        missing = _missing(matrix.kind, question, answer, known)
        if missing:
            notes.append(missing)
            continue
        own = blame if question == "confirmed" else np.ones(len(blame))
        signs, middle = _signs(nats, near, own, STEP_HEARS[question]), np.array([1.0, *own, 1.0, 1.0])
        examples = Examples(signs, answer, known.weight, known.month, middle, APART[question])
        curves[question], held_out = fit_curve(examples)
        figures[question] = _figures(held_out, answer, known.weight)
    return (Learnt(program.typologies, blame, curves, figures) if curves else None), tuple(notes)


def _missing(kind: SubjectKind, question: str, answer: Bools, known: Labels) -> str | None:
    yes, no = int(answer.sum()), int((~answer).sum())
    what = {"confirmed": ("confirmed", "not confirmed"), "found": ("with a finding", "without one")}[question]
    name = "a probability" if question == "confirmed" else "a learnt place in the queue"
    if yes < ENOUGH or no < ENOUGH:
        return (
            f"{kind.value}: {name} needs {ENOUGH} outcomes {what[0]} and {ENOUGH} {what[1]}; there are {yes} and {no}."
        )
    if len(np.unique(known.month)) < MONTHS:
        return f"{kind.value}: {name} needs outcomes of {MONTHS} months, so that one can be held out."
    return None


def _blame(program: Program, typology: int) -> float:
    """Share of a typology's weight in rules that do not say that the subject is the one harmed."""
    rules = program.rules[typology]
    total = sum(rule.weight for rule in rules)
    return sum(rule.weight for rule in rules if rule.role is not Role.HARMED) / total if total else 1.0


def _by_typology(program: Program, found: Evidence, typologies: tuple[str, ...]) -> Floats:
    if typologies == program.typologies:
        return found.nats
    place = {code: position for position, code in enumerate(program.typologies)}
    out = np.zeros((len(found.odd), len(typologies)))
    for position, code in enumerate(typologies):
        if code in place:
            out[:, position] = found.nats[:, place[code]]
    return out


def _signs(nats: Floats, found: Evidence, blame: Floats, step_hears: float) -> Floats:
    """Columns of a curve: any evidence, one per typology, oddity, and surprise with its voice in the score."""
    return _filled(np.ascontiguousarray(nats), found.odd, found.surprise, blame, step_hears)


@compiled
def _filled(nats: Floats, odd: Floats, surprise: Floats, blame: Floats, step_hears: float) -> Floats:
    size = nats.shape[1]
    out = np.empty((len(nats), size + 3))
    for row in range(len(nats)):
        against = odd[row] + step_hears * surprise[row]
        for typology in range(size):
            against += blame[typology] * nats[row, typology]
            out[row, typology + 1] = nats[row, typology]
        out[row, 0] = min(against, SOME) / SOME
        out[row, size + 1] = odd[row]
        out[row, size + 2] = VOICE * surprise[row]
    return out


def _published(log_odds: Floats) -> Floats:
    return np.asarray(np.round(expit(log_odds), DECIMALS), dtype=np.float64)


def _figures(told: Floats, answer: Bools, weight: Floats) -> dict[str, float]:
    share = float(np.average(answer, weights=weight))
    return {
        "labels": float(len(answer)),
        "positives": float(answer.sum()),
        "weight": float(weight.sum()),
        "brier": float(np.average((told - answer) ** 2, weights=weight)),
        "brier_base_rate": share * (1.0 - share),
    }
