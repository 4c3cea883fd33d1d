import pyarrow as pa

from features.engine import Frame, PolarsEngine
from features.kept import Maker, kept, prepare
from features.tables import Tables
from tests.features.agents.drops import tables_of


def _first(tables: Tables) -> Frame:
    return tables.engine.load(pa.table({"n": [1, 2]}), "first")


def _second(tables: Tables) -> Frame:
    return kept(tables, "kept_first", _first).select("n")


def test_a_frame_is_forgotten_when_its_last_reader_is_made() -> None:
    makers: dict[str, Maker] = {"kept_first": _first, "kept_second": _second}
    ready = prepare(tables_of(PolarsEngine(), {}), makers, until={"kept_first": "kept_second"})
    assert "kept_first" not in ready.frames
    assert ready.engine.collect(ready["kept_second"])["n"].to_pylist() == [1, 2]
