"""The credits before a debit, against a walk along one line of both."""

from random import Random
from typing import Any

import pyarrow as pa
import pytest

from features.credits_before import with_credits
from features.engine import DuckDBEngine, Engine, PandasEngine, PolarsEngine

ENGINES: list[Engine] = [PolarsEngine(), DuckDBEngine(), PandasEngine()]
Row = dict[str, Any]
FIELDS = [("list_no", pa.int64()), ("seconds", pa.int64()), ("transaction_id", pa.string())]
SPENT, PAID = pa.schema(FIELDS), pa.schema([*FIELDS, ("worth", pa.int64())])


def naive(spent: list[Row], paid: list[Row]) -> dict[str, tuple[int | None, int | None]]:
    line = sorted([*paid, *spent], key=lambda row: (row["seconds"], "worth" not in row, row["transaction_id"]))
    found: dict[str, tuple[int | None, int | None]] = {}
    for number, row in enumerate(line):
        if "worth" in row:
            continue
        own = [other for other in line[:number] if other["list_no"] == row["list_no"] is not None]
        times = [other["seconds"] for other in own if "worth" in other and other["seconds"] > 0]
        since: list[int] = []
        while own and len(since) < 3 and own[-1].get("worth") is not None:
            since.append(own.pop()["worth"])
        found[row["transaction_id"]] = (max(times, default=None), sum(since) if since else None)
    return found


def found_by(engine: Engine, spent: list[Row], paid: list[Row]) -> dict[str, tuple[int | None, int | None]]:
    frames = (pa.Table.from_pylist(rows, schema=schema) for rows, schema in ((spent, SPENT), (paid, PAID)))
    rows, credited = (engine.load(table, f"given_{number}") for number, table in enumerate(frames))
    found = engine.collect(with_credits(engine, rows, credited)).to_pylist()
    return {row["transaction_id"]: (row["credit_seconds"], row["fresh_credit"]) for row in found}


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_the_credits_before_a_debit_are_those_of_a_plain_walk(engine: Engine) -> None:
    chance = Random(6)  # noqa: S311 - a test's rows, not a secret

    def row(name: str) -> Row:
        return {"list_no": chance.choice([None, 0, 1, 4]), "seconds": chance.randrange(-2, 9), "transaction_id": name}

    spent = [row(f"t{number * 7 % 40}") for number in range(40)]
    paid = [{**row(f"p{number * 7 % 60}"), "worth": chance.choice([None, 0, 5, 7])} for number in range(60)]
    assert found_by(engine, spent, paid) == naive(spent, paid)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_without_any_credit_there_is_none_before(engine: Engine) -> None:
    spent = [{"list_no": 3, "seconds": 7, "transaction_id": "t"}]
    assert found_by(engine, spent, []) == {"t": (None, None)}
