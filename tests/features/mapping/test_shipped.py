from pathlib import Path

import duckdb
import pytest

from features.intake import Intake, open_drop, require_runnable
from features.mapping import adapt, mapping_for

DATA = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> tuple[Intake, duckdb.DuckDBPyConnection]:
    if not (DATA / "telangana").is_dir():
        pytest.skip("shared/data/telangana is not beside the project")
    folder, connection = tmp_path_factory.mktemp("telangana"), duckdb.connect()
    for year in (2023, 2024):
        source, target = DATA / "telangana" / f"shop_months_{year}.parquet", folder / f"shop_months_{year}.parquet"
        rows = f"select * from '{source}' where distCode = 532"
        connection.execute(f"copy ({rows}) to '{target}' (format parquet)")
    connection.execute(f"create table raw as from '{folder}/*.parquet'")
    assert adapt(mapping_for("telangana"), folder, folder / "drop").unread == ()
    return open_drop(folder / "drop", connection=connection), connection


def test_telangana_is_an_agents_only_drop_without_a_reject(shops: tuple[Intake, duckdb.DuckDBPyConnection]) -> None:
    intake, _ = shops
    require_runnable(intake)
    assert set(intake.tables) == {"agents", "agent_months", "villages"}
    assert all(report.rejected == report.duplicates == 0 for report in intake.tables.values())
    assert intake.findings == ()
    assert (intake.currency, intake.minor_units) == ("INR", 2)


def test_telanganas_totals_are_those_of_the_source(shops: tuple[Intake, duckdb.DuckDBPyConnection]) -> None:
    _, connection = shops
    source = "count(*), sum(noOfRcs), sum(noOfTrans), sum(totalAmount) * 100, sum(otherShopTransCnt)"
    mapped = "count(*), sum(cards), sum(transactions), sum(amount), sum(visitors)"
    [expected] = connection.execute(f"select {source} from raw").fetchall()
    [found] = connection.execute(f"select {mapped} from inside.agent_months where commodity = 'all'").fetchall()
    assert found == expected


def test_telanganas_commodities_keep_their_units(shops: tuple[Intake, duckdb.DuckDBPyConnection]) -> None:
    _, connection = shops
    query = "select distinct commodity, unit from inside.agent_months where quantity is not null"
    units = dict(connection.execute(query).fetchall())
    assert units.pop("kerosene", "litre") == "litre"
    assert set(units.values()) == {"kg"}
    [(mixed,)] = connection.execute(
        "select count(*) from inside.agent_months where commodity = 'all' and quantity is not null"
    ).fetchall()
    assert mixed == 0


@pytest.fixture(scope="module")
def fishers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Intake, duckdb.DuckDBPyConnection]:
    if not (DATA / "mexico").is_dir():
        pytest.skip("shared/data/mexico is not beside the project")
    folder, connection = tmp_path_factory.mktemp("mexico"), duckdb.connect()
    assert adapt(mapping_for("mexico"), DATA / "mexico", folder / "drop").unread == ()
    return open_drop(folder / "drop", connection=connection), connection


def test_mexico_is_a_recipients_drop_without_a_reject(fishers: tuple[Intake, duckdb.DuckDBPyConnection]) -> None:
    intake, _ = fishers
    require_runnable(intake)
    assert set(intake.tables) == {"recipients", "payments", "attributes", "villages"}
    assert all(report.rejected == report.duplicates == 0 for report in intake.tables.values())
    assert intake.findings == ()


def test_a_federal_and_a_state_share_are_one_payment(fishers: tuple[Intake, duckdb.DuckDBPyConnection]) -> None:
    _, connection = fishers
    source = f"read_csv('{DATA}/mexico/beneficiarios_motores.csv', header = true, all_varchar = true)"
    [expected] = connection.execute(
        f"select count(distinct (id::bigint + 1) // 2), sum(Monto::decimal(18, 2)) * 100 from {source} "
        "where Monto::double > 0"
    ).fetchall()
    [found] = connection.execute(
        "select count(*), sum(amount) from inside.payments where program = 'motores'"
    ).fetchall()
    assert found == expected


def test_a_file_that_repeats_another_is_not_paid_twice(fishers: tuple[Intake, duckdb.DuckDBPyConnection]) -> None:
    _, connection = fishers
    programs = {row[0] for row in connection.execute("select distinct program from inside.payments").fetchall()}
    assert programs == {"motores", "electricos", "infraestructura", "diesel", "modernizacion"}


def test_every_recipient_was_paid_and_every_payment_has_a_recipient(
    fishers: tuple[Intake, duckdb.DuckDBPyConnection],
) -> None:
    _, connection = fishers
    for one, other in (("recipients", "payments"), ("payments", "recipients")):
        query = f"select count(*) from inside.{one} anti join inside.{other} using (recipient_id)"
        assert connection.execute(query).fetchall() == [(0,)]


def test_the_mapping_says_why_each_file_stays_unread() -> None:
    for name in ("telangana", "mexico"):
        assert all(left.why for left in mapping_for(name).left_out)
