"""A sound Parquet file is read again where it is needed; whoever asks cannot tell it from a copy."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from features.intake import Intake, check_drop
from tests.features.intake.drops import check, payment, rejects_of, rows_of, write_parquet

EARLY = datetime(2026, 3, 31, 12)
PERSONS = [
    {"person_id": "1", "birth_date": date(1820, 1, 1), "sex": "F", "died_on": date(2026, 5, 1), "name": ""},
    {"person_id": "2", "birth_date": date(1980, 1, 1), "sex": None, "died_on": None, "name": "Budi"},
]


def _payments(**changes: Any) -> list[dict[str, Any]]:
    times = {1: datetime(2026, 1, 5), 2: datetime(2026, 6, 5), 3: None}
    return [payment(n, credited_at=time) | {"amount": n} | changes for n, time in times.items()]


def _kinds(intake: Intake) -> dict[str, str]:
    query = "select table_name, table_type from information_schema.tables where table_schema = 'held'"
    return dict(intake.connection.execute(query).fetchall())


@pytest.mark.parametrize("as_of", [None, EARLY])
def test_a_file_that_is_read_again_says_what_its_copy_says(tmp_path: Path, as_of: datetime | None) -> None:
    write_parquet(tmp_path, "payments", _payments())
    write_parquet(tmp_path, "persons", PERSONS)
    viewed = check(tmp_path, as_of)
    copied = check_drop(tmp_path, as_of=as_of, connection=duckdb.connect(), copied=True)
    assert set(_kinds(viewed).values()) == {"VIEW"}
    assert set(_kinds(copied).values()) == {"BASE TABLE"}
    assert viewed.tables == copied.tables
    assert viewed.findings == copied.findings
    for table in ("payments", "persons"):
        assert rows_of(viewed, table) == rows_of(copied, table)


@pytest.mark.parametrize("changes", [{"status": "nonsense"}, {"payment_id": "P1"}, {"amount": 1.5}])
def test_a_file_with_anything_to_set_aside_is_copied(tmp_path: Path, changes: dict[str, Any]) -> None:
    write_parquet(tmp_path, "payments", _payments(**changes))
    intake = check(tmp_path)
    assert _kinds(intake) == {"payments": "BASE TABLE"}
    assert len(rejects_of(intake)) == len(_payments())
