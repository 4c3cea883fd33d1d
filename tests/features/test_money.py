"""The lists of money rest on what features found of debits and ledger: they say the same without it."""

from features.build import build_features
from features.engine import PolarsEngine
from features.fund_flow import find_fund_flow
from features.kept import prepare
from features.left_out import find_left_out
from features.money import LISTS, OF_HANDS
from features.tables import Tables
from tests.features.villages import tables_with_names, telling_drop


def lists_of(tables: Tables) -> dict[str, list[str]]:
    found = {"left out": find_left_out(tables), "fund flow": find_fund_flow(tables)}
    return {name: sorted(map(repr, tables.engine.collect(frame).to_pylist())) for name, frame in found.items()}


def test_the_lists_are_those_that_the_raw_tables_give() -> None:
    tables = tables_with_names(PolarsEngine(), telling_drop())
    carried = build_features(tables).money
    assert carried.frames.keys() - tables.frames.keys() == OF_HANDS.keys()
    plain = lists_of(tables)
    assert all(plain.values())
    assert lists_of(prepare(carried, LISTS)) == plain
