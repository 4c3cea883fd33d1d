import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import SaksamaError
from features.identities.content import (
    LEFT_OUT,
    assert_clean,
    find_keyed_ids,
    holds_identifier,
    without_identifiers,
)
from tests.features.identities.drops import a_drop

DIRTY = [
    "NIK 3510011205800001 sudah dicek",
    "3510015205800001",
    "hubungi 081234567890",
    "hubungi +6281234567890",
    "surat ke budi@example.org",
]
CLEAN = [
    "R0000001",
    "1a2b3c4d5e6f708192a3",
    "Rp1.250.000",
    "2026-06-30",
    "3510012001",
    "12345678901234567890",
    "0.0812345678",
    "A-17",
]


@pytest.mark.parametrize("text", DIRTY)
def test_an_identifier_is_recognised_in_free_text(text: str) -> None:
    assert holds_identifier(text)
    with pytest.raises(SaksamaError) as refused:
        assert_clean(pa.table({"note": [text, None]}), "scores")
    assert text not in str(refused.value)


@pytest.mark.parametrize("text", CLEAN)
def test_what_is_no_identifier_may_leave(text: str) -> None:
    assert not holds_identifier(text)
    assert_clean(pa.table({"note": [text]}), "scores")


def test_nested_texts_are_looked_at() -> None:
    reasons = pa.array([[{"code": "x", "text": "NIK 3510011205800001"}], []])
    with pytest.raises(SaksamaError, match="reasons"):
        assert_clean(pa.table({"reasons": reasons}), "scores")


HASHES = [f"{n:016x}" for n in range(10**15, 10**15 + 3_000)]
LOOKS_DATED = "6112112703558600"


def test_one_own_id_among_thousands_may_look_like_a_number_by_chance() -> None:
    assert_clean(pa.table({"subject_id": [*HASHES, LOOKS_DATED]}), "scores")


@pytest.mark.parametrize("column", ["text_id", "node_id", "key"])
def test_no_other_column_may_hold_even_one_among_thousands(column: str) -> None:
    with pytest.raises(SaksamaError, match=column):
        assert_clean(pa.table({column: [*HASHES, LOOKS_DATED]}), "links")


def test_own_ids_that_are_numbers_in_more_than_a_few_places_are_refused() -> None:
    numbers = [f"351001010290{n:04d}" for n in range(1, 40)]
    with pytest.raises(SaksamaError, match="subject_id"):
        assert_clean(pa.table({"subject_id": [*HASHES, *numbers]}), "scores")


def test_ids_that_are_card_numbers_are_found_by_their_content() -> None:
    cards = [{"family_id": f"351001010212{n:04d}"} for n in range(1, 9)]
    drop = a_drop(families=cards, recipients=[{"recipient_id": "R1"}])
    assert find_keyed_ids(drop.connection, drop.tables) == {"family_id"}


def test_ids_that_are_account_numbers_are_found_beside_the_number() -> None:
    drop = a_drop(accounts=[{"account_id": "1234567890", "account_number": "1234567890"}])
    assert find_keyed_ids(drop.connection, drop.tables) == {"account_id"}


def test_card_numbers_are_found_where_the_table_of_families_is_absent() -> None:
    rows = [{"recipient_id": f"R{n}", "family_id": f"351001010212{n:04d}" if n > 1 else None} for n in range(1, 9)]
    drop = a_drop(recipients=rows)
    assert find_keyed_ids(drop.connection, drop.tables) == {"family_id"}


NIK = "3510011205800001"


def written(**tables: pa.Table) -> dict[str, pa.Table]:
    return without_identifiers(tables, b"a key that only these tests know")


def test_an_identifier_among_codes_becomes_the_same_pseudonym_everywhere() -> None:
    found = written(
        scores=pa.table({"subject_id": ["R1", NIK, "R3"]}),
        fund_flow=pa.table({"program": ["PKH", NIK], "amount": [1, 2]}),
    )
    ids, programs = (
        found[name][column].to_pylist() for name, column in (("scores", "subject_id"), ("fund_flow", "program"))
    )
    assert ids[0] == "R1"
    assert programs == ["PKH", ids[1]]
    assert ids[1] != NIK


def test_an_identifier_within_a_sentence_is_left_out() -> None:
    found = written(links=pa.table({"text_en": [f"Shares {NIK} with 3 others."]}))
    assert found["links"]["text_en"].to_pylist() == [f"Shares {LEFT_OUT} with 3 others."]


def test_one_own_id_among_thousands_stays_what_it_is() -> None:
    found = written(scores=pa.table({"subject_id": [*HASHES, LOOKS_DATED]}))
    assert found["scores"]["subject_id"].to_pylist()[-1] == LOOKS_DATED


@given(st.lists(st.sampled_from([NIK, "R1", "a@b.co", "081234567890", "x" * 30]) | st.none(), max_size=20))
def test_what_is_written_is_always_clean(values: list[str | None]) -> None:
    for column in ("subject_id", "program", "text_id"):
        assert_clean(written(t=pa.table({column: pa.array(values, pa.string())}))["t"], "t")
