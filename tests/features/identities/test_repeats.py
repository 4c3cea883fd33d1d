from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from features.identities.repeats import make_repeats
from tests.features.identities.drops import QUICK, one_connection

numbers = st.one_of(st.none(), st.integers(-2, 2), st.integers(-(2**62), 2**62))


@QUICK
@given(given_numbers=st.lists(numbers, max_size=30), most=st.one_of(st.none(), st.integers(2, 4)))
def test_repeats_are_those_that_counting_finds(given_numbers: list[int | None], most: int | None) -> None:
    connection = one_connection()
    connection.execute("create or replace temp table numbers as select unnest(?::bigint[]) as n", [given_numbers])
    make_repeats(connection, "found", "select n from numbers", most)
    counted = Counter(number for number in given_numbers if number is not None)
    wanted = {(number, rows) for number, rows in counted.items() if 2 <= rows <= (most or rows)}
    assert set(connection.execute("from found").fetchall()) == wanted
