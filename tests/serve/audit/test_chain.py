"""The audit chain: whole after honest work, and broken by every way of tampering."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from serve.audit import Action, record, verify_chain
from serve.store import Store

TRIGGERS = "ALTER TABLE audit {} TRIGGER ALL"


@pytest.fixture
def chain(empty_store: Store) -> Store:
    """A log of at least five entries."""
    with empty_store.own() as connection:
        for number in range(5):
            record(connection, actor="ani", action=Action.CASE_READ, about=f"case {number}", detail={"n": number})
    return empty_store


def flaws_after(store: Store, *statements: str) -> list[str]:
    """What is found after somebody with full power over the database tampered; undone at the end."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text(TRIGGERS.format("DISABLE")))
        last = last_entry(connection)
        for statement in statements:
            connection.execute(text(statement), {"last": last})
        found = [flaw.problem for flaw in verify_chain(connection)]
        transaction.rollback()
    return found


def last_entry(connection: Connection) -> int:
    return int(connection.execute(text("SELECT max(entry) FROM audit")).scalar_one())


def fail_after_recording(connection: Connection) -> None:
    record(connection, actor="ani", action=Action.CASE_READ, about="case 1")
    raise ZeroDivisionError


def test_an_honest_log_is_whole(chain: Store) -> None:
    with chain.own() as connection:
        assert verify_chain(connection) == ()


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'budi'",
        "action = 'run:folder:load'",
        "object = 'case 99'",
        "detail = '{}'",
        "recorded_at = recorded_at + interval '1 second'",
        "hash = repeat('0', 64)",
        "previous = repeat('0', 64)",
    ],
)
def test_an_altered_entry_is_found(chain: Store, change: str) -> None:
    assert flaws_after(chain, f"UPDATE audit SET {change} WHERE entry = :last - 2")


def test_a_removed_entry_is_found(chain: Store) -> None:
    assert any("missing" in flaw for flaw in flaws_after(chain, "DELETE FROM audit WHERE entry = :last - 2"))


def test_a_removed_last_entry_is_found(chain: Store) -> None:
    assert any("missing" in flaw for flaw in flaws_after(chain, "DELETE FROM audit WHERE entry = :last"))


def test_two_entries_that_changed_places_are_found(chain: Store) -> None:
    swap = (
        "UPDATE audit SET entry = -1 WHERE entry = :last - 2",
        "UPDATE audit SET entry = :last - 2 WHERE entry = :last - 1",
        "UPDATE audit SET entry = :last - 1 WHERE entry = -1",
    )
    assert flaws_after(chain, *swap)


def test_an_inserted_entry_is_found(chain: Store) -> None:
    forged = (
        "INSERT INTO audit SELECT entry + 1, recorded_at, actor, action, object, detail, hash, repeat('a', 64) "
        "FROM audit WHERE entry = :last"
    )
    assert flaws_after(chain, forged)


def test_an_entry_of_a_failed_transaction_leaves_no_gap(chain: Store) -> None:
    with pytest.raises(ZeroDivisionError), chain.own() as connection:
        fail_after_recording(connection)
    with chain.own() as connection:
        record(connection, actor="ani", action=Action.CASE_READ, about="case 2")
        assert verify_chain(connection) == ()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(about=st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1f")), detail=st.text())
def test_python_and_postgresql_agree_on_the_hash_of_any_text(empty_store: Store, about: str, detail: str) -> None:
    with empty_store.own() as connection:
        record(connection, actor="ani", action=Action.CASE_READ, about=about, detail={"text": detail})
        assert verify_chain(connection) == ()
