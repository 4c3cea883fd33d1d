"""The way from a drop to what models read, at national size: seconds, processor seconds and peak memory per step.

``python -m experiments.benchmarks.pipeline --recipients 1000000`` makes a drop (country.py beside this file), runs the
steps of models/run/prepare.py in a process of its own, and prints a table and JSON. Beside it stand the same steps on a
quarter of the recipients and one bare DuckDB pass over the same rows. Exits 1 when a bar is missed: at a million
recipients on two cores 8 s for intake and identities, 8 s for features, 6 s for links and rings, 3 GB in each; and
processor seconds grow no faster than the rows.

``--scores`` goes on to a whole run folder, by a model that is fitted first on a country of twenty thousand: 20 s for
scores with reasons, and 3 s for all that comes after them, the lists of the left-out and of the fund flow included.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import get_args

import duckdb
from rich.console import Console
from rich.table import Table

from experiments.asked import FEWEST_TIMED, at_least, ended
from experiments.benchmarks.country import write_country
from models.model import Model
from models.run.judge import fit_on
from models.run.options import EngineName, RunOptions
from models.run.prepare import prepared
from models.run.score import score_drop
from models.run.steps import Steps

BUDGETS: Mapping[tuple[str, ...], float] = {
    ("intake", "identities"): 8.0,
    ("features",): 8.0,
    ("links", "rings"): 6.0,
    ("scores",): 20.0,
    ("left out", "fund flow", "output"): 3.0,
}
GIGABYTES = 3.0
"""The most that the process may hold in any step."""
GROWTH = 1.15
"""A quarter of the rows may take a quarter of the time and memory, give or take this factor."""
_MILLION, _QUARTER, _KEY = 1_000_000, 4, b"a key for measuring only, nothing real under it"
_TAUGHT = 20_000
_MEMORY, _HIGHEST = Path("/proc/self/clear_refs"), Path("/proc/self/status")
Figures = dict[str, float]


@dataclass
class Meter:
    """A gauge that also reads the processor, and the peak of each step by itself where the system can tell."""

    steps: dict[str, Figures] = field(default_factory=dict)
    _open: tuple[str, float, float] | None = None

    def seconds(self) -> float:
        return time.perf_counter()

    def peak_megabytes(self) -> float:
        return _peak_gigabytes() * 1024

    def announce(self, step: str) -> None:
        self.close()
        _forget_peak()
        self._open = (step, time.perf_counter(), time.process_time())

    def close(self) -> None:
        """The step under way is done."""
        if self._open:
            name, wall, processor = self._open
            self.steps[name] = {
                "seconds": time.perf_counter() - wall,
                "processor": time.process_time() - processor,
                "gigabytes": _peak_gigabytes(),
            }
        self._open = None


def _forget_peak() -> None:
    """Begin a new peak at what is held now; where the system does not offer it, the peak is that of the process."""
    if _MEMORY.exists():
        _MEMORY.write_text("5")


def _peak_gigabytes() -> float:
    if _HIGHEST.exists():
        lines = _HIGHEST.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def pipeline(drop: Path, engine: EngineName) -> dict[str, Figures]:
    """The figures of each step, from the files to rings."""
    meter = Meter()
    with prepared(drop, key=_KEY, steps=Steps(meter), engine=engine, seed=1):
        meter.close()
    return meter.steps


def whole_run(drop: Path, engine: EngineName) -> dict[str, Figures]:
    """The same, and on to a run folder by the model that stands beside the drop."""
    meter, model = Meter(), Model.load(drop.parent / "model")
    score_drop(RunOptions(drop, drop.with_suffix(".run"), _KEY, engine=engine, seed=1), gauge=meter, model=model)
    meter.close()
    return meter.steps


def teach(drop: Path, engine: EngineName) -> dict[str, Figures]:
    """Fit a model on a drop and leave it beside it."""
    with prepared(drop, key=_KEY, steps=Steps(Meter()), engine=engine, seed=1) as ready:
        fit_on(ready, seed=1).save(drop.parent / "model")
    return {}


def bare_pass(drop: Path, engine: EngineName) -> dict[str, Figures]:
    """One DuckDB pass that reads every column, joins payments and transactions to recipients and sums: the floor."""
    del engine
    meter = Meter()
    with duckdb.connect() as connection:
        meter.announce("bare pass")
        for path in sorted(drop.glob("*.parquet")):
            connection.execute(f"create table {path.stem} as from read_parquet('{path}')")
        connection.execute(_SUMS).fetchall()
        meter.close()
    return meter.steps


_SUMS = """create table sums as
    with paid as (select recipient_id, sum(amount) as paid, max(credited_at) as latest from payments group by all),
    spent as (select recipient_id, sum(amount) as spent, count(distinct terminal_id) as places
        from transactions join accounts using (account_id) group by all),
    phones as (select phone, count(*) as sharing from recipients group by all having count(*) > 1)
    select * from recipients left join families using (family_id) left join paid using (recipient_id)
        left join spent using (recipient_id) left join phones using (phone)"""


def apart(
    measure: Callable[[Path, EngineName], dict[str, Figures]], drop: Path, engine: EngineName
) -> dict[str, Figures]:
    """The figures from a fresh process, so that memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, drop, engine).result()


def budgeted(steps: Mapping[str, Figures]) -> dict[str, Figures]:
    """The steps summed under their budgets, and the highest peak of them all."""
    sums = {}
    for names, budget in BUDGETS.items():
        if not set(names) <= set(steps):
            continue
        found = {unit: sum(steps[name][unit] for name in names) for unit in ("seconds", "processor")}
        sums[" + ".join(names)] = found | {"gigabytes": max(steps[name]["gigabytes"] for name in names), "bar": budget}
    return sums


def missed(sums: Mapping[str, Figures], smaller: Mapping[str, Figures] | None, recipients: int) -> list[str]:
    """Every bar that is missed, in words; the budgets hold up to a million recipients and grow with the rows."""
    share = max(1.0, recipients / _MILLION)
    wrong = [
        f"{name}: {found['seconds']:.1f} s where {found['bar'] * share:.1f} s are allowed"
        for name, found in sums.items()
        if found["seconds"] > found["bar"] * share
    ]
    wrong += [
        f"memory of {name}: {found['gigabytes']:.1f} GB where {GIGABYTES * share:.1f} GB are allowed"
        for name, found in sums.items()
        if found["gigabytes"] > GIGABYTES * share
    ]
    for name, before in (smaller or {}).items():
        growth = sums[name]["processor"] / before["processor"]
        if growth > _QUARTER * GROWTH:
            wrong.append(f"{name}: {growth:.1f} times the processor seconds for {_QUARTER} times the rows")
    return wrong


def run(
    recipients: int, seed: int, engine: EngineName, *, growth: bool, scores: bool
) -> tuple[dict[str, dict[str, Figures]], int]:
    """Every figure of one size, of a quarter of it, and of the bare pass; and how many rows the drop has."""
    way = whole_run if scores else pipeline
    with tempfile.TemporaryDirectory(prefix="saksama-country-") as aside:
        drop, part = Path(aside) / "whole", Path(aside) / "quarter"
        rows = sum(write_country(drop, recipients, seed).values())
        if scores:
            write_country(Path(aside) / "taught", min(_TAUGHT, recipients), seed + 1)
            apart(teach, Path(aside) / "taught", engine)
        found = {"steps": apart(way, drop, engine), "bare": apart(bare_pass, drop, engine)}
        if growth:
            write_country(part, recipients // _QUARTER, seed)
            found["quarter"] = apart(way, part, engine)
        return found, rows


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m experiments.benchmarks.pipeline", description=__doc__)
    parser.add_argument("--recipients", type=at_least(FEWEST_TIMED), default=_MILLION)
    parser.add_argument("--seed", type=at_least(0), default=1)
    parser.add_argument("--engine", choices=get_args(EngineName), default="polars")
    parser.add_argument("--no-growth", action="store_true", help="leave the quarter out")
    parser.add_argument("--scores", action="store_true", help="go on to a run folder")
    given = parser.parse_args(arguments)
    wanted = {"growth": not given.no_growth, "scores": given.scores}
    found, rows = run(given.recipients, given.seed, given.engine, **wanted)
    sums = budgeted(found["steps"])
    smaller = budgeted(found["quarter"]) if "quarter" in found else None
    wrong = missed(sums, smaller, given.recipients)
    _show(found | {"budgets": sums}, given.recipients, rows)
    figures = {"recipients": given.recipients, "rows": rows, "engine": given.engine, **found, "budgets": sums}
    sys.stdout.write(json.dumps({"figures": figures, "missed": wrong}) + "\n")
    return 1 if wrong else 0


def _show(found: Mapping[str, Mapping[str, Figures]], recipients: int, rows: int) -> None:
    table = Table("", "seconds", "processor", "peak GB", "bars", title=f"{recipients:,} recipients, {rows:,} rows")
    for part, steps in found.items():
        for name, figures in steps.items():
            share = max(1.0, recipients / _MILLION)
            bar = f"{figures['bar'] * share:.1f} s, {GIGABYTES * share:.1f} GB" if "bar" in figures else ""
            units = (f"{figures[unit]:.2f}" for unit in ("seconds", "processor", "gigabytes"))
            table.add_row(f"{part}: {name}", *units, bar)
        table.add_section()
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(ended(main))
