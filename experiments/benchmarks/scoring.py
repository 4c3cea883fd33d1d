"""Scores with reasons at national size: the full ensemble on so many subjects, and on one at a time.

``python -m experiments.benchmarks.scoring --subjects 1000000`` simulates a world, fits a model on it, draws that many
recipients from it with replacement, and scores them as a run does: peers, five detectors, rules, bands, and reasons in
two languages for everybody above band none. Beside it stand scikit-learn's and PyOD's isolation forest alone, fitted
on the same subjects: no peers, no rules, no reasons. Prints a table and JSON.

Exits 1 when a bar is missed: a million subjects under 20 s on two cores, in proportion where there are fewer, and one
subject with reasons under 1 ms (median); or when a row alone or the rows in one thread differ from those of the batch
(raw evidence by more than 1e-12, the published score or the reasons at all).
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from pyod.models.iforest import IForest
from rich.console import Console
from rich.table import Table
from sklearn.ensemble import IsolationForest

from experiments.asked import FEWEST_FAMILIES, at_least, ended, file
from experiments.benchmarks.judged_world import Ready, many, ready_world
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.chunks import CHUNK
from models.matrix import Floats, Matrix, Place
from models.model import Model

SECONDS_PER_MILLION, MILLISECONDS, ROUNDING = 20.0, 1.0, 1e-12
MILLION = 1_000_000
SINGLES = 200
Row = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """Time that one way of scoring takes; ``bar`` in the same unit, None where none is set."""

    what: str
    subjects: int
    seconds: float
    processor: float
    bar: float | None = None

    @property
    def missed(self) -> bool:
        """Whether it took longer than its bar."""
        return self.bar is not None and self.seconds >= self.bar


def measure(world: Ready, subjects: int, seed: int) -> tuple[list[Figure], list[str]]:
    """Times of all ways, and in which ways the same subject came out differently."""
    kind = SubjectKind.RECIPIENT
    model, few = world.model, world.matrices[kind]
    model.assess(few)  # compiles what has not been compiled yet
    crowd = many(few, subjects, seed)
    figure, found = _timed(f"saksama, {_flagged(model, few):.1%} with reasons", subjects, lambda: model.assess(crowd))
    bar = SECONDS_PER_MILLION * subjects / MILLION
    figures = [replace(figure, bar=bar), *_forests(few, crowd)]
    return [*figures, *_singles(model, crowd, found)], _differences(model, crowd, found)


def _flagged(model: Model, matrix: Matrix) -> float:
    return float((model.assess(matrix).band != "none").mean())


def _timed(what: str, subjects: int, work: Callable[[], Any]) -> tuple[Figure, Any]:  # Any: what the work gives
    begun, processor = time.perf_counter(), time.process_time()
    found = work()
    return Figure(what, subjects, time.perf_counter() - begun, time.process_time() - processor), found


def _forests(few: Matrix, crowd: Matrix) -> Iterator[Figure]:
    """The isolation forest of two libraries with gaps filled by medians, as is usual."""
    learnt, rows = _filled(few.values, few), _filled(crowd.values, few)
    theirs = IsolationForest(random_state=0, n_jobs=os.cpu_count()).fit(learnt)
    yield _timed("scikit-learn's forest alone", len(rows), lambda: theirs.score_samples(rows))[0]
    pyod = IForest(random_state=0, n_jobs=os.cpu_count()).fit(learnt)
    yield _timed("PyOD's forest alone", len(rows), lambda: pyod.decision_function(rows))[0]
    one_by_one = [rows[at : at + 1] for at in range(min(SINGLES // 10, len(rows)))]
    yield _median("scikit-learn's forest, one row", one_by_one, theirs.score_samples)


def _filled(values: Floats, few: Matrix) -> Floats:
    seen = [column[~np.isnan(column)] for column in few.values.T]
    medians = np.array([np.median(column) if len(column) else 0.0 for column in seen])
    return np.where(np.isnan(values), medians, values)


def _singles(model: Model, crowd: Matrix, found: Assessment) -> Iterator[Figure]:
    """One subject at a time, of those with reasons and of all."""
    flagged = np.flatnonzero(found.band != "none")[:SINGLES]
    for what, rows in (("with reasons", flagged), ("of all", np.arange(min(SINGLES, len(crowd))))):
        given = [_row(crowd, int(row)) for row in rows]
        bar = MILLISECONDS / 1000 if what == "with reasons" else None
        yield _median(f"saksama, one row {what}", given, lambda one: model.assess_one(crowd.kind, *one), bar)


def _row(matrix: Matrix, at: int) -> tuple[Row, Place]:
    values = zip(matrix.names, matrix.values[at].tolist(), strict=True)
    place = Place(
        str(matrix.subject_ids[at]),
        matrix.district[at],
        matrix.regency[at],
        matrix.channel[at],
        int(matrix.amount_at_risk[at]),
    )
    return {name: None if np.isnan(value) else value for name, value in values}, place


def _median(what: str, given: Sequence[Any], work: Callable[[Any], Any], bar: float | None = None) -> Figure:
    """Of one call; Any: whatever the work takes and gives."""
    figures = [_timed(what, 1, partial(work, one))[0] for one in given]
    seconds = float(np.median([one.seconds for one in figures]))
    return Figure(what, 1, seconds, float(np.median([one.processor for one in figures])), bar)


def _differences(model: Model, crowd: Matrix, found: Assessment) -> list[str]:
    """A slice in one thread, and some rows alone, against the same in the batch."""
    part = slice(CHUNK // 2, CHUNK // 2 + min(CHUNK, len(crowd)))
    wrong = _differ("rows in one thread", model.assess(crowd.taken(part)), found, part)
    flagged = np.flatnonzero(found.band != "none")[: SINGLES // 4]
    for row in (*flagged, *range(min(SINGLES // 4, len(crowd)))):
        alone = model.assess_one(crowd.kind, *_row(crowd, int(row)))
        wrong += _differ(f"row {row} alone", alone, found, slice(int(row), int(row) + 1))
    return wrong


def _differ(what: str, one: Assessment, batch: Assessment, rows: slice) -> list[str]:
    far = float(np.abs(one.raw - batch.raw[rows]).max(initial=0.0))
    same = np.array_equal(one.score, batch.score[rows]) and list(one.reasons) == list(batch.reasons[rows])
    told = "the same" if same else "different"
    return [] if far <= ROUNDING and same else [f"{what}: raw evidence {far:.1e} apart, scores and reasons {told}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the JSON; 1 when a bar is missed or a row comes out differently."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subjects", type=at_least(1), default=MILLION)
    parser.add_argument(
        "--families", type=at_least(FEWEST_FAMILIES), default=20_000, help="of the world that subjects are drawn from"
    )
    parser.add_argument("--seed", type=at_least(0), default=101)
    parser.add_argument("--out", type=file, help="write the JSON here too")
    asked = parser.parse_args(arguments)
    with ready_world(asked.families, asked.seed) as world:
        figures, wrong = measure(world, asked.subjects, asked.seed)
    _print(figures)
    text = json.dumps({"subjects": asked.subjects, "figures": [asdict(one) for one in figures], "differences": wrong})
    print(text)
    if asked.out is not None:
        asked.out.write_text(text + "\n", encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return int(bool(wrong) or any(figure.missed for figure in figures))


def _print(figures: Sequence[Figure]) -> None:
    table = Table("", "subjects", "seconds", "processor", "us each", "bar", title="Scores with reasons")
    for one in figures:
        bar = "" if one.bar is None else f"{one.bar:g}" + (" missed" if one.missed else "")
        each = f"{one.seconds / one.subjects * MILLION:.1f}"
        table.add_row(one.what, f"{one.subjects:,}", f"{one.seconds:.4f}", f"{one.processor:.4f}", each, bar)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(ended(main))
