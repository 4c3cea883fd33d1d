"""Are the reasons true? What happens to a case when the facts that it is said to rest on are taken away.

``python -m experiments.benchmarks.reasons [DROP or RUN]``: a drop is scored by a model fitted on it, a run (made with
``saksama score --keep-features``) by its own; without either, worlds are simulated. Of everybody above band none the
first three reasons' features are taken away: made unknown, and, for comparison, put at what is usual among peers.
Beside them, three of the subject's known features at random, and the three largest deviations, as a plain ranking of
features would tell. Stability: the same subjects with every measured value up to one per cent off. Prints a table and
JSON, and exits 1 when a bar is missed: the band of 90 % of review alerts falls, and in 99 % of all alerts the evidence
falls further than without three random features.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from experiments.asked import FEWEST_FAMILIES, at_least, ended
from experiments.benchmarks.judged_world import ready, ready_world
from features.subjects import SubjectKind
from models.bands import NONE, REVIEW
from models.kind import Flags, Seen
from models.matrix import Floats, Matrix
from models.model import Model
from models.reasons import shares

TAKEN = 3
DRAWS = 5
JITTER = 0.01
SMALL = 100.0
"""Whole numbers below this are counted, not measured: nearly the same subject has the same."""
LOWERED, FURTHER = 0.90, 0.99
Columns = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Truth:
    """Counts over some alerts; each share is its count over ``alerts``, or over ``review`` for those of the band."""

    alerts: int
    review: int
    lowered: float
    lowered_by_usual: float
    lowered_by_deviations: float
    further: float
    further_by_deviations: float
    same_first: float
    same_three: float

    def __add__(self, other: "Truth") -> "Truth":
        mine, theirs = asdict(self), asdict(other)
        return Truth(**{name: mine[name] + theirs[name] for name in mine})


NOTHING = Truth(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def truth_of(model: Model, matrix: Matrix, seed: int) -> Truth:
    """How true the reasons of one kind's alerts are."""
    found = model.assess(matrix)
    flagged = np.flatnonzero(found.band != NONE)
    if not len(flagged):
        return NOTHING
    case = _Alerts(model, matrix.taken(flagged), found.band[flagged] == REVIEW)
    told, loudest = case.told(), case.loudest()
    near = replace(case, matrix=_jittered(case.matrix, seed)).told()
    draws = [case.drawn(np.random.default_rng([seed, draw])) for draw in range(DRAWS)]
    return Truth(
        alerts=len(flagged),
        review=int(case.review.sum()),
        lowered=case.lowered(case.unknown(told)),
        lowered_by_usual=case.lowered(case.usual(told)),
        lowered_by_deviations=case.lowered(case.unknown(loudest)),
        further=case.further(told, draws),
        further_by_deviations=case.further(loudest, draws),
        same_first=float((told[:, 0] == near[:, 0]).sum()),
        same_three=float(sum(_alike(one, two) for one, two in zip(told, near, strict=True))),
    )


@dataclass(frozen=True)
class _Alerts:
    """Alerts of one kind, and which of them are for review; columns are rows of feature places, -1 for none."""

    model: Model
    matrix: Matrix
    review: Flags

    @property
    def seen(self) -> Seen:
        return self.model.part(self.matrix.kind).see(self.matrix)

    def told(self) -> Columns:
        """The first three reasons."""
        part, program = self.model.part(self.matrix.kind), self.model.program(self.matrix.kind)
        return shares(part, program, self.seen, part.evidence(self.seen, program)).first

    def loudest(self) -> Columns:
        """The three largest deviations."""
        order: Columns = np.argsort(-np.abs(self.seen.deviations), axis=1, kind="stable")[:, :TAKEN]
        return order

    def drawn(self, random: np.random.Generator) -> Columns:
        """Three known features at random, alike for every subject."""
        lots = np.where(np.isnan(self.seen.values), 2.0, random.random(self.seen.values.shape))
        order = np.argsort(lots, axis=1)[:, :TAKEN]
        return np.where(np.take_along_axis(lots, order, axis=1) < 1.0, order, -1)

    def unknown(self, columns: Columns) -> Seen:
        """The alerts had these never been known."""
        return self.seen.without(_marked(columns, self.seen.values.shape))

    def usual(self, columns: Columns) -> Seen:
        """The alerts had these been as usual among their peers."""
        part = self.model.part(self.matrix.kind)
        usual = part.peers.usual(self.seen.group)
        values = np.where(_marked(columns, usual.shape), usual, self.seen.values)
        return part.see(replace(self.matrix, names=part.names, values=values))

    def lowered(self, seen: Seen) -> float:
        """How many of those for review are no more."""
        part, program = self.model.part(self.matrix.kind), self.model.program(self.matrix.kind)
        bands = self.model.lines.bands(part.evidence(seen, program).share, part.own_evidence(seen, program))
        return float((bands[self.review] == NONE).sum())

    def further(self, columns: Columns, draws: Sequence[Columns]) -> float:
        """How many fall further than without random features, on average over the draws."""
        mine = self._raw(columns)
        return float(np.mean([(mine < self._raw(draw)).sum() for draw in draws]))

    def _raw(self, columns: Columns) -> Floats:
        part = self.model.part(self.matrix.kind)
        return part.evidence(self.unknown(columns), self.model.program(self.matrix.kind)).raw


def _marked(columns: Columns, shape: tuple[int, ...]) -> Flags:
    marked = np.zeros((shape[0], shape[1] + 1), dtype=np.bool_)
    np.put_along_axis(marked, columns, values=True, axis=1)  # -1, none, falls on the last column
    return marked[:, :-1]


def _jittered(matrix: Matrix, seed: int) -> Matrix:
    """Nearly the same subjects: what is measured is up to one per cent off, what is counted stays."""
    values = matrix.values
    counted = (values == np.round(values)) & (np.abs(values) < SMALL)
    off = 1.0 + np.random.default_rng([seed, DRAWS]).uniform(-JITTER, JITTER, values.shape)
    return replace(matrix, values=np.where(counted, values, values * off))


def _alike(one: Columns, two: Columns) -> float:
    """Shared columns over all columns of both."""
    first, second = set(one[one >= 0].tolist()), set(two[two >= 0].tolist())
    return len(first & second) / max(1, len(first | second))


def figures(truth: Truth) -> dict[str, float]:
    """Shares; those of the band among review alerts, the others among all."""
    of = {"alerts": truth.alerts, "review": truth.review}
    whole = {name: truth.review if name.startswith("lowered") else truth.alerts for name in asdict(truth)}
    return of | {name: value / max(1, whole[name]) for name, value in asdict(truth).items() if name not in of}


def missed(all_of_them: Mapping[str, float]) -> list[str]:
    """The bars that are missed, and by how much."""
    bars = {"lowered": LOWERED, "further": FURTHER}
    return [f"{name} {all_of_them[name]:.4f} is below {bar}" for name, bar in bars.items() if all_of_them[name] < bar]


@contextmanager
def _given(folder: Path | None, families: int, seed: int) -> Iterator[tuple[Model, Mapping[SubjectKind, Matrix]]]:
    if folder is None:
        with ready_world(families, seed) as world:
            yield world.model, world.matrices
    elif (folder / "model").is_dir():
        model = Model.load(folder / "model")
        yield model, {kind: _kept(folder, kind, model) for kind in model.kinds}
    else:
        with ready(folder, seed) as world:
            yield world.model, world.matrices


def _kept(run: Path, kind: SubjectKind, model: Model) -> Matrix:
    path = run / "features" / f"{kind.value}.parquet"
    if not path.is_file():
        raise SystemExit(f"{run} kept no features: score again with --keep-features.")
    return Matrix.from_table(kind, pq.read_table(path), model.part(kind).names)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the JSON; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="a drop, or a run that kept its features")
    parser.add_argument("--families", type=at_least(FEWEST_FAMILIES), default=20_000, help="of each simulated world")
    parser.add_argument("--seeds", type=at_least(1), default=1, help="worlds to simulate")
    parser.add_argument("--first-seed", type=at_least(0), default=201)
    asked = parser.parse_args(arguments)
    counted: dict[str, Truth] = {}
    for seed in range(asked.first_seed, asked.first_seed + (asked.seeds if asked.folder is None else 1)):
        with _given(asked.folder, asked.families, seed) as (model, matrices):
            for kind, matrix in matrices.items():
                counted[kind.value] = counted.get(kind.value, NOTHING) + truth_of(model, matrix, seed)
    total = figures(sum(counted.values(), NOTHING))
    table = pd.DataFrame({name: figures(one) for name, one in counted.items()} | {"all": total})
    _print(table)
    print(json.dumps({"figures": table.to_dict(), "missed": missed(total)}))
    return int(bool(missed(total)))


def _print(table: pd.DataFrame) -> None:
    shown = Table(
        "", *map(str, table.columns), title="What becomes of alerts when their first three reasons are taken away"
    )
    for name, row in table.iterrows():
        shown.add_row(
            str(name), *(f"{value:,.0f}" if name in ("alerts", "review") else f"{value:.4f}" for value in row)
        )
    Console(width=120).print(shown)


if __name__ == "__main__":
    sys.exit(ended(main))
