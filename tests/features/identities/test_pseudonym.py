import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from features.identities.pseudonym import DIGITS, give_key, pseudonym, pseudonym_sql, take_key
from tests.features.identities.drops import QUICK, one_connection


@QUICK
@given(st.binary(min_size=1, max_size=100), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=90))
def test_sql_makes_the_hmac_that_python_makes(key: bytes, value: str) -> None:
    connection = one_connection()
    give_key(connection, key)
    made = connection.execute(f"select {pseudonym_sql('nik', '?::varchar')}", [value]).fetchall()[0][0]
    assert made == hmac.new(key, f"nik:{value}".encode(), hashlib.sha256).hexdigest()[:DIGITS]
    assert made == pseudonym(key, "nik", value)


def test_null_stays_null() -> None:
    connection = one_connection()
    give_key(connection, b"key")
    assert connection.execute(f"select {pseudonym_sql('nik', 'null::varchar')}").fetchall() == [(None,)]
    assert pseudonym(b"key", "nik", None) is None


def test_one_number_in_two_domains_has_two_pseudonyms() -> None:
    assert pseudonym(b"key", "phone", "0812") != pseudonym(b"key", "account", "0812")


def test_the_key_is_forgotten() -> None:
    connection = one_connection()
    give_key(connection, b"key")
    take_key(connection)
    assert connection.execute("select getvariable('saksama_inner'), getvariable('saksama_outer')").fetchall() == [
        (None, None)
    ]
