"""The same features on every engine: seconds, processor seconds, and whether each value is the same to 1e-9.

``python -m experiments.benchmarks.engines --recipients 20000`` makes a drop (country.py beside this file), lets each
engine compute every feature of it in a process of its own, and prints a table and JSON. Exits 1 where a value differs
from Polars', or where Polars, the default, is not the one that takes the least processor time. Spark, which starts a
Java machine of its own and is told in seconds only, takes part where it is named with ``--engines``.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from experiments.asked import FEWEST_TIMED, at_least, ended
from experiments.benchmarks.country import write_country
from features.build import CATALOGUE, build_features
from features.engine import DuckDBEngine, Engine, PandasEngine, PolarsEngine, SparkEngine
from features.engine.spark import local_session
from features.identities import step_outside
from features.intake import open_drop

DEFAULT, OTHERS, OPTIONAL = "polars", ("duckdb", "pandas"), "spark"
CLOSE = 1e-9
_KEY = b"a key for measuring only, nothing real under it"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine took; ``differing`` counts values that are not those of Polars."""

    engine: str
    seconds: float
    processor: float | None
    values: int
    differing: int


def compute(drop: Path, out: Path, name: str) -> tuple[float, float]:
    """Write every kind's features to ``out``; seconds and processor seconds of the features alone."""
    out.mkdir()
    with duckdb.connect() as connection:
        engine = _engine(name, connection)
        tables = step_outside(open_drop(drop, connection=connection), _KEY, engine=engine, aside=out / "aside")
        wall, processor = time.perf_counter(), time.process_time()
        found = {kind: engine.collect(frame) for kind, frame in build_features(tables).frames.items()}
        took = time.perf_counter() - wall, time.process_time() - processor
        for kind, rows in found.items():
            pq.write_table(rows.sort_by("subject_id"), out / f"{kind}.parquet")
    return took


def _engine(name: str, connection: duckdb.DuckDBPyConnection) -> Engine:
    if name == OPTIONAL:
        return SparkEngine(local_session())
    if name == "pandas":
        return PandasEngine()
    return DuckDBEngine(connection) if name == "duckdb" else PolarsEngine()


def compare(mine: Path, other: Path) -> tuple[int, int]:
    """How many values there are, and how many differ; a subject that only one has counts with all its features."""
    values = differing = 0
    for path in sorted(mine.glob("*.parquet")):
        left, right = pq.read_table(path), pq.read_table(other / path.name)
        names = [name for name in left.column_names if name in CATALOGUE]
        values += len(names) * left.num_rows
        same = left["subject_id"].equals(right["subject_id"])
        differing += sum(_unlike(left[name], right[name]) for name in names) if same else len(names) * left.num_rows
    return values, differing


def _unlike(left: pa.ChunkedArray, right: pa.ChunkedArray) -> int:
    one, two = (column.to_numpy(zero_copy_only=False) for column in (left, right))
    return int((~np.isclose(one, two, rtol=CLOSE, atol=CLOSE, equal_nan=True)).sum())


def run(recipients: int, seed: int, engines: Sequence[str]) -> list[Figures]:
    """The figures of Polars and of each engine named."""
    with tempfile.TemporaryDirectory(prefix="saksama-engines-") as aside:
        folder = Path(aside)
        write_country(folder / "drop", recipients, seed)
        return [_measured(folder, name) for name in (DEFAULT, *engines)]


def _measured(folder: Path, name: str) -> Figures:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, processor = pool.submit(compute, folder / "drop", folder / name, name).result()
    values, differing = compare(folder / DEFAULT, folder / name)
    return Figures(name, round(seconds, 2), None if name == OPTIONAL else round(processor, 2), values, differing)


def missed(figures: Sequence[Figures]) -> list[str]:
    """Every bar that is missed, in words."""
    wrong = [f"{one.engine}: {one.differing} of {one.values} values differ" for one in figures if one.differing]
    took: Mapping[str, float] = {one.engine: one.processor for one in figures if one.processor is not None}
    quicker = [name for name, seconds in took.items() if seconds < took[DEFAULT]]
    return wrong + [f"{name} takes less processor time than {DEFAULT}, the default" for name in quicker]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m experiments.benchmarks.engines", description=__doc__)
    parser.add_argument("--recipients", type=at_least(FEWEST_TIMED), default=20_000)
    parser.add_argument("--seed", type=at_least(0), default=1)
    parser.add_argument("--engines", nargs="*", choices=(*OTHERS, OPTIONAL), default=OTHERS, help="beside Polars")
    given = parser.parse_args(arguments)
    figures = run(given.recipients, given.seed, given.engines)
    table = Table("engine", "seconds", "processor", "values", "differing", title=f"{given.recipients:,} recipients")
    for one in figures:
        processor = "" if one.processor is None else f"{one.processor:.2f}"
        table.add_row(one.engine, f"{one.seconds:.2f}", processor, f"{one.values:,}", f"{one.differing:,}")
    Console(width=100).print(table)
    wrong = missed(figures)
    sys.stdout.write(json.dumps({"figures": [asdict(one) for one in figures], "missed": wrong}) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(ended(main))
