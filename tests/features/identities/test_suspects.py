import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from features.errors import SaksamaError
from features.identities import assert_clean
from features.identities.content import holds_identifier
from features.identities.suspects import suspects
from tests.features.identities.test_content import CLEAN, DIRTY, NIK

WORDS = st.sampled_from([*DIRTY, *CLEAN, "", "Desa 3510012001 RT 1", "0812", "ä", "@"])
NUMBERS = st.from_regex(r"[0-9]{0,4}[ .a@]?(\+62|62|0)8[0-9]{7,13}[ a]?|[0-9]{0,12} ?[0-9]{12,17}", fullmatch=True)
TEXTS = WORDS | NUMBERS | st.text(max_size=12) | st.none()


@given(st.lists(TEXTS, max_size=40), st.integers(0, 10), st.integers(0, 40))
def test_every_text_that_holds_an_identifier_is_suspect(words: list[str | None], begin: int, size: int) -> None:
    texts = pa.array(words, pa.string()).slice(begin, size)
    found = set(suspects(texts).to_pylist())
    assert {text for text in texts.to_pylist() if text is not None and holds_identifier(text)} <= found


def test_digits_of_neighbours_do_not_add_up() -> None:
    texts = pa.array(["081234", "567890", "2026-06-30", None, "R0000001", NIK])
    assert suspects(texts).to_pylist() == [NIK]


def test_numbers_of_another_length_or_beginning_are_not_suspect() -> None:
    assert not suspects(pa.array(["3510012001", "x351001200115", "08123 4567890", "a8123456789012 345678901"]))


def test_one_identifier_among_very_many_texts_is_seen() -> None:
    texts = pa.chunked_array([pa.repeat(pa.scalar("nothing to see here, move on " * 20), 20_000), pa.array([NIK])])
    assert looked_at(texts.slice(0, 20_000)) is None
    assert looked_at(texts) is not None


def looked_at(texts: pa.ChunkedArray) -> SaksamaError | None:
    try:
        assert_clean(pa.table({"note": texts}), "scores")
    except SaksamaError as refused:
        return refused
    return None
