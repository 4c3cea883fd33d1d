"""What a book of rules would have done: month by month on a drop, with what was known then, beside the book in force.

For each rule: how many subjects it would have raised, how many of them stand above band none under the new book and
did not under the old, the money at risk, and what investigations have found of them since. Whom nobody looked at is
neither right nor wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np

from features.intake import open_drop
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.bands import NONE
from models.kind import Flags
from models.matrix import Matrix
from models.model import Model
from models.outcomes import Key, Outcome, Past, latest, read_outcomes
from models.rules import Program, Rule, RuleBook
from models.run.judge import fit_on, ring_matrix
from models.run.options import EngineName
from models.run.prepare import Prepared, prepared
from models.run.steps import Gauge, Steps

WRONG = frozenset({Outcome.CLEARED, Outcome.ERROR_CORRECTED})
RIGHT = frozenset({Outcome.CONFIRMED, Outcome.HARMED, Outcome.IDENTITY_MISUSED})


@dataclass(frozen=True, slots=True)
class Raised:
    """Subjects of one or several months with the money at risk of each, and those of them that are news."""

    money: Mapping[Key, int]
    above: frozenset[Key]
    new: frozenset[Key]

    def with_more(self, other: "Raised") -> "Raised":
        """Both; a subject that stands in both counts once, with the larger sum."""
        money = {key: max(self.money.get(key, 0), other.money.get(key, 0)) for key in {**self.money, **other.money}}
        return Raised(money, self.above | other.above, self.new | other.new)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one rule, or a whole book (rule None), would have done."""

    rule: str | None
    typology: str | None
    raised: int
    money: int
    above: int
    new: int
    right: int
    wrong: int


@dataclass(frozen=True)
class DryRun:
    """Tallies per rule and of the whole book, over all months; ``currency`` says in what money."""

    months: tuple[datetime, ...]
    rules: tuple[Tally, ...]
    book: Tally
    currency: str
    minor_units: int


def dry_run(
    drop: Path,
    book: RuleBook,
    in_force: RuleBook,
    *,
    months: int = 0,
    key: bytes,
    seed: int,
    gauge: Gauge,
    engine: EngineName = "polars",
) -> DryRun:
    """Try a book on a drop as it stood at the end of each of the last ``months`` months; 0: with all that it knows.

    UnreadableDrop where no run can start from the drop as it stood then.
    """
    found: dict[str | None, Raised] = {}
    looked: list[datetime] = []
    found_since: Mapping[Key, Past] = {}
    money = ("IDR", 0)
    for month in _moments(drop, months):
        with prepared(drop, key=key, steps=Steps(gauge), as_of=month, engine=engine, seed=seed) as ready:
            looked.append(ready.tables.as_of)
            money = (ready.tables.currency, ready.tables.minor_units)
            found_since = {**found_since, **latest(read_outcomes(ready.tables))}
            for name, raised in _month(ready, book, in_force, seed):
                found[name] = found[name].with_more(raised) if name in found else raised
    typologies = {rule.name: rule.typology for rule in book.rules}
    tallies = {name: _tally(name, typologies.get(name or ""), one, found_since) for name, one in found.items()}
    whole = tallies.pop(None)
    return DryRun(tuple(looked), tuple(tallies[name] for name in sorted(tallies, key=str)), whole, *money)


def _moments(drop: Path, months: int) -> Sequence[datetime | None]:
    if not months:
        return [None]
    with duckdb.connect() as connection:
        return month_ends(open_drop(drop, connection=connection).as_of, months)


def _month(ready: Prepared, book: RuleBook, in_force: RuleBook, seed: int) -> Iterator[tuple[str | None, Raised]]:
    day = ready.tables.as_of.date()
    model = fit_on(ready, seed=seed, rules=book)
    before = replace(model, rules=in_force, _programs={})
    for matrix in _matrices(ready, model):
        names = model.part(matrix.kind).names
        now, then = model.assess(matrix, on=day), before.assess(matrix, on=day)
        seen = model.part(matrix.kind).see(matrix)
        everything = np.ones(len(names), dtype=np.bool_)
        whole = np.zeros(len(matrix), dtype=np.bool_)
        for rule in book.on(matrix.kind, names, day).rules:
            program = Program.compile(_alone(book, rule), names)
            true = program.nats(seen.values, seen.deviations, everything)[:, 0] > 0
            whole |= true
            yield rule.name, _raised(matrix, true, now, then)
        yield None, _raised(matrix, whole, now, then)


def _matrices(ready: Prepared, model: Model) -> Iterator[Matrix]:
    singles = [ready.matrix(kind) for kind in ready.singles]
    yield from singles
    rings = ring_matrix(ready, [model.assess(one, on=ready.tables.as_of.date()) for one in singles])
    if len(rings) and SubjectKind.RING in model.kinds:
        yield rings


def _alone(book: RuleBook, rule: Rule) -> RuleBook:
    return replace(book, rules=(rule,), innocents=())


def _raised(matrix: Matrix, true: Flags, now: Assessment, then: Assessment) -> Raised:
    above = now.band != NONE
    keys = [(matrix.kind, str(subject)) for subject in matrix.subject_ids]
    rows = np.flatnonzero(true)
    return Raised(
        money={keys[row]: int(matrix.amount_at_risk[row]) for row in rows},
        above=frozenset(keys[row] for row in rows if above[row]),
        new=frozenset(keys[row] for row in rows if above[row] and then.band[row] == NONE),
    )


def _tally(rule: str | None, typology: str | None, raised: Raised, found: Mapping[Key, Past]) -> Tally:
    said = [found[key].outcome for key in raised.above if key in found]
    return Tally(
        rule=rule,
        typology=typology,
        raised=len(raised.money),
        money=sum(raised.money[key] for key in raised.above),
        above=len(raised.above),
        new=len(raised.new),
        right=sum(outcome in RIGHT for outcome in said),
        wrong=sum(outcome in WRONG for outcome in said),
    )


def month_ends(as_of: datetime, count: int) -> list[datetime]:
    """The last seconds of the last ``count`` whole months up to ``as_of``, the earliest first."""
    next_day = as_of + timedelta(seconds=1)
    month = next_day.year * 12 + next_day.month - 1
    return [_first(month - back) - timedelta(seconds=1) for back in range(count - 1, -1, -1)]


def _first(month: int) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1)
