"""Narrow tables side by side, whatever the order of their rows and whoever is missing from them."""

from functools import partial
from typing import Any

import pyarrow as pa
import pytest

from features.engine import DuckDBEngine, Engine, PandasEngine, PolarsEngine
from features.widen import widen

ENGINES: list[Engine] = [PolarsEngine(), DuckDBEngine(), PandasEngine()]
NUMBERS, TEXTS = [2**62 + 7, 5, 2**40], ["b", "a", "c"]


@pytest.mark.parametrize("ids", [NUMBERS, TEXTS], ids=["numbers", "texts"])
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_subject_finds_its_own_values(engine: Engine, ids: list[Any]) -> None:
    first, second, third = ids
    stranger = "z" if isinstance(first, str) else 1
    base = pa.table({"subject_id": ids, "place": ["x", "y", "z"]})
    parts = {
        "whole": pa.table({"subject_id": [third, first, second], "whole": [3.0, 1.0, 2.0]}),
        "partial": pa.table({"subject_id": [stranger, second], "partial": [9.0, 2.0]}),
        "none": pa.table({"subject_id": base["subject_id"].slice(0, 0), "none": pa.array([], pa.float64())}),
    }
    frames = (partial(engine.load, part, f"part_{name}") for name, part in parts.items())
    found = engine.collect(widen(engine, engine.load(base, "people"), frames, "wide")).to_pylist()
    assert {row["subject_id"]: (row["place"], row["whole"], row["partial"], row["none"]) for row in found} == {
        first: ("x", 1.0, None, None),
        second: ("y", 2.0, 2.0, None),
        third: ("z", 3.0, None, None),
    }
