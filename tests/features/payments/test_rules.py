"""What the programmes pay, by their published amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.payments import rules


@pytest.mark.parametrize(
    ("text", "months", "last_month"),
    [("2025", 12, 12), ("2025-Q1", 3, 3), ("2025-Q4", 3, 12), ("2025-07", 1, 7)],
)
def test_a_period_is_read(text: str, months: int, last_month: int) -> None:
    assert rules.period(text) == rules.Period(months, 2025, last_month)


@pytest.mark.parametrize("text", ["", "2025-Q5", "2025-13", "2025-00", "soon", "2025-Q", "-Q1"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert rules.period(text) is None
    assert rules.most("PKH", text) is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text: str) -> None:
    rules.period(text)
    rules.yearly(rules.components(text))


def test_sembako_pays_600_000_a_quarter_and_more_only_in_the_middle_of_2025() -> None:
    assert rules.most("BPNT", "2024-Q4") == 600_000
    assert rules.most("sembako", "2025-Q2") == 1_000_000


def test_pkh_counts_the_dearest_four_members() -> None:
    five = rules.components("elderly:2;primary:2;pregnant:1")
    assert rules.yearly(five) == 3_000_000 + 2 * 2_400_000 + 900_000


def test_an_unknown_component_declares_nothing() -> None:
    assert rules.yearly(rules.components("garden:3")) is None


def test_lots_of_two_and_three_months_are_lawful_and_odd_sums_are_not() -> None:
    assert {225_000, 600_000, 400_000, 825_000} <= set(rules.lawful(rules.PKH))
    assert 123_456 not in rules.lawful(rules.PKH)
    assert {400_000, 600_000, 1_000_000} <= set(rules.lawful(rules.SEMBAKO))


def test_a_programme_without_rules_has_no_most() -> None:
    assert rules.most("FISHING BOATS", "2025") is None
