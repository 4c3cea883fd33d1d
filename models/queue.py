"""The queue: in which order to look across kinds, how far capacity reaches, and a random control among it.

The order is expected confirmed loss per hour of work: the chance that a look finds something wrong, times money at
risk, over the hours that a case of its kind takes. The chance is learnt where there were outcomes enough, else it is
the evidence, which the rules' authors mean as that chance. Evidence that an investigation has answered counts less
(models/outcomes). Hours are an assumption, here in one place. A subject whose money is not known stands behind those
with some, by its chance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.assessment import Assessment
from models.bands import NONE
from models.matrix import Floats, Texts
from models.outcomes.looked_at import fresh_of

HOURS = {SubjectKind.RECIPIENT: 3.0, SubjectKind.AGENT: 16.0, SubjectKind.OFFICIAL: 16.0, SubjectKind.RING: 8.0}
HOURS_PER_MEMBER = 1.0
CONTROL = 0.1  # of the slots; ten in a hundred estimate a rate to about a tenth within a few months

Key = tuple[SubjectKind, str]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Queue:
    """Per kind, aligned with its assessment: rank, place in the queue (0: not in it), who selected it, and its ring.

    ``drawn`` is the probability with which each random control was drawn; whoever the model selects is sure to be.
    """

    rank: Mapping[SubjectKind, Ints]
    queue_rank: Mapping[SubjectKind, Ints]
    selected_by: Mapping[SubjectKind, Texts]
    drawn: float
    ring_id: Mapping[SubjectKind, Texts]

    def controls(self, assessment: Assessment) -> list[str]:
        """Ids of a kind's random control sample."""
        return [str(one) for one in assessment.subject_ids[self.selected_by[assessment.kind] == "random"]]

    def selected(self, assessment: Assessment) -> NDArray[np.bool_]:
        """Which subjects of a kind the model selected."""
        return np.asarray(self.selected_by[assessment.kind] == "model", dtype=np.bool_)

    def selection_probability(self, kind: SubjectKind) -> Floats:
        """With which probability each subject of a kind was selected; NaN for those that were not."""
        who = self.selected_by[kind]
        return np.select([who == "model", who == "random"], [1.0, self.drawn], np.nan)

    def first(self, assessment: Assessment, count: int) -> list[str]:
        """Ids of the kind's ``count`` highest-ranked subjects, whatever their band."""
        return [str(one) for one in assessment.subject_ids[self.rank[assessment.kind] <= count]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: SubjectKind
    row: int
    subject_id: str
    worth: float
    chance: float

    @property
    def order(self) -> tuple[float, float, str, str]:
        return (-self.worth, -self.chance, self.kind.value, self.subject_id)


def arrange(
    assessments: Sequence[Assessment], *, capacity: int | None, seed: int, members: pa.Table | None = None
) -> Queue:
    """The queue of these assessments; ``capacity`` slots in all, or everybody above band none where it is None.

    ``members`` (ring_id, subject_kind, subject_id) places subjects in rings: recipients of a selected ring are looked
    at with it and take no slot of their own; agents and officials keep theirs.
    """
    rings = _rings(members, assessments)
    candidates = sorted(_candidates(assessments, members), key=lambda one: one.order)
    controls = _controls(len(candidates) if capacity is None else capacity)
    slots = len(candidates) if capacity is None else capacity - controls
    picked = _picked(candidates, slots, rings)
    pool = _pool(assessments, picked)
    left = sum(map(len, pool.values()))
    drawn = _drawn(pool, min(controls, left), seed)
    placed = _interleaved([(one.kind, one.row) for one in picked], drawn, seed)
    return Queue(
        rank={one.kind: ranks(one) for one in assessments},
        queue_rank={one.kind: _column(placed, one) for one in assessments},
        selected_by={one.kind: _selected(placed, frozenset(drawn), one) for one in assessments},
        ring_id={one.kind: _ring_ids(rings, one) for one in assessments},
        drawn=len(drawn) / left if left else 0.0,
    )


def ranks(assessment: Assessment) -> Ints:
    """1 for the highest score; equal scores by raw evidence, money at risk and id."""
    order = np.lexsort((np.arange(len(assessment)), -assessment.amount_at_risk, -assessment.raw, -assessment.score))
    out = np.empty(len(assessment), dtype=np.int64)
    out[order] = np.arange(1, len(assessment) + 1)
    return out


def _controls(slots: int) -> int:
    return int(np.ceil(CONTROL * slots))


def _rings(members: pa.Table | None, assessments: Sequence[Assessment]) -> dict[Key, str]:
    """The highest-scored ring of every member."""
    scores = {
        str(ring): (-float(raw), str(ring))
        for one in assessments
        if one.kind is SubjectKind.RING
        for ring, raw in zip(one.subject_ids, one.raw, strict=True)
    }
    found: dict[Key, str] = {}
    for ring, kind, subject in _rows(members):
        key = (SubjectKind(kind), subject)
        if key not in found or scores.get(ring, (0.0, ring)) < scores.get(found[key], (0.0, found[key])):
            found[key] = ring
    return found


def _rows(members: pa.Table | None) -> Iterable[tuple[str, str, str]]:
    if members is None:
        return ()
    return zip(*(members[name].to_pylist() for name in ("ring_id", "subject_kind", "subject_id")), strict=True)


def _candidates(assessments: Sequence[Assessment], members: pa.Table | None) -> list[_Candidate]:
    sizes: dict[str, int] = {}
    for ring, _, _ in _rows(members):
        sizes[ring] = sizes.get(ring, 0) + 1
    return [
        _candidate(one, int(row), sizes.get(str(one.subject_ids[row]), 0))
        for one in assessments
        for row in np.flatnonzero(one.band != NONE)
    ]


def _candidate(assessment: Assessment, row: int, size: int) -> _Candidate:
    hours = HOURS[assessment.kind] + (HOURS_PER_MEMBER * size if assessment.kind is SubjectKind.RING else 0.0)
    chance = round(float(_chance(assessment, row) * fresh_of(assessment)[row]), 9)
    worth = round(chance * float(assessment.amount_at_risk[row]) / hours, 6)
    return _Candidate(assessment.kind, row, str(assessment.subject_ids[row]), worth, chance)


def _chance(assessment: Assessment, row: int) -> float:
    learnt = assessment.likelihood
    return float(assessment.evidence[row] if learnt is None else learnt.chance[row])


def _picked(candidates: Sequence[_Candidate], slots: int, rings: Mapping[Key, str]) -> list[_Candidate]:
    """The first ``slots`` that no selected ring covers.

    Whoever a ring covers frees a slot, which may let in a further ring; that only moves others up, so it ends.
    """
    chosen: frozenset[str] = frozenset()
    while True:
        open_to = [one for one in candidates if not _covered(one, chosen, rings)]
        picked = open_to[:slots]
        now = frozenset(one.subject_id for one in picked if one.kind is SubjectKind.RING)
        if now <= chosen:
            return picked
        chosen = now


def _covered(one: _Candidate, chosen: frozenset[str], rings: Mapping[Key, str]) -> bool:
    return one.kind is SubjectKind.RECIPIENT and rings.get((one.kind, one.subject_id)) in chosen


def _pool(assessments: Sequence[Assessment], picked: Sequence[_Candidate]) -> dict[SubjectKind, NDArray[np.intp]]:
    """Rows of all that the model did not select, from whom the control is drawn; rings are not drawn."""
    single = sorted((one for one in assessments if one.kind is not SubjectKind.RING), key=lambda one: one.kind.value)
    taken = {one.kind: [pick.row for pick in picked if pick.kind is one.kind] for one in single}
    return {one.kind: np.delete(np.arange(len(one)), taken[one.kind]) for one in single}


def _drawn(pool: Mapping[SubjectKind, NDArray[np.intp]], count: int, seed: int) -> list[tuple[SubjectKind, int]]:
    """Subjects drawn with equal chance."""
    sizes = np.cumsum([len(rows) for rows in pool.values()])
    draw = np.sort(np.random.default_rng([seed, 1]).choice(int(sizes[-1]) if pool else 0, count, replace=False))
    parts = np.split(draw, np.searchsorted(draw, sizes[:-1])) if pool else []
    starts = [0, *sizes[:-1].tolist()]
    return [
        (kind, int(row))
        for (kind, rows), part, start in zip(pool.items(), parts, starts, strict=False)
        for row in rows[part - start]
    ]


def _interleaved(
    picked: Sequence[tuple[SubjectKind, int]], drawn: Sequence[tuple[SubjectKind, int]], seed: int
) -> dict[tuple[SubjectKind, int], int]:
    """Places from 1 on: the picked in their order, the drawn at random places between them."""
    total = len(picked) + len(drawn)
    random = np.random.default_rng([seed, 2])
    control = frozenset(random.choice(total, len(drawn), replace=False).tolist()) if drawn else frozenset()
    shuffled = iter([drawn[place] for place in random.permutation(len(drawn))])
    ordered = iter(picked)
    return {next(shuffled) if place in control else next(ordered): place + 1 for place in range(total)}


def _column(placed: Mapping[tuple[SubjectKind, int], int], assessment: Assessment) -> Ints:
    out = np.zeros(len(assessment), dtype=np.int64)
    for (kind, row), place in placed.items():
        if kind is assessment.kind:
            out[row] = place
    return out


def _selected(
    placed: Mapping[tuple[SubjectKind, int], int], drawn: frozenset[tuple[SubjectKind, int]], assessment: Assessment
) -> Texts:
    out = np.full(len(assessment), None, dtype=object)
    for kind, row in placed:
        if kind is assessment.kind:
            out[row] = "random" if (kind, row) in drawn else "model"
    return out


def _ring_ids(rings: Mapping[Key, str], assessment: Assessment) -> Texts:
    if assessment.kind is SubjectKind.RING:
        return assessment.subject_ids
    mine = {subject: ring for (kind, subject), ring in rings.items() if kind is assessment.kind}
    return np.array([mine.get(one) for one in assessment.subject_ids], dtype=object)
