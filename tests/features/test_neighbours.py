"""Rows beside each other, against a walk over the sorted rows."""

from random import Random
from typing import Any

import pyarrow as pa
import pytest

from features.engine import DuckDBEngine, Engine, PandasEngine, PolarsEngine
from features.neighbours import beside

ENGINES: list[Engine] = [PolarsEngine(), DuckDBEngine(), PandasEngine()]


def naive(rows: list[dict[str, Any]]) -> dict[int, tuple[int | None, int | None]]:
    found: dict[int, tuple[int | None, int | None]] = {}
    for row in rows:
        group = sorted(
            (other for other in rows if other["lane"] == row["lane"] and row["lane"] is not None),
            key=lambda other: (other["at"], other["id"]),
        )
        place = group.index(row) if row in group else None
        if place is None:
            found[row["id"]] = (None, None)
            continue
        before = group[place - 1]["worth"] if place > 0 else None
        after = group[place + 2]["worth"] if place + 2 < len(group) else None
        found[row["id"]] = (before, after)
    return found


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_neighbours_are_those_of_a_plain_walk(engine: Engine) -> None:
    chance = Random(5)  # noqa: S311 - a test's rows, not a secret
    rows = [
        {"id": n, "lane": chance.choice([0, 1, 2]), "at": chance.randrange(5), "worth": chance.randrange(9)}
        for n in range(40)
    ]
    frame = engine.load(pa.Table.from_pylist(rows), "rows")
    found = beside(
        engine,
        frame,
        within="lane",
        by=["at", "id"],
        wanted={"before": ("worth", 1), "after": ("worth", -2)},
    )
    seen = {
        row["id"]: (row["before"], row["after"])
        for row in engine.collect(found.select("id", "before", "after")).to_pylist()
    }
    assert seen == naive(rows)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_rows_of_no_group_have_no_neighbours(engine: Engine) -> None:
    rows = pa.table({"id": [1, 2], "lane": pa.array([None, None], pa.int64()), "worth": [3, 4]})
    found = beside(engine, engine.load(rows, "rows"), within="lane", by=["id"], wanted={"before": ("worth", 1)})
    assert engine.collect(found.select("before"))["before"].null_count == 2
