"""What the model says of the subjects of one kind, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.matrix import Floats, Texts

ARRAYS = (
    "subject_ids",
    "raw",
    "score",
    "score_alone",
    "evidence",
    "evidence_alone",
    "unnamed",
    "band",
    "role",
    "amount_at_risk",
)
LISTS = ("typologies", "typology_nats", "reasons")


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a score: what was seen, what is usual among peers, its share of the evidence, and how it reads.

    ``weight`` is the share in [0, 1] of everything that speaks for (or, where ``benign``, against) looking.
    """

    code: str
    value: str | None
    usual: str | None
    weight: float
    benign: bool
    text_en: str
    text_id: str


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What outcomes say of each subject.

    ``probability`` (6 decimals, with the ends of its interval) that an investigation would confirm that this subject
    did wrong; ``chance`` that it would find something wrong with the money, whoever did it.
    """

    probability: Floats
    low: Floats
    high: Floats
    chance: Floats

    def taken(self, rows: NDArray[np.intp]) -> "Likelihood":
        """That of some of the subjects."""
        return Likelihood(self.probability[rows], self.low[rows], self.high[rows], self.chance[rows])


@dataclass(frozen=True)
class Assessment:
    """Scores of one kind, in order of subject id.

    ``raw`` is the evidence in nats that orders the subjects; ``score`` its quantile in the model's frozen reference,
    6 decimals; ``score_alone`` the same had nothing been known of what the subject shares with others. ``evidence``
    in [0, 1) is absolute and decides the band; ``evidence_alone`` leaves out what rests on others. ``unnamed`` is how
    far it stands out to whoever knows no rule, in nats, the same for every kind. ``typology_nats`` says how much of the
    evidence each of ``typologies`` has. ``likelihood`` is there where outcomes were learnt from,
    ``fresh`` (the share of the evidence that no investigation has answered) where a history was given.
    """

    kind: SubjectKind
    subject_ids: Texts
    raw: Floats
    score: Floats
    score_alone: Floats
    evidence: Floats
    evidence_alone: Floats
    unnamed: Floats
    band: Texts
    role: Texts
    typologies: Sequence[tuple[str, ...]]
    reasons: Sequence[tuple[Reason, ...]]
    amount_at_risk: NDArray[np.int64]
    typology_nats: Sequence[tuple[float, ...]] = ()
    likelihood: Likelihood | None = None
    fresh: Floats | None = None

    def __len__(self) -> int:
        return len(self.subject_ids)

    def taken(self, rows: NDArray[np.intp]) -> "Assessment":
        """That of some of the subjects, in the order given; before history is looked at."""
        arrays: dict[str, Any] = {name: getattr(self, name)[rows] for name in ARRAYS}
        lists: dict[str, Any] = {name: list(map(getattr(self, name).__getitem__, rows.tolist())) for name in LISTS}
        likelihood = None if self.likelihood is None else self.likelihood.taken(rows)
        return Assessment(kind=self.kind, **arrays, **lists, likelihood=likelihood)


def joined(parts: Sequence[Assessment]) -> Assessment:
    """Assessments of one kind after another, as one; before history is looked at."""
    if len(parts) == 1:
        return parts[0]
    arrays: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ARRAYS}
    lists: dict[str, Any] = {name: list(chain.from_iterable(getattr(part, name) for part in parts)) for name in LISTS}
    likelihood = _joined([part.likelihood for part in parts if part.likelihood is not None])
    return Assessment(kind=parts[0].kind, **arrays, **lists, likelihood=likelihood)


def _joined(parts: Sequence[Likelihood]) -> Likelihood | None:
    names = ("probability", "low", "high", "chance")
    return Likelihood(*(np.concatenate([getattr(part, name) for part in parts]) for name in names)) if parts else None
