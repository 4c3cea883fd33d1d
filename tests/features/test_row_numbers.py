"""Ids as row numbers and back, ids that no table has included."""

from datetime import datetime
from typing import Any

import narwhals as nw
import pyarrow as pa

from features.engine import DuckDBEngine, Engine, PolarsEngine
from features.expressions import stacked
from features.row_numbers import APART, in_row_numbers
from features.tables import Tables

STRANGER = 99
DROP: dict[str, dict[str, list[Any]]] = {
    "recipients": {"recipient_id": [30, 10, 20], "family_id": [7, STRANGER, None]},
    "families": {"family_id": [8, 7]},
    "accounts": {"account_id": [5], "recipient_id": [STRANGER]},
    "payments": {"recipient_id": [20, 30, STRANGER, 98, None], "agent_id": [2, 3, None, 4, 2]},
    "agents": {"agent_id": [2, 3]},
    "terminals": {"terminal_id": [6, 3], "agent_id": [3, 2]},
    "complaints": {"subject_id": [10, 10, 3, 4], "subject_kind": ["recipient", "official", "agent", "agent"]},
}


def tables(engine: Engine) -> Tables:
    frames = {name: engine.load(pa.table(columns), name) for name, columns in DROP.items()}
    return Tables(engine, frames, {}, datetime(2026, 1, 1), by_number=True)


def column(found: Tables, table: str, name: str) -> list[Any]:
    values: list[Any] = found.engine.collect(found[table]).column(name).to_pylist()
    return values


def test_an_id_becomes_the_row_at_which_it_stands_in_its_own_table() -> None:
    found, _ = in_row_numbers(tables(PolarsEngine()))
    assert column(found, "recipients", "recipient_id") == [0, 1, 2]
    assert column(found, "payments", "recipient_id") == [2, 0, 4, 3, None], "strangers count on, in their order"
    assert column(found, "accounts", "recipient_id") == [4]
    assert column(found, "recipients", "family_id") == [APART + 1, APART + 2, None]


def test_row_numbers_take_half_the_room_and_stand_below_ids_of_a_table_that_is_off() -> None:
    found, _ = in_row_numbers(tables(PolarsEngine()))
    absent = found.engine.load(pa.table({"account_id": pa.array([], pa.int64())}), "no_accounts")
    there = found["accounts"].select("account_id")
    assert there.collect_schema()["account_id"] == nw.Int32
    assert found.engine.collect(stacked([there, absent])).num_rows == 1


def test_a_terminal_with_an_agents_id_is_that_place() -> None:
    found, _ = in_row_numbers(tables(PolarsEngine()))
    two, three, six, four = (3 * APART + row for row in range(4))
    assert column(found, "terminals", "terminal_id") == [six, three]
    assert column(found, "terminals", "agent_id") == [three, two]
    assert column(found, "payments", "agent_id") == [two, three, None, four, two]


def test_a_complaint_is_renumbered_by_the_kind_that_it_names() -> None:
    found, _ = in_row_numbers(tables(PolarsEngine()))
    assert column(found, "complaints", "subject_id") == [1, 10, 3 * APART + 1, 3 * APART + 3]
    assert set(found["complaints"].collect_schema().names()) == set(DROP["complaints"])


def test_row_numbers_are_spelled_as_the_ids_again() -> None:
    found, numbers = in_row_numbers(tables(PolarsEngine()))
    for table in ("recipients", "accounts", "payments", "terminals"):
        again = found.engine.collect(numbers.spelled(found[table])).to_pydict()
        assert {name: again[name] for name in DROP[table]} == DROP[table]


def test_a_column_that_no_table_had_is_spelled_as_it_stands() -> None:
    found, row_numbers = in_row_numbers(tables(PolarsEngine()))
    unknown = found.engine.load(pa.table({"agent_id": pa.array([None], pa.string())}), "unknown")
    assert found.engine.collect(row_numbers.spelled(unknown)).to_pydict() == {"agent_id": [None]}


def test_other_engines_keep_their_ids() -> None:
    found, numbers = in_row_numbers(tables(DuckDBEngine()))
    assert column(found, "payments", "recipient_id") == DROP["payments"]["recipient_id"]
    assert numbers.spelled(found["payments"]) is found["payments"]
