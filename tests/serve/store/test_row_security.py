"""What a person sees ends at their regions: in the code, and in PostgreSQL below it."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from serve.permissions import Role, permissions_of
from serve.principal import EVERYWHERE, Principal, Scope
from serve.store import Store
from serve.store.desk import bounded
from serve.store.schema import METADATA, alerts, cases, places, scores
from tests.serve.runs import FOREIGN, HOME

BOUNDED = sorted(name for name, table in METADATA.tables.items() if "regions" in table.c)


def somebody(*regions: str) -> Principal:
    return Principal("somebody", "Somebody", permissions_of([Role.INVESTIGATOR]), Scope(regions))


@pytest.mark.parametrize("table", BOUNDED)
def test_every_table_about_people_has_row_security(store: Store, table: str) -> None:
    with store.own() as connection:
        secured = connection.execute(
            text("SELECT relrowsecurity FROM pg_class WHERE oid = CAST(:table AS regclass)"), {"table": table}
        ).scalar()
    assert secured


@pytest.mark.parametrize("table", ["scores", "alerts", "cases", "links", "ring_members", "timeline", "unnamed"])
@pytest.mark.parametrize(("region", "other"), [(HOME, FOREIGN), (FOREIGN, HOME)])
def test_row_security_holds_for_a_query_that_forgot_the_bound(
    store: Store, table: str, region: str, other: str
) -> None:
    with store.open(somebody(region)) as desk:
        rows = desk.connection.execute(text(f"SELECT regions FROM {table}")).scalars().all()
    assert all(region in touched for touched in rows)
    assert not [touched for touched in rows if touched == [f"{other}01", other]]


def test_the_code_bounds_by_region_without_row_security(store: Store) -> None:
    query = bounded(select(scores.c.subject_id, scores.c.regions), somebody(HOME))
    with store.own() as connection:
        rows = connection.execute(query).all()
    assert rows
    assert all(HOME in row.regions for row in rows)


def test_a_bound_is_set_once_per_table(store: Store) -> None:
    query = (
        select(alerts)
        .join(cases, cases.c.case_number == alerts.c.case_number)
        .outerjoin(places, places.c.code == alerts.c.village_code)
    )
    assert str(bounded(query, somebody(HOME))).count("&&") == 2
    assert store.engine is not None


def test_a_subquery_that_could_escape_the_bound_is_refused() -> None:
    inner = select(scores.c.subject_id).subquery()
    with pytest.raises(TypeError, match="escape its bound"):
        bounded(select(inner), somebody(HOME))


def test_a_district_sees_itself_alone(store: Store) -> None:
    with store.open(somebody(f"{HOME}01")) as desk:
        own = desk.first(select(func.count()).select_from(scores))
    with store.open(somebody(f"{HOME}02")) as desk:
        none = desk.first(select(func.count()).select_from(scores))
    assert own is not None
    assert none is not None
    assert own["count"] > 0
    assert none["count"] == 0


def test_no_region_sees_nothing(store: Store) -> None:
    with store.open(somebody()) as desk:
        assert desk.fetch(select(scores)) == []
        assert desk.connection.execute(text("SELECT count(*) FROM scores")).scalar() == 0


def test_the_whole_country_sees_everything(store: Store) -> None:
    with store.open(somebody(EVERYWHERE)) as desk:
        rows = desk.fetch(select(scores.c.subject_id))
    assert {"home-1", "foreign-1"} <= {row["subject_id"] for row in rows}


def test_the_bound_ends_with_the_transaction(store: Store) -> None:
    with store.open(somebody(HOME)):
        pass
    with store.own() as connection:
        assert connection.execute(text("SELECT current_user")).scalar() != "saksama_app"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scores SET score = 0",
        "DELETE FROM alerts",
        "UPDATE cases SET regions = '{}'",
        "INSERT INTO users VALUES ('x', 'x', 'x', '{}', '{}', true, now())",
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM decisions",
        "TRUNCATE audit",
        "UPDATE audit_head SET entry = 0",
    ],
)
def test_a_request_may_not_change_what_is_not_its_to_change(store: Store, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), store.open(somebody(EVERYWHERE)) as desk:
        desk.connection.execute(text(statement))


@pytest.mark.parametrize("table", ["audit", "decisions", "pair_decisions", "answers", "reveals"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_not_even_the_owner_changes_what_only_grows(store: Store, table: str, statement: str) -> None:
    column = list(METADATA.tables[table].c)[1].name
    with pytest.raises(DBAPIError, match="only grows"), store.own() as connection:
        connection.execute(text(statement.format(table, column, column)))
