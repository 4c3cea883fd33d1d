"""What the payments of one recipient say."""

from datetime import date, datetime
from typing import Any

from features.engine import PolarsEngine
from tests.features.agents.drops import Drop, people
from tests.features.villages import Row, features_of


def paid(number: int, **given: Any) -> dict[str, Any]:
    usual = {
        "payment_id": f"Y{number}",
        "recipient_id": "R1",
        "program": "SEMBAKO",
        "period": f"2025-Q{number}",
        "amount": 600_000,
        "account_id": "A1",
        "credited_at": datetime(2025, 3 * number - 2, 5, 9),
    }
    return {**usual, **given}


def of_one(*payments: dict[str, Any], **tables: Any) -> Row:
    drop: Drop = {**people(2), "payments": list(payments), **tables}
    return features_of(PolarsEngine(), drop)["R1"]


def test_lawful_quarterly_payments_show_nothing() -> None:
    row = of_one(*(paid(number) for number in (1, 2, 3, 4)))
    assert row["payments_total_12m"] == 2_400_000
    for name in ("payments_above_rule", "payments_off_rule_share", "payments_double_period", "payments_family_overlap"):
        assert row[name] == 0, name


def test_a_period_paid_twice_is_counted_with_its_money() -> None:
    again = paid(3, payment_id="Y9", credited_at=datetime(2025, 8, 1, 9))
    row = of_one(paid(1), paid(2), paid(3), again)
    assert row["payments_double_period"] == 1
    assert row["payments_double_period_amount"] == 600_000


def test_equal_payments_within_a_bare_year_are_no_repeat() -> None:
    assert of_one(*(paid(number, period="2025") for number in (1, 2, 3)))["payments_double_period"] == 0


def test_three_monthly_lots_within_one_quarter_are_no_repeat() -> None:
    lots = [paid(1, payment_id=f"Y{n}", amount=200_000, credited_at=datetime(2025, n, 5, 9)) for n in (1, 2, 3)]
    assert of_one(*lots)["payments_double_period"] == 0


def test_a_failed_attempt_and_its_repetition_are_no_repeat() -> None:
    row = of_one(paid(1, status="failed"), paid(1, payment_id="Y9"))
    assert row["payments_double_period"] == 0
    assert row["payments_failed_share"] == 0.5


def test_what_exceeds_the_most_of_the_programme_is_told_in_rupiah() -> None:
    row = of_one(paid(4, amount=1_500_000))
    assert row["payments_above_rule"] == 900_000
    assert row["payments_off_rule_share"] == 1


def test_pkh_beyond_the_declared_components_is_told_in_rupiah() -> None:
    claim = {"recipient_id": "R1", "program": "PKH", "components": "elderly:1"}
    row = of_one(paid(4, program="PKH", amount=900_000), enrolments=[claim])
    assert row["payments_above_components"] == 300_000


def test_a_programme_without_a_rule_is_left_unjudged() -> None:
    row = of_one(paid(4, program="BOATS", amount=9_999))
    assert row["payments_above_rule"] is None
    assert row["payments_off_rule_share"] is None


def test_money_after_a_death_is_counted_from_the_day_of_death() -> None:
    drop = people(1)
    drop["recipients"][0] |= {"payee_person_id": "P1", "nik_key": "n1"}
    dead: dict[str, Any] = {"person_id": "P1", "nik_key": "n1", "family_id": "F1", "died_on": date(2025, 6, 30)}
    row = features_of(PolarsEngine(), {**drop, "persons": [dead], "payments": [paid(2), paid(3), paid(4)]})["R1"]
    assert row["payments_after_death_amount"] == 1_200_000
    assert row["payments_after_death_days"] == 97


def test_a_living_payee_has_no_days_after_death() -> None:
    drop = people(1)
    drop["recipients"][0] |= {"payee_person_id": "P1", "nik_key": "n1"}
    persons: list[dict[str, Any]] = [
        {"person_id": "P1", "nik_key": "n1", "family_id": "F1"},
        {"person_id": "P2", "nik_key": "n2", "family_id": "F9", "died_on": date(2025, 1, 1)},
    ]
    row = features_of(PolarsEngine(), {**drop, "persons": persons, "payments": [paid(4)]})["R1"]
    assert row["payments_after_death_days"] is None


def test_two_payees_of_one_family_paid_for_one_period_overlap() -> None:
    drop = people(2)
    drop["recipients"][1]["family_id"] = "F1"
    both = [paid(4), paid(4, payment_id="Y9", recipient_id="R2", account_id="A2")]
    found = features_of(PolarsEngine(), {**drop, "payments": both})
    assert [found[subject]["payments_family_overlap"] for subject in ("R1", "R2")] == [1, 1]


def test_money_without_enrolment_counts_only_where_the_programme_shares_enrolments() -> None:
    other = {"recipient_id": "R2", "program": "SEMBAKO"}
    row = of_one(paid(3), paid(4, program="BLT_DD", amount=300_000), enrolments=[other])
    assert row["payments_not_enrolled_amount"] == 600_000


def test_a_recipient_who_was_never_paid_has_no_payment_facts() -> None:
    found = features_of(PolarsEngine(), {**people(2), "payments": [paid(4)]})["R2"]
    assert {value for name, value in found.items() if name.startswith("payments_")} == {None}
