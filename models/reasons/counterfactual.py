"""What would have to be different for a case not to be in the queue: the fewest changes, each as small as it can be.

Values move towards what is usual among peers. The fewest features that, put at the usual, bring the band to none are
looked for among those that carry the case (``shares``): first every one alone, then every two, every three, then the
heaviest in order. Where the usual itself does not help (days paid after a death, known only of the dead), they move on
to zero. Then each change is made as small as the band allows, in steps that can be said: whole counts, per cent,
thousands of rupiah. The outcome is scored again by the model itself before it is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from features.catalogue import Feature, Tail, Unit
from models.bands import Lines
from models.kind import Flags, KindModel
from models.matrix import Floats, Matrix
from models.oddity import oddity
from models.reasons.shares import shares
from models.reasons.wording import Money, bare_sentence, worded
from models.rules import Program

WIDEST = 10  # features that are tried
AT_ONCE = 3  # of them changed together, before the heaviest are simply changed in order
FINEST = 100  # values tried on the way of one feature
STEPS = {
    **dict.fromkeys((Unit.COUNT, Unit.YES_NO, Unit.DAYS), 1.0),
    **dict.fromkeys((Unit.SHARE, Unit.CONFIDENCE), 0.01),
    Unit.RUPIAH: 1000.0,
}
STEP = 0.1

Columns = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One feature, what was seen, and what it would have to read."""

    feature: Feature
    seen: float
    needed: float


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """The changes that would bring one subject's band to none; no changes where no few would."""

    subject_id: str
    changes: tuple[Change, ...]
    text_en: str
    text_id: str


@dataclass(frozen=True)
class Scale:
    """What a value is weighed on: one kind's model, the rules of a day, the lines, and how money is written."""

    part: KindModel
    program: Program
    lines: Lines
    money: Money

    def none(self, matrix: Matrix) -> Flags:
        """Which rows would be in band none."""
        seen = self.part.see(matrix)
        everything = np.ones(len(self.part.names), dtype=np.bool_)
        nats = self.program.nats(seen.values, seen.deviations, everything).sum(axis=1)
        evidence = -np.expm1(-(nats + oddity(seen.deviations, self.part.fact, everything)))
        return np.asarray(self.lines.bands(evidence, evidence) == "none", dtype=np.bool_)


def counterfactuals(scale: Scale, matrix: Matrix) -> list[Counterfactual]:
    """One for each subject of the matrix, all of whom are above band none."""
    placed = replace(matrix, names=scale.part.names, values=matrix.aligned(scale.part.names))
    seen = scale.part.see(placed)
    carried = shares(scale.part, scale.program, seen, scale.part.evidence(seen, scale.program)).nats
    usual = scale.part.peers.usual(seen.group)
    return [
        _one(_Case(scale, placed.taken(slice(row, row + 1)), carried[row], usual[row])) for row in range(len(placed))
    ]


@dataclass(frozen=True)
class _Case:
    """One subject: its row, what each feature carries, and what is usual."""

    scale: Scale
    row: Matrix
    carried: Floats
    usual: Floats

    @property
    def values(self) -> Floats:
        return np.asarray(self.row.values[0], dtype=np.float64)

    def none(self, values: Floats) -> Flags:
        """Which of these rows of values would be in band none."""
        many = self.row.taken(np.zeros(len(values), dtype=np.intp))
        return self.scale.none(replace(many, values=values))

    def tried(self, targets: Floats) -> Columns:
        """Features that carry the case and can move, the heaviest first."""
        moves = ~np.isnan(targets) & ~np.isnan(self.values) & (targets != self.values) & (self.carried > 0)
        order = np.lexsort((np.arange(len(self.carried)), -self.carried))
        return tuple(int(place) for place in order if moves[place])[:WIDEST]


def _one(case: _Case) -> Counterfactual:
    zero = np.array([0.0 if feature.tail is Tail.HIGH else np.nan for feature in case.scale.part.features])
    for targets in (case.usual, np.where(np.isnan(zero), case.usual, zero)):
        chosen = _fewest(case, targets)
        if chosen:
            return _told(case, _smallest(case, targets, chosen))
    return Counterfactual(
        subject_id=str(case.row.subject_ids[0]),
        changes=(),
        text_en="Too much speaks for looking at this case: no few changes would take it out of the queue.",
        text_id="Terlalu banyak hal yang mendukung pemeriksaan kasus ini: tidak cukup sedikit perubahan untuk "
        "mengeluarkannya dari antrean.",
    )


def _fewest(case: _Case, targets: Floats) -> Columns:
    """The first set of features that helps when it is put at its targets; of equally many the heaviest."""
    for sets in _sets(case.tried(targets)):
        rows = np.repeat(case.values[None, :], len(sets), axis=0)
        for place, columns in enumerate(sets):
            rows[place, list(columns)] = targets[list(columns)]
        helps = np.flatnonzero(case.none(rows))
        if len(helps):
            return sets[int(helps[0])]
    return ()


def _sets(columns: Columns) -> Iterator[list[Columns]]:
    for size in range(1, min(AT_ONCE, len(columns)) + 1):
        yield list(combinations(columns, size))
    if len(columns) > AT_ONCE:
        yield [columns[:size] for size in range(AT_ONCE + 1, len(columns) + 1)]


def _smallest(case: _Case, targets: Floats, chosen: Columns) -> Floats:
    """The row with every chosen feature changed as little as the others' changes allow."""
    row = case.values.copy()
    row[list(chosen)] = targets[list(chosen)]
    for column in chosen:
        options = _options(case.scale.part.features[column], float(case.values[column]), float(targets[column]))
        rows = np.repeat(row[None, :], len(options), axis=0)
        rows[:, column] = options
        helps = np.flatnonzero(case.none(rows))
        if len(helps):
            row[column] = options[int(helps[0])]
    return row


def _options(feature: Feature, seen: float, target: float) -> Floats:
    """Values on the way, the nearest first, in steps that can be said."""
    step = STEPS.get(feature.unit, STEP)
    count = int(np.clip(np.ceil(abs(seen - target) / step), 1, FINEST))
    values = np.round((seen + np.arange(1, count + 1) / count * (target - seen)) / step) * step
    return np.asarray(np.unique(values[values != seen])[:: 1 if target > seen else -1], dtype=np.float64)


def _told(case: _Case, row: Floats) -> Counterfactual:
    changed = np.flatnonzero((row != case.values) & ~np.isnan(row))
    order = sorted(changed.tolist(), key=lambda place: -case.carried[place])
    changes = [Change(case.scale.part.features[i], float(case.values[i]), float(row[i])) for i in order]
    if not case.none(row[None, :])[0]:
        raise ValueError("a counterfactual did not hold when it was scored again")
    return Counterfactual(
        subject_id=str(case.row.subject_ids[0]),
        changes=tuple(changes),
        text_en=f"It would not be in the queue if this were so: {_said(changes, 'en', case.scale.money)}.",
        text_id=f"Kasus ini tidak akan masuk antrean seandainya: {_said(changes, 'id', case.scale.money)}.",
    )


def _said(changes: Sequence[Change], language: str, money: Money) -> str:
    now = {"en": "now", "id": "kini"}[language]
    parts = [
        f"{_clause(one, language, money)} ({now} {worded(one.seen, one.feature, language, money)})" for one in changes
    ]
    joint = {"en": "; and ", "id": "; dan "}[language]
    return joint.join(parts)


def _clause(change: Change, language: str, money: Money) -> str:
    """The feature's own sentence without what is usual, as it would have to read."""
    clause = bare_sentence(change.feature, language, worded(change.needed, change.feature, language, money)).rstrip(".")
    return clause[:1].lower() + clause[1:]
