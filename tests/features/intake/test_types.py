from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.features.intake.drops import check, payment, rejects_of, rows_of, write_csv, write_parquet

AT = datetime(2026, 2, 3, 10, 0)

VALID: list[tuple[str, str, Any, Any]] = [
    ("payments", "amount", "600000", 600_000),
    ("payments", "amount", "600000.00", 600_000),
    ("payments", "amount", "600000.0000", 600_000),
    ("payments", "amount", " -5 ", -5),
    ("payments", "credited_at", "2026-02-03T10:00:00", AT),
    ("payments", "credited_at", "2026-02-03 10:00", AT),
    ("payments", "credited_at", "2026-02-03T03:00:00Z", AT),
    ("payments", "credited_at", "2026-02-03T04:00:00+01:00", AT),
    ("payments", "credited_at", "2026-02-03", datetime(2026, 2, 3)),
    ("payments", "credited_at", "", None),
    ("payments", "period", "2026", "2026"),
    ("payments", "period", "2026-Q4", "2026-Q4"),
    ("payments", "period", "2026-12", "2026-12"),
    ("payments", "status", "returned", "returned"),
    ("payments", "account_id", "00123", "00123"),
    ("families", "floor_area_m2", "36.5", 36.5),
    ("families", "floor_area_m2", "1e2", 100.0),
    ("families", "longitude", "114.37", 114.37),
    ("families", "has_car", "true", True),
    ("families", "has_car", "0", False),
    ("families", "surveyed_on", "2025-12-31", date(2025, 12, 31)),
    ("families", "surveyed_on", "2025-12-31 00:00:00", date(2025, 12, 31)),
    ("families", "members", "4.0", 4),
    ("families", "surveyed_on", "9999-12-31", date(2199, 12, 31)),
    ("families", "surveyed_on", "0001-01-01", date(1900, 1, 1)),
    ("payments", "credited_at", "0001-01-01T00:00:00", datetime(1970, 1, 1)),
]
INVALID: list[tuple[str, str, str, str]] = [
    ("payments", "amount", "600000.50", "type"),
    ("payments", "amount", "600.000,00", "type"),
    ("payments", "amount", "600.000", "type"),
    ("families", "members", "1.000", "type"),
    ("payments", "amount", "Rp600000", "type"),
    ("payments", "amount", "99999999999999999999", "type"),
    ("payments", "amount", "", "required"),
    ("payments", "credited_at", "03/02/2026", "type"),
    ("payments", "credited_at", "2026-02-30T10:00:00", "type"),
    ("payments", "credited_at", "infinity", "type"),
    ("payments", "period", "2026-13", "type"),
    ("payments", "period", "2026-Q5", "type"),
    ("payments", "period", "26-01", "type"),
    ("payments", "status", "Credited", "code"),
    ("payments", "recipient_id", "", "required"),
    ("families", "floor_area_m2", "36,5", "type"),
    ("families", "floor_area_m2", "nan", "type"),
    ("families", "floor_area_m2", "inf", "type"),
    ("families", "floor_area_m2", "1e300", "type"),
    ("families", "latitude", "-90.5", "type"),
    ("families", "longitude", "1143700", "type"),
    ("families", "has_car", "perhaps", "type"),
    ("families", "surveyed_on", "2025-02-29", "type"),
    ("families", "surveyed_on", "2025-12-31 07:00:00", "type"),
    ("families", "members", "4.5", "type"),
    ("families", "floor", "gold", "code"),
]


def row_with(table: str, column: str, value: Any) -> dict[str, Any]:
    return payment(1, **{column: value}) if table == "payments" else {"family_id": "F1", column: value}


@pytest.mark.parametrize(("table", "column", "cell", "value"), VALID)
def test_a_cell_of_the_right_type_is_read(tmp_path: Path, table: str, column: str, cell: str, value: Any) -> None:
    write_csv(tmp_path, table, [row_with(table, column, cell)])
    intake = check(tmp_path)
    assert rejects_of(intake) == []
    assert rows_of(intake, table, column) == [(value,)]


@pytest.mark.parametrize(("table", "column", "cell", "rule"), INVALID)
def test_a_cell_that_breaks_its_type_or_code_sets_the_row_aside(
    tmp_path: Path, table: str, column: str, cell: str, rule: str
) -> None:
    write_csv(tmp_path, table, [row_with(table, column, cell)])
    [(rejected_table, row, _, rejected_rule, message)] = rejects_of(check(tmp_path))
    assert (rejected_table, row, rejected_rule) == (table, 1, rule)
    assert message.startswith(column)


PARQUET: list[tuple[str, str, Any, Any]] = [
    ("payments", "amount", 600_000.0, 600_000),
    ("payments", "amount", Decimal("600000.00"), 600_000),
    ("payments", "amount", "600000", 600_000),
    ("payments", "credited_at", datetime(2026, 2, 3, 3, 0, tzinfo=UTC), AT),
    ("payments", "credited_at", date(2026, 2, 3), datetime(2026, 2, 3)),
    ("payments", "account_id", 123, "123"),
    ("payments", "account_id", 123.0, "123"),
    ("payments", "account_id", float("nan"), None),
    ("payments", "account_id", b"0123", "0123"),
    ("payments", "period", 2026, "2026"),
    ("families", "surveyed_on", datetime(2025, 12, 31), date(2025, 12, 31)),
    ("families", "floor_area_m2", float("nan"), None),
    ("families", "floor_area_m2", 36, 36.0),
    ("families", "has_car", 1, True),
    ("families", "members", None, None),
]


@pytest.mark.parametrize(("table", "column", "cell", "value"), PARQUET)
def test_parquet_columns_of_other_physical_types_become_the_contracts(
    tmp_path: Path, table: str, column: str, cell: Any, value: Any
) -> None:
    write_parquet(tmp_path, table, [row_with(table, column, cell)])
    intake = check(tmp_path)
    assert rejects_of(intake) == []
    assert rows_of(intake, table, column) == [(value,)]


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("payments", "amount", 600_000.5),
        ("payments", "amount", {"rupiah": 1}),
        ("payments", "account_id", [1, 2]),
        ("payments", "credited_at", 1_770_000_000),
        ("families", "surveyed_on", datetime(2025, 12, 31, 7)),
        ("families", "floor_area_m2", float("inf")),
        ("families", "has_car", 2),
    ],
)
def test_parquet_values_that_cannot_be_the_contracts_type_are_set_aside(
    tmp_path: Path, table: str, column: str, cell: Any
) -> None:
    write_parquet(tmp_path, table, [row_with(table, column, cell)])
    assert [reject[3] for reject in rejects_of(check(tmp_path))] == ["type"]


def test_csv_and_parquet_of_the_same_rows_give_the_same_table_and_hash(tmp_path: Path) -> None:
    rows = [payment(n, amount=n * 1000, credited_at=AT + timedelta(hours=n)) for n in range(1, 30)]
    write_csv(tmp_path / "csv", "payments", rows)
    write_parquet(tmp_path / "parquet", "payments", rows)
    text, binary = check(tmp_path / "csv"), check(tmp_path / "parquet")
    assert rows_of(text, "payments") == rows_of(binary, "payments")
    assert text.tables == binary.tables


def test_a_rejected_row_is_told_without_identifiers(tmp_path: Path) -> None:
    nik = "3510010101900001"
    write_csv(tmp_path, "families", [{"family_id": nik, "floor": "gold"}, {"family_id": "F2", "floor": nik}])
    write_csv(tmp_path, "attributes", [{"subject_kind": nik, "subject_id": "R1", "kind": "device", "value": "abc"}])
    rejects = rejects_of(check(tmp_path))
    assert [reject[2] for reject in rejects] == ["subject_id=R1, kind=device", None, "family_id=F2"]
    assert nik not in repr(rejects)
    assert "abc" not in repr(rejects)


def test_a_row_that_breaks_two_columns_is_set_aside_once_and_names_both(tmp_path: Path) -> None:
    write_csv(tmp_path, "payments", [payment(1, amount="much", status="lost")])
    intake = check(tmp_path)
    [(_, _, _, rule, message)] = rejects_of(intake)
    assert rule == "type"
    assert "amount" in message
    assert "status" in message
    assert intake.tables["payments"].rejected == 1
