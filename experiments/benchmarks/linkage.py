"""Pairwise F1 of same-person linkage on FEBRL 3, 4a and 4b, with the product's own threshold, fixed beforehand.

Run: ``python -m experiments.benchmarks.linkage``. The model is learned from the records without their truth; beside it
stands the plain rule of an equal social security number. Exits 1 when a bar is missed.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from experiments.asked import at_least, ended, file
from features.errors import SaksamaError
from features.identities.linkage.model import THRESHOLD, Field, Level, LinkageModel, missing, same, splink_settings
from features.identities.linkage.predict import predict_duckdb
from features.identities.linkage.train import Lesson, learn

DATA = Path("../shared/data/linkage")
_COLUMNS = "given_name surname street_number address_1 suburb postcode date_of_birth soc_sec_id".split()  # noqa: SIM905 - a list of names reads best so
_CLOSE = "jaro_winkler_similarity(l.{0}, r.{0}) >= 0.85"


@dataclass(frozen=True, slots=True)
class Task:
    """One set of records with its bar; two files are linked with each other, one is searched for doubles."""

    name: str
    files: tuple[str, ...]
    bar: float


TASKS = (Task("FEBRL 3", ("dataset3.csv",), 0.985), Task("FEBRL 4a/4b", ("dataset4a.csv", "dataset4b.csv"), 0.97))


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out of one task."""

    task: str
    method: str
    pairs: int
    found: int
    precision: float
    recall: float
    f1: float
    seconds: float
    bar: float | None

    @property
    def met(self) -> bool:
        """Whether the bar is met; a method without a bar always meets it."""
        return self.bar is None or self.f1 >= self.bar


def _slip(column: str) -> Field:
    near = f"damerau_levenshtein(l.{column}, r.{column}) <= 1"
    return Field(column, (missing(column), Level("same", same(column)), Level("slip", near), Level("differs", "else")))


def _words(column: str, *cuts: float) -> Field:
    close = (Level(f"close_{cut}", f"jaro_winkler_similarity(l.{column}, r.{column}) >= {cut}") for cut in cuts)
    return Field(column, (missing(column), Level("same", same(column)), *close, Level("differs", "else")))


def _name() -> Field:
    given, surname = _CLOSE.format("given_name"), _CLOSE.format("surname")
    return Field(
        "name",
        (
            missing("given_name", "surname"),
            Level("same", f"{same('given_name')} and {same('surname')}"),
            Level("swapped", "l.given_name = r.surname and l.surname = r.given_name"),
            Level("close", f"{given} and {surname}"),
            Level("one_same", f"{same('given_name')} or {same('surname')}"),
            Level("one_close", f"{given} or {surname}"),
            Level("differs", "else"),
        ),
    )


FIELDS = (
    _name(),
    _slip("date_of_birth"),
    _slip("soc_sec_id"),
    _slip("postcode"),
    _words("street_number"),
    _words("address_1", 0.9, 0.7),
    _words("suburb", 0.9, 0.7),
)
BLOCKS = {
    "soc_sec_id": "soc_sec_id",
    "date_of_birth": "date_of_birth",
    "address_1": "address_1",
    "name_code": "left(given_name, 3) || left(surname, 3) || left(date_of_birth, 4)",
    "both_names": "least(given_name, surname) || greatest(given_name, surname)",
    "street": "suburb || street_number",
    "post_name": "postcode || left(given_name, 2)",
}
LESSON = Lesson(
    certain=("l.soc_sec_id = r.soc_sec_id",),
    recall=0.8,
    blocks=("l.soc_sec_id = r.soc_sec_id", "l.date_of_birth = r.date_of_birth"),
)


def run(task: Task, data: Path, *, seed: int) -> tuple[Figures, Figures]:
    """The figures of Splink and of the plain rule on one task."""
    connection = duckdb.connect()
    tables = [_read(connection, data / file, f"records_{n}") for n, file in enumerate(task.files)]
    start = time.perf_counter()
    settings = splink_settings(FIELDS, tuple(BLOCKS), 1e-4, unique_id="rec_id", tables=len(tables))
    model = learn(connection, tables, LinkageModel(settings), LESSON, seed=seed)
    predict_duckdb(connection, tables, model, "found")
    linked = _measure(connection, task, tables, method="Splink", seconds=time.perf_counter() - start)
    start = time.perf_counter()
    join = "l.soc_sec_id = r.soc_sec_id and " + ("l.rec_id < r.rec_id" if len(tables) == 1 else "true")
    connection.execute(f"""create or replace table found as select l.rec_id as left_unit, r.rec_id as right_unit
        from {tables[0]} l join {tables[-1]} r on {join}""")
    return linked, _measure(connection, task, tables, method="equal number", seconds=time.perf_counter() - start)


def _read(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> str:
    if not path.exists():
        raise SaksamaError(f"{path} is not there; give the folder of the FEBRL files with --data.")
    columns = ", ".join(f"nullif(trim({column}), '') as {column}" for column in _COLUMNS)
    blocks = ", ".join(f"{rule} as {block}" for block, rule in BLOCKS.items() if block != rule)
    connection.execute(
        f"""create table {table} as select *, {blocks} from (select trim(rec_id) as rec_id, {columns}
        from read_csv(?, all_varchar = true, normalize_names = true))""",
        [str(path)],
    )
    return table


def _measure(
    connection: duckdb.DuckDBPyConnection, task: Task, tables: Sequence[str], *, method: str, seconds: float
) -> Figures:
    person = "split_part({}, '-', 2)"
    order = "l.rec_id < r.rec_id" if len(tables) == 1 else "true"
    true_pairs = f"""select count(*) from {tables[0]} l join {tables[-1]} r
        on {person.format("l.rec_id")} = {person.format("r.rec_id")} and {order}"""
    right = f"count(*) filter ({person.format('left_unit')} = {person.format('right_unit')})"
    ((pairs,),) = connection.execute(true_pairs).fetchall()
    ((hits, found),) = connection.execute(f"select {right}, count(*) from found").fetchall()
    return Figures(
        task=task.name,
        method=method,
        pairs=pairs,
        found=found,
        precision=round(hits / max(found, 1), 4),
        recall=round(hits / pairs, 4),
        f1=round(2 * hits / (found + pairs), 4),
        seconds=round(seconds, 2),
        bar=task.bar if method == "Splink" else None,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the JSON; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the FEBRL files")
    parser.add_argument("--seed", type=at_least(0), default=1, help="seed of the chance pairs that u is learned from")
    parser.add_argument("--json", type=file, help="write the figures there too")
    options = parser.parse_args(arguments)
    figures = [each for task in TASKS for each in run(task, options.data, seed=options.seed)]
    print(f"{'task':<12} {'method':<13} {'precision':>9} {'recall':>7} {'F1':>7} {'bar':>6} {'seconds':>8}")
    for each in figures:
        bar = f"{each.bar:.3f}" if each.bar else "-"
        scores = f"{each.precision:9.4f} {each.recall:7.4f} {each.f1:7.4f}"
        print(f"{each.task:<12} {each.method:<13} {scores} {bar:>6} {each.seconds:8.1f}")
    text = json.dumps({"threshold": THRESHOLD, "figures": [asdict(each) for each in figures]}, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0 if all(each.met for each in figures) else 1


if __name__ == "__main__":
    sys.exit(ended(main))
