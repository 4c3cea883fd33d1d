"""Drops that break no rule and are doubtful all the same, and headers that are only spelt otherwise."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from features.intake import Level
from tests.features.intake.drops import check, payment, recipient, rows_of, write_csv, write_parquet

DAY = datetime(2025, 3, 3, 9)


def paid(drop: Path, *amounts: int, last: datetime = DAY, write: Callable[..., Path] = write_csv) -> Path:
    """One payment a day of these amounts, the last of them on the given day."""
    days = [DAY - timedelta(days=number) for number in range(1, len(amounts))] + [last]
    write(drop, "recipients", [recipient(n) for n in range(len(amounts))])
    rows = [
        payment(n, amount=amount, credited_at=day) for n, (amount, day) in enumerate(zip(amounts, days, strict=True))
    ]
    write(drop, "payments", rows)
    return drop


def told(drop: Path, rule: str, as_of: datetime | None = None) -> list[tuple[Level, str | None, int]]:
    found = check(drop, as_of).findings
    return [(finding.level, finding.column, finding.count) for finding in found if finding.rule == rule]


def test_a_sum_below_zero_is_told_and_nothing_or_more_is_not(tmp_path: Path) -> None:
    assert told(paid(tmp_path, 600_000, -600_000, 0), "negative_sum") == [(Level.WARNING, "amount", 1)]
    assert told(paid(tmp_path, 600_000, 0), "negative_sum") == []


def test_one_payment_of_another_century_does_not_move_the_run_there_in_silence(tmp_path: Path) -> None:
    drop = paid(tmp_path, *[600_000] * 120, last=datetime(2099, 1, 1))
    assert told(drop, "lone_end") == [(Level.WARNING, None, 1)]
    assert told(drop, "lone_end", as_of=DAY) == []
    (drop / "drop.toml").write_text("as_of = 2025-03-04T00:00:00\n")
    assert told(drop, "lone_end") == []


def test_numbers_that_a_spreadsheet_rounded_are_told_once_per_column(tmp_path: Path) -> None:
    niks = ["3.51001E+15", "3.51001E+15", "3510011205800001"]
    write_csv(tmp_path, "persons", [{"person_id": f"P{n}", "nik": nik} for n, nik in enumerate(niks)])
    assert told(paid(tmp_path, 600_000), "rounded_number") == [(Level.WARNING, "nik", 2)]


@pytest.mark.parametrize(("last", "said"), [("0", [(Level.WARNING, "nik", 40)]), ("", [])])
def test_niks_that_all_end_in_nought_are_told(
    tmp_path: Path, last: str, said: list[tuple[Level, str | None, int]]
) -> None:
    niks = [f"3510011205{800_000 + number * 7}"[: 16 - len(last)] + last for number in range(40)]
    write_csv(tmp_path, "persons", [{"person_id": f"P{n}", "nik": nik} for n, nik in enumerate(niks)])
    assert told(paid(tmp_path, 600_000), "fifteen_digits") == said


def test_a_drop_that_ends_with_its_payments_is_in_no_doubt(tmp_path: Path) -> None:
    assert told(paid(tmp_path, *[600_000] * 120), "lone_end") == []


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_columns_in_capitals_are_the_contracts_columns(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path, "recipients", [{"RECIPIENT_ID": "R1", "Channel": "village", "Colour": "red"}])
    write(tmp_path, "payments", [{key.upper(): value for key, value in payment(1).items()}])
    intake = check(tmp_path)
    assert rows_of(intake, "recipients", "recipient_id", "channel") == [("R1", "village")]
    assert rows_of(intake, "payments", "payment_id") == [("P1",)]
    assert intake.tables["recipients"].unknown_columns == ("Colour",)
