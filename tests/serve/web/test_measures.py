"""A reason's value beside what is usual."""

import pytest

from serve.web.language import language_of
from serve.web.measures import Measures, measures_of

ENGLISH, INDONESIAN = (language_of(code, "Asia/Jakarta") for code in ("en", "id"))


@pytest.mark.parametrize(
    ("value", "usual", "words"),
    [
        ("1,234.5 days", "16 days", ("1.234,5 hari", "16 hari")),
        ("4.7 hours", "1 hour", ("4,7 jam", "1 jam")),
        ("Rp25.275.000", "Rp1.000.000", ("Rp25.275.000", "Rp1.000.000")),
        ("yes", "no", ("ya", "tidak")),
        ("not known", "12", ("tidak diketahui", "12")),
        ("0.5%", "44%", ("0,5%", "44%")),
    ],
)
def test_both_sides_are_said_in_indonesian(value: str, usual: str, words: tuple[str, str]) -> None:
    measured = measures_of(value, usual, INDONESIAN)
    assert measured is not None
    assert (measured.here, measured.usual) == words


def test_rupiah_are_written_in_english_with_commas() -> None:
    assert measures_of("Rp25.275.000", None, ENGLISH) == Measures("Rp25,275,000", "")


def test_the_larger_of_the_two_takes_the_whole_length() -> None:
    measured = measures_of("30 days", "120 days", ENGLISH)
    assert measured == Measures("30 days", "120 days", 0.25, 1.0)


@pytest.mark.parametrize(("value", "usual"), [("yes", "no"), ("0", "0"), ("12", None)])
def test_what_has_no_length_has_words_alone(value: str, usual: str | None) -> None:
    measured = measures_of(value, usual, ENGLISH)
    assert measured is not None
    assert measured.here_share is None


def test_a_reason_without_a_value_has_no_measures() -> None:
    assert measures_of(None, None, ENGLISH) is None
