from datetime import datetime

import pandas as pd
import pyarrow as pa
import pytest

from features.engine import PolarsEngine
from features.tables import Tables
from models.backtest import later_outcomes

START = datetime(2025, 6, 30)


def outcome(subject: str, found: str, day: int = 1, **more: object) -> dict[str, object]:
    usual = {
        "subject_kind": "recipient",
        "subject_id": subject,
        "decided_at": datetime(2025, 7, day),
        "outcome": found,
        "selected_by": "model",
        "selection_probability": None,
        "loss": None,
        "recovered": None,
        "days_stopped": None,
        "appeal": "none",
    }
    return usual | more


def labels(*rows: dict[str, object], after: datetime = START) -> pd.DataFrame:
    types = {
        "selection_probability": pa.float64(),
        "loss": pa.int64(),
        "recovered": pa.int64(),
        "days_stopped": pa.int64(),
    }
    table = pa.table({name: pa.array([row[name] for row in rows], types.get(name)) for name in rows[0]})
    engine = PolarsEngine()
    frames = {"outcomes": engine.load(table, "outcomes")}
    return later_outcomes(
        Tables(engine, frames, {"outcomes": frozenset(table.column_names)}, datetime(2025, 12, 31)), after
    )


@pytest.mark.parametrize(
    ("found", "right"),
    [("confirmed", True), ("harmed", True), ("identity_misused", True), ("cleared", False), ("error_corrected", False)],
)
def test_something_was_wrong_with_the_money_or_not(found: str, right: bool) -> None:
    assert labels(outcome("a", found))["right"].tolist() == [right]


def test_what_is_inconclusive_or_under_appeal_is_no_label() -> None:
    assert labels(outcome("a", "inconclusive"), outcome("b", "confirmed", appeal="pending")).empty


def test_an_appeal_that_was_upheld_clears() -> None:
    found = labels(outcome("a", "confirmed", appeal="upheld"), outcome("b", "confirmed", appeal="dismissed"))
    assert found["right"].tolist() == [False, True]
    assert found["upheld"].tolist() == [True, False]


def test_the_last_word_counts_and_nothing_from_before_the_moment() -> None:
    found = labels(
        outcome("a", "confirmed", 2),
        outcome("a", "cleared", 9),
        outcome("b", "confirmed", 1),
        after=datetime(2025, 7, 1),
    )
    assert found["right"].to_dict() == {("recipient", "a"): False}


def test_a_label_stands_for_the_inverse_of_its_chance() -> None:
    found = labels(outcome("a", "cleared", selection_probability=0.05), outcome("b", "cleared"))
    assert found["weight"].tolist() == [20.0, 1.0]


def test_a_drop_without_outcomes_has_no_labels() -> None:
    assert later_outcomes(Tables(PolarsEngine(), {}, {}, datetime(2025, 12, 31)), START).empty
