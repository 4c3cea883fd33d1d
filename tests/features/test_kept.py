"""Frames that are computed once, one after the other or together."""

from threading import Event

import pyarrow as pa
import pytest

from features.engine import DuckDBEngine, Engine, Frame, PolarsEngine
from features.kept import Maker, kept, prepare, prepare_together, without
from features.tables import Tables
from tests.features.agents.drops import tables_of


def _first(tables: Tables) -> Frame:
    return tables.engine.load(pa.table({"n": [1, 2]}), "first")


def _second(tables: Tables) -> Frame:
    return kept(tables, "kept_first", _first).select("n")


def test_later_frames_rest_on_earlier_ones_and_what_is_taken_away_is_gone() -> None:
    makers: dict[str, Maker] = {"kept_first": _first, "kept_second": _second}
    ready = without(prepare(tables_of(PolarsEngine(), {}), makers), {"kept_first"})
    assert "kept_first" not in ready.frames
    assert ready.engine.collect(ready["kept_second"])["n"].to_pylist() == [1, 2]


@pytest.mark.parametrize("engine", [PolarsEngine(), DuckDBEngine()], ids=lambda engine: engine.name)
def test_frames_that_are_made_together_wait_for_those_before_them_and_see_no_others(engine: Engine) -> None:
    seen: dict[str, set[str]] = {}

    def noting(name: str, make: Maker) -> Maker:
        def made(tables: Tables) -> Frame:
            seen[name] = set(tables.frames)
            return make(tables)

        return made

    makers = {"kept_first": _first, "kept_second": _second, "kept_third": _second}
    ready = prepare_together(tables_of(engine, {}), {name: noting(name, make) for name, make in makers.items()})
    assert seen == {
        "kept_first": set(),
        "kept_second": {"kept_first"},
        "kept_third": {"kept_first", "kept_second"},
    }
    for name in makers:
        assert sorted(ready.engine.collect(ready[name])["n"].to_pylist()) == [1, 2]


def test_who_waits_for_a_frame_leaves_its_turn_to_another() -> None:
    last_was_made = Event()

    def first(tables: Tables) -> Frame:
        assert last_was_made.wait(60), "the two that wait for this frame kept both turns"
        return _first(tables)

    def last(tables: Tables) -> Frame:
        last_was_made.set()
        return _first(tables)

    makers: dict[str, Maker] = {"kept_first": first, "kept_second": _second, "kept_third": _second, "kept_last": last}
    ready = prepare_together(tables_of(PolarsEngine(), {}), makers)
    assert ready.engine.collect(ready["kept_third"])["n"].to_pylist() == [1, 2]
