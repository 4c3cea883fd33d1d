"""Months replayed in order with what was known then, under one policy or several."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from features.identities import LinkageModel
from models.backtest import Estimate, Tally, difference, later_outcomes, looked_at, month_ends, pooled, tally
from models.bands import Lines
from models.model import Model
from models.rules import RuleBook
from models.run.judge import Judged, fit_on, judge
from models.run.options import DEFAULT_CAPACITY, DEFAULT_SEED, EngineName
from models.run.prepare import Prepared, prepared
from models.run.steps import Gauge, Steps

Seen = Callable[[Prepared], None]
KEY_BYTES = 32
"""A replay keeps no pseudonym: nothing of it is written but counts."""


@dataclass(frozen=True)
class Policy:
    """What is tried: a model (None: one fitted on what was known then), and what of it is changed."""

    name: str
    model: Model | None = None
    capacity: int = DEFAULT_CAPACITY
    lines: Lines | None = None
    rules: RuleBook | None = None

    def model_for(self, drop: Prepared, seed: int) -> Model:
        """The model that judges this month.

        One that has seen the month or what came after may not: it is trained again, with its rules and seed, on what
        was known then.
        """
        given = self.model
        if given is None or given.profile is None or given.profile.as_of > drop.tables.as_of.isoformat():
            rules = self.rules if given is None else given.rules
            given = fit_on(drop, seed=seed if given is None else given.seed, rules=rules)
        changed = given if self.rules is None else given.with_rules(self.rules)
        return changed if self.lines is None else replace(changed, lines=self.lines)


@dataclass(frozen=True)
class Month:
    """One policy in one month: whom it reached, and the tally by what was decided afterwards."""

    as_of: datetime
    policy: str
    reached: pd.MultiIndex
    tally: Tally


@dataclass(frozen=True)
class Replay:
    """All months of all policies, with the labels of each month."""

    months: Sequence[Month]
    labels: Mapping[datetime, pd.DataFrame]
    seed: int
    currency: str
    minor_units: int

    def of(self, policy: str) -> list[Month]:
        """The months of one policy, in order."""
        return [month for month in self.months if month.policy == policy]

    def whole(self, policy: str) -> Tally:
        """All months of a policy as one tally; a subject reached in two months counts twice, as two visits do."""
        months = self.of(policy)
        reached, labels = self._pooled(months)
        cases, at_risk = sum(one.tally.cases for one in months), sum(one.tally.at_risk for one in months)
        return tally(reached, labels, cases=cases, at_risk=at_risk, seed=self.seed)

    def gain(self, policy: str, over: str) -> Estimate:
        """Precision at capacity of one policy less that of another, over all months."""
        (mine, labels), (other, _) = self._pooled(self.of(policy)), self._pooled(self.of(over))
        return difference(mine, other, labels, seed=self.seed)

    @property
    def chance(self) -> float | None:
        """Share with something wrong among those drawn at random, over all months; None where nobody was."""
        drawn = pd.concat([frame[frame["at_random"]] for frame in self.labels.values()])
        return float(np.average(drawn["right"], weights=drawn["weight"])) if len(drawn) else None

    def _pooled(self, months: Sequence[Month]) -> tuple[pd.MultiIndex, pd.DataFrame]:
        return pooled([one.reached for one in months], [self.labels[one.as_of] for one in months])


def replay(
    drop: Path,
    policies: Sequence[Policy],
    *,
    months: int,
    gauge: Gauge,
    as_of: datetime | None = None,
    engine: EngineName = "polars",
    seed: int = DEFAULT_SEED,
    seen: Seen = lambda _: None,
) -> Replay:
    """Replay the last whole months of a drop; outcomes known by ``as_of`` (the drop's own, if None) are the labels.

    ``seen`` is shown the drop as it is known now, and then as it was at the end of each month, as the first policy's
    model reads it.
    """
    key, steps = secrets.token_bytes(KEY_BYTES), Steps(gauge)
    ready = partial(prepared, drop, key=key, steps=steps, engine=engine, seed=seed)
    groups = _by_linkage(policies)
    with ready(as_of=as_of, linkage=groups[0][0]) as now:
        ends = month_ends(now.tables.as_of, months)
        labels = {end: later_outcomes(now.tables, end) for end in ends}
        currency, minor_units = now.tables.currency, now.tables.minor_units
        seen(now)
    found: list[Month] = []
    for end in ends:
        for place, (linkage, own) in enumerate(groups):
            with ready(as_of=end, linkage=linkage) as then:
                found += _month(then, own, labels[end], seed)
                if place == 0:
                    seen(then)
    return Replay(found, labels, seed, currency, minor_units)


def _by_linkage(policies: Sequence[Policy]) -> list[tuple[LinkageModel | None, list[Policy]]]:
    """The policies by the way in which their models know one person under several entries: each reads a drop anew."""
    groups: list[tuple[LinkageModel | None, list[Policy]]] = []
    for policy in policies:
        linkage = None if policy.model is None else policy.model.linkage
        own = next((members for known, members in groups if known == linkage), None)
        if own is None:
            groups.append((linkage, [policy]))
        else:
            own.append(policy)
    return groups


def _month(drop: Prepared, policies: Sequence[Policy], labels: pd.DataFrame, seed: int) -> Iterator[Month]:
    for policy in policies:
        judged = judge(drop, policy.model_for(drop, seed), capacity=policy.capacity, seed=seed)
        reached = looked_at(list(judged.assessments.values()), judged.queue, judged.members)
        cases, at_risk = _size(judged)
        found = tally(reached, labels, cases=cases, at_risk=at_risk, seed=seed)
        yield Month(drop.tables.as_of, policy.name, reached, found)


def _size(judged: Judged) -> tuple[int, int]:
    """Slots used on the model's word, and the money of those subjects; of a ring, its own."""
    chosen = [(one, judged.queue.selected_by[kind] == "model") for kind, one in judged.assessments.items()]
    cases = sum(int(np.sum(mask)) for _, mask in chosen)
    return cases, sum(int(one.amount_at_risk[mask].sum()) for one, mask in chosen)
