"""Every feature of agents and officials, fund flow and the left-out: the same on every engine, in any order of rows."""

import math
from random import Random
from typing import Any

import pytest

from features import agents, officials
from features.engine import DuckDBEngine, Engine, PandasEngine
from features.fund_flow import find_fund_flow
from features.left_out import find_left_out
from features.tables import Tables
from tests.features.agents.drops import Drop, lively_drop, tables_of, values

MODULES = (*agents.MODULES, *officials.MODULES)
pytestmark = pytest.mark.filterwarnings("ignore:Found complex group-by:UserWarning")  # pandas is slow there, not wrong
LISTS = {"fund_flow": find_fund_flow, "left_out": find_left_out}
CLOSE = 1e-9


def features_of(tables: Tables) -> dict[str, dict[str, dict[str, Any]]]:
    return {module.__name__: values(tables, module.build(tables)) for module in MODULES}


def lists_of(tables: Tables) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for name, find in LISTS.items():
        rows = tables.engine.collect(find(tables)).to_pylist()
        found[name] = sorted((tuple(row.values()) for row in rows), key=repr)
    return found


def everything(engine: Engine, drop: Drop) -> tuple[Any, Any]:
    tables = tables_of(engine, drop)
    return features_of(tables), lists_of(tables)


def assert_same(left: dict[str, Any], right: dict[str, Any]) -> None:
    for module, subjects in left.items():
        assert subjects.keys() == right[module].keys(), module
        for subject, row in subjects.items():
            for name, value in row.items():
                other = right[module][subject][name]
                assert (value is None) == (other is None), (module, subject, name, value, other)
                assert value is None or math.isclose(value, other, rel_tol=CLOSE, abs_tol=CLOSE), (name, value, other)


@pytest.fixture(scope="module")
def on_duckdb() -> tuple[Any, Any]:
    return everything(DuckDBEngine(), lively_drop(1))


def test_pandas_agrees_with_duckdb(on_duckdb: tuple[Any, Any]) -> None:
    features, lists = everything(PandasEngine(), lively_drop(1))
    assert_same(on_duckdb[0], features)
    assert on_duckdb[1] == lists


def test_the_order_of_rows_changes_nothing(on_duckdb: tuple[Any, Any]) -> None:
    drop = lively_drop(1)
    for rows in drop.values():
        Random(2).shuffle(rows)  # noqa: S311 - a seed for tests
    features, lists = everything(DuckDBEngine(), drop)
    assert on_duckdb[0] == features
    assert on_duckdb[1] == lists


def test_every_feature_has_a_value_somewhere(on_duckdb: tuple[Any, Any]) -> None:
    filled = {
        name
        for subjects in on_duckdb[0].values()
        for row in subjects.values()
        for name, value in row.items()
        if value is not None
    }
    of_their_own = {"agent_registration_order"}  # needs more pairs than so small a place has
    assert filled == {feature.name for module in MODULES for feature in module.FEATURES} - of_their_own


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_module_bears_columns_that_are_empty_throughout(module: Any) -> None:
    drop = lively_drop(3, recipients=20)
    required = {
        "recipient_id",
        "account_id",
        "payment_id",
        "transaction_id",
        "agent_id",
        "official_id",
        "kind",
        "amount",
    }
    dates = {"occurred_at", "received_at", "program", "period", "status", "commodity", "family_id", "item"}
    for rows in drop.values():
        for row in rows:
            row.update(dict.fromkeys(row.keys() - required - dates))
    tables = tables_of(DuckDBEngine(), drop)
    assert values(tables, module.build(tables)) is not None
