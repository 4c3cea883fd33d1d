from itertools import permutations

import pyarrow as pa
import pytest

from features.contract import RUN
from models.run.conform import arrow_schema, conform, empty
from models.run.extras import LOOKUP


def signals(*rows: tuple[str | None, bool, str | None]) -> pa.Table:
    names, on, reasons = zip(*rows, strict=True)
    return pa.table({"reason": pa.array(reasons, pa.string()), "signal": pa.array(names), "on": pa.array(on)})


def test_rows_come_out_in_key_order_and_contract_columns() -> None:
    rows = conform(signals(("b", True, None), ("a", False, "no accounts")), RUN["signals"])
    assert rows.column_names == ["signal", "on", "reason"]
    assert rows["signal"].to_pylist() == ["a", "b"]


def test_rows_come_out_alike_however_they_went_in() -> None:
    keys = [("agent", "a", "r1"), ("agent", "b", "r0"), ("nik", "a", "r2"), ("nik", "a", "r3")]
    rows = pa.Table.from_pylist([dict(zip(LOOKUP.names, key, strict=True)) for key in keys])
    for order in permutations(range(len(keys))):
        assert conform(rows.take(list(order)), LOOKUP).equals(conform(rows, LOOKUP))


def test_an_absent_optional_column_is_all_empty() -> None:
    rows = conform(signals(("a", True, None)).drop_columns(["reason"]), RUN["signals"])
    assert rows["reason"].to_pylist() == [None]


def test_an_absent_required_column_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"signals\.on is not there"):
        conform(signals(("a", True, None)).drop_columns(["on"]), RUN["signals"])


def test_an_empty_cell_in_a_required_column_is_refused() -> None:
    with pytest.raises(ValueError, match=r"signals\.signal has 1 empty cells"):
        conform(signals((None, True, None)), RUN["signals"])


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="two rows with one key"):
        conform(signals(("a", True, None), ("a", False, None)), RUN["signals"])


def test_an_unknown_code_is_refused() -> None:
    rows = pa.table({"family_id": ["f"], "program": ["PKH"], "why": ["because"], "score": [0.5], "text_en": ["x"]})
    with pytest.raises(ValueError, match=r"left_out\.why holds a code"):
        conform(rows.append_column("text_id", pa.array(["y"])), RUN["left_out"])


@pytest.mark.parametrize("name", sorted(RUN))
def test_every_run_table_can_be_empty(name: str) -> None:
    assert conform(empty(RUN[name]), RUN[name]).schema.names == list(RUN[name].names)


@pytest.mark.parametrize("name", sorted(RUN))
def test_every_run_table_has_an_arrow_type_per_column(name: str) -> None:
    assert len(arrow_schema(RUN[name])) == len(RUN[name].columns)
