"""One new record against a million people who are known: seconds until it is said who it may be.

``python -m experiments.benchmarks.one_record --known 1000000`` makes a drop (country.py beside this file), keeps its
payees, and links records that somebody noted a second time: the same person in another spelling, without a NIK. Beside
it stands the likeness of the name alone to everybody known. Prints a table and JSON; exits 1 where a record takes a
second or longer, or fewer than nine in ten are recognised.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from experiments.asked import FEWEST_TIMED, at_least, ended
from experiments.benchmarks.country import write_country
from features.identities import KnownPeople, PersonRecord, default_model, know_people, link_one
from features.intake import open_drop

SECONDS, FOUND = 1.0, 0.9
_Look = Callable[[PersonRecord, KnownPeople], list[str | None]]
_CHOSEN = """select recipient_id, name, mother, birth, village from known.people
    where length(name) > 8 and mother is not null order by hash(unit_id, {seed}) limit {records}"""
_BY_NAME = "select recipient_id from known.people order by jaro_winkler_similarity(name, $name) desc, unit_id limit 1"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way took: the slowest and the middle record in seconds, and the share of records recognised."""

    way: str
    slowest: float
    middle: float
    found: float


def run(known: int, records: int, seed: int) -> list[Figures]:
    """The figures of linking, and of the name's likeness alone."""
    with tempfile.TemporaryDirectory(prefix="saksama-known-") as aside, duckdb.connect() as connection:
        write_country(Path(aside) / "drop", known, seed)
        people = know_people(open_drop(Path(aside) / "drop", connection=connection))
        chosen = connection.execute(_CHOSEN.format(seed=seed, records=records)).fetchall()
        link_one(_noted_again(chosen[0]), people, default_model())  # what is imported once is no part of a record
        return [_measured("linked", _link, chosen, people), _measured("by name alone", _by_name, chosen, people)]


def _noted_again(row: Sequence[Any]) -> PersonRecord:
    """The same person as another clerk writes: a letter of the name doubled, no NIK."""
    _, name, mother, birth, village = row
    return PersonRecord(f"{name}{name[-1]}", mother, date.fromisoformat(birth), None, village)


def _link(record: PersonRecord, people: KnownPeople) -> list[str | None]:
    return [match.recipient_id for match in link_one(record, people, default_model())]


def _by_name(record: PersonRecord, people: KnownPeople) -> list[str | None]:
    return [row[0] for row in people.connection.execute(_BY_NAME, {"name": record.name}).fetchall()]


def _measured(way: str, look: _Look, chosen: Sequence[Sequence[Any]], people: KnownPeople) -> Figures:
    took, found = [], 0
    for row in chosen:
        start = time.perf_counter()
        found += row[0] in look(_noted_again(row), people)
        took.append(time.perf_counter() - start)
    return Figures(way, round(max(took), 3), round(sorted(took)[len(took) // 2], 3), round(found / len(chosen), 3))


def missed(linked: Figures) -> list[str]:
    """Every bar that is missed, in words."""
    slow = [f"the slowest record took {linked.slowest} s, {SECONDS} s are allowed"] if linked.slowest >= SECONDS else []
    lost = [f"{linked.found:.0%} were recognised, {FOUND:.0%} are asked for"] if linked.found < FOUND else []
    return slow + lost


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m experiments.benchmarks.one_record", description=__doc__)
    parser.add_argument("--known", type=at_least(FEWEST_TIMED), default=1_000_000)
    parser.add_argument("--records", type=at_least(1), default=20)
    parser.add_argument("--seed", type=at_least(0), default=1)
    given = parser.parse_args(arguments)
    figures = run(given.known, given.records, given.seed)
    table = Table("way", "slowest (s)", "middle (s)", "recognised", title=f"{given.known:,} known")
    for one in figures:
        table.add_row(one.way, f"{one.slowest:.3f}", f"{one.middle:.3f}", f"{one.found:.0%}")
    Console(width=100).print(table)
    wrong = missed(figures[0])
    sys.stdout.write(json.dumps({"figures": [asdict(one) for one in figures], "missed": wrong}) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(ended(main))
