from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.contract import DROP, Type
from features.intake import open_drop

ARROW = {
    Type.ID: pa.string(),
    Type.TEXT: pa.string(),
    Type.PERIOD: pa.string(),
    Type.CODE: pa.string(),
    Type.INT: pa.int64(),
    Type.MONEY: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.BOOL: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIME: pa.timestamp("us"),
}


def test_a_world_holds_every_table_of_the_contract_and_no_other(world: Path) -> None:
    assert {path.stem for path in world.glob("*.parquet")} == set(DROP)


@pytest.mark.parametrize("name", DROP)
def test_every_column_has_the_type_of_the_contract(world: Path, name: str) -> None:
    schema = pq.read_schema(world / f"{name}.parquet")

    assert {field.name: field.type for field in schema} == {
        column: ARROW[DROP[name][column].type] for column in schema.names
    }


@pytest.mark.parametrize("name", DROP)
def test_every_table_has_rows_and_required_columns_have_no_empty_cell(world: Path, name: str) -> None:
    rows = pq.read_table(world / f"{name}.parquet")

    assert rows.num_rows
    assert {column: rows[column].null_count for column in DROP[name].required} == dict.fromkeys(DROP[name].required, 0)


def test_intake_takes_every_row_of_a_world(world: Path) -> None:
    with duckdb.connect() as connection:
        intake = open_drop(world, connection=connection)

        assert {name: report.rejected for name, report in intake.tables.items() if report.rejected} == {}
        assert {name: report.duplicates for name, report in intake.tables.items() if report.duplicates} == {}
        assert {name: report.rows for name, report in intake.tables.items()} == {
            name: pq.read_metadata(world / f"{name}.parquet").num_rows for name in DROP
        }


def test_only_planted_payments_point_to_nothing(world: Path) -> None:
    payments, recipients, accounts = (
        pq.read_table(world / f"{name}.parquet").to_pandas() for name in ("payments", "recipients", "accounts")
    )
    planted = pq.read_table(world.with_name("drop.truth") / "fund_flow.parquet").to_pandas()
    unknown_recipient = payments.loc[~payments["recipient_id"].isin(recipients["recipient_id"]), "payment_id"]
    account = payments["account_id"]
    unknown_account = payments.loc[account.notna() & ~account.isin(accounts["account_id"]), "payment_id"]

    assert set(unknown_recipient) == set(planted.loc[planted["finding"] == "unknown_recipient", "payment_id"])
    assert set(unknown_account) == set(planted.loc[planted["finding"] == "unknown_account", "payment_id"])
