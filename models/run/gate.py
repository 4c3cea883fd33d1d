"""A model before the gate: measured on drops, month by month, beside the champion if there is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from features.subjects import SubjectKind
from models.assessment import Assessment
from models.backtest import later_outcomes
from models.bands import NONE
from models.gate.check import Check, Verdict, verdict
from models.gate.fairness import Flags, GroupError, group_errors
from models.gate.faithful import Faithfulness, faithfulness
from models.gate.groups import audit_groups
from models.gate.questions import dated, of_backtest, of_groups, of_reasons, of_stability, of_twins
from models.gate.registers import Matched, of_registers, register_matches
from models.gate.stability import steadiness
from models.gate.twins import shipped_twins, try_twins
from models.model import Model
from models.run.judge import Judged, judge
from models.run.options import DEFAULT_CAPACITY, DEFAULT_SEED, EngineName
from models.run.prepare import PREPARING, Prepared
from models.run.replay import Policy, Replay, replay
from models.run.steps import Gauge

MONTHS = 3
CANDIDATE, REIGNING = "candidate", "champion"


@dataclass(frozen=True, slots=True)
class GateOptions:
    """On what a model is measured; each drop is replayed ``months`` whole months back."""

    drops: tuple[Path, ...]
    months: int = MONTHS
    capacity: int = DEFAULT_CAPACITY
    seed: int = DEFAULT_SEED
    engine: EngineName = "polars"
    as_of: datetime | None = None

    @property
    def steps(self) -> int:
        """How many steps a gauge will be told of."""
        return len(self.drops) * (self.months + 1) * len(PREPARING)


@dataclass(frozen=True)
class Measured:
    """All checks, what they add up to, and the groups behind them, by drop."""

    checks: tuple[Check, ...]
    groups: Mapping[str, Sequence[GroupError]]
    backtests: Mapping[str, Replay]

    @property
    def verdict(self) -> Verdict:
        """What the model may be."""
        return verdict(self.checks)


def measure(model: Model, champion: Model | None, options: GateOptions, *, gauge: Gauge) -> Measured:
    """Put the gate's questions to a model; UnreadableDrop where a drop cannot be used."""
    checks: list[Check] = of_twins(try_twins(model, shipped_twins()))
    groups: dict[str, Sequence[GroupError]] = {}
    backtests: dict[str, Replay] = {}
    for drop in options.drops:
        watch = _Watch(model, options.seed)
        found = replay(
            drop,
            _policies(model, champion, options.capacity),
            months=options.months,
            gauge=gauge,
            as_of=options.as_of,
            engine=options.engine,
            seed=options.seed,
            seen=watch.see,
        )
        when = f"{watch.days[0]:%Y-%m-%d}"
        groups[when], backtests[when] = watch.errors, found
        checks += dated([*watch.checks(), _backtest(found, champion)], when)
    return Measured(tuple(checks), groups, backtests)


def _policies(model: Model, champion: Model | None, capacity: int) -> list[Policy]:
    candidate = Policy(CANDIDATE, model, capacity)
    return [candidate] if champion is None else [candidate, Policy(REIGNING, champion, capacity)]


def _backtest(found: Replay, champion: Model | None) -> Check:
    gain = None if champion is None else found.gain(CANDIDATE, over=REIGNING)
    return of_backtest(found.whole(CANDIDATE), gain, found.chance)


@dataclass
class _Watch:
    """Looks over the shoulder of a replay: first at the drop as it is, last at the month before."""

    model: Model
    seed: int
    days: list[datetime] = field(default_factory=list)
    errors: list[GroupError] = field(default_factory=list)
    wronged: list[GroupError] = field(default_factory=list)
    matched: list[Matched] = field(default_factory=list)
    reasons: Faithfulness = field(default_factory=lambda: Faithfulness(0, 0, 0, 0))
    seen: list[list[Assessment]] = field(default_factory=list)

    def see(self, drop: Prepared) -> None:
        """Measure groups and reasons on the drop as it is, and keep what is said of each month."""
        first = not self.days
        self.days.append(drop.tables.as_of)
        judged = judge(drop, self.model, capacity=0, seed=self.seed)
        self.seen.append(list(judged.assessments.values()))
        if first:
            self._measure(drop, judged)

    def checks(self) -> list[Check]:
        """The answers of this drop."""
        before, now = self.seen[-1], self.seen[0]
        steady = steadiness(before, now) if len(self.seen) > 1 else None
        return [
            *of_groups(self.errors, self.wronged),
            *of_registers(self.matched),
            *of_reasons(self.reasons),
            *of_stability(steady),
        ]

    def _measure(self, drop: Prepared, judged: Judged) -> None:
        on = drop.tables.as_of.date()
        if SubjectKind.RECIPIENT in judged.assessments:
            everybody = recipient_flags(drop, judged)
            self.errors = group_errors(everybody)
            self.wronged = group_errors(_honest(everybody, later_outcomes(drop.tables, datetime.min)))
            self.matched = register_matches(drop.matrix(SubjectKind.RECIPIENT), everybody.groups)
        for kind in (one for one in drop.singles if one in judged.assessments):
            found = judged.assessments[kind]
            self.reasons += faithfulness(self.model, drop.matrix(kind), found, on=on, seed=self.seed)


def recipient_flags(drop: Prepared, judged: Judged) -> Flags:
    """Every recipient: audit groups, whether flagged, and the ring that makes its flag one with others."""
    found = judged.assessments[SubjectKind.RECIPIENT]
    ids = found.subject_ids.astype(str)
    rings = judged.queue.ring_id[SubjectKind.RECIPIENT]
    bunch = np.array(
        [ring if isinstance(ring, str) else one for ring, one in zip(rings, ids, strict=True)], dtype=object
    )
    return Flags(audit_groups(drop.tables).reindex(ids), found.band != NONE, bunch, np.ones(len(ids)))


def _honest(flags: Flags, labels: pd.DataFrame) -> Flags:
    """The same, counting only recipients in whom nothing was found, each for as many as it was drawn from."""
    cleared = labels[~labels["right"].astype(bool)]
    mine = cleared[cleared.index.get_level_values("subject_kind") == SubjectKind.RECIPIENT.value]
    weight = mine.droplevel("subject_kind")["weight"].reindex(flags.groups.index).fillna(0.0)
    return Flags(flags.groups, flags.flagged, flags.bunch, weight.to_numpy(dtype=np.float64))
