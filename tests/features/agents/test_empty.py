"""Every module of agents and officials bears a drop in which most columns are empty."""

from typing import Any

import pytest

from features import agents, officials
from features.engine import PolarsEngine
from features.tables import Tables
from tests.features.agents.drops import lively_drop, tables_of, values

FILLED = {
    "recipient_id",
    "account_id",
    "payment_id",
    "transaction_id",
    "agent_id",
    "official_id",
    "kind",
    "amount",
    "occurred_at",
    "received_at",
    "program",
    "period",
    "status",
    "commodity",
    "family_id",
    "item",
}


@pytest.fixture(scope="module")
def tables() -> Tables:
    drop = lively_drop(3, recipients=20)
    for rows in drop.values():
        for row in rows:
            row.update(dict.fromkeys(row.keys() - FILLED))
    return tables_of(PolarsEngine(), drop)


@pytest.mark.parametrize("module", [*agents.MODULES, *officials.MODULES], ids=lambda module: module.__name__)
def test_a_module_bears_columns_that_are_empty_throughout(module: Any, tables: Tables) -> None:
    assert values(tables, module.build(tables)) is not None
