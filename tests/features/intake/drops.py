import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from features.intake import Intake, check_drop, open_drop

Rows = Sequence[Mapping[str, Any]]


def columns_of(rows: Rows) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def write_csv(drop: Path, table: str, rows: Rows, columns: Sequence[str] | None = None) -> Path:
    drop.mkdir(exist_ok=True, parents=True)
    path = drop / f"{table}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns or columns_of(rows))
        writer.writeheader()
        writer.writerows([{key: "" if value is None else value for key, value in row.items()} for row in rows])
    return path


def write_parquet(drop: Path, table: str, rows: Rows, columns: Sequence[str] | None = None) -> Path:
    drop.mkdir(exist_ok=True, parents=True)
    names = columns or columns_of(rows)
    path = drop / f"{table}.parquet"
    pq.write_table(pa.table({name: pa.array([row.get(name) for row in rows]) for name in names}), path)
    return path


def check(drop: Path, as_of: datetime | None = None) -> Intake:
    return check_drop(drop, as_of=as_of, connection=duckdb.connect())


def opened(drop: Path, as_of: datetime | None = None) -> Intake:
    return open_drop(drop, as_of=as_of, connection=duckdb.connect())


def rows_of(intake: Intake, table: str, *columns: str) -> list[tuple[Any, ...]]:
    chosen = ", ".join(columns) if columns else "*"
    query = f"select {chosen} from inside.{table}"
    return sorted(intake.connection.execute(query).fetchall(), key=repr)


def rejects_of(intake: Intake) -> list[tuple[Any, ...]]:
    return list(intake.rejects.fetchall())


def payment(number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "payment_id": f"P{number}",
        "recipient_id": f"R{number}",
        "program": "PKH",
        "period": "2026-Q1",
        "amount": 600_000,
        "credited_at": "2026-02-03T10:00:00",
    }
    return row | changes


def recipient(number: int, **changes: Any) -> dict[str, Any]:
    return {"recipient_id": f"R{number}", "village_code": "3510010001", "channel": "village"} | changes
