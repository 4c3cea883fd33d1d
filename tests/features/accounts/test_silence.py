"""Cards that lay somewhere for half a year and were then emptied, beside cards that were found again."""

from datetime import datetime, timedelta

from features.engine import PolarsEngine
from tests.features.agents.drops import Drop, debit, people
from tests.features.villages import Row, features_of

CREDITS = (datetime(2025, 3, 3, 9), datetime(2025, 6, 3, 9), datetime(2025, 9, 3, 9))
WHOLE = 600_000 * len(CREDITS)
EVENING = datetime(2025, 11, 20, 19)


def cards(count: int, *, amount: int = WHOLE, hours: int = 0, terminals: int = 1) -> Drop:
    """So many recipients credited three times, whose first debit comes that November evening, so many hours apart."""
    drop = people(count)
    numbers = range(1, count + 1)
    drop["payments"] = [
        {
            "payment_id": f"Y{n}{quarter}",
            "recipient_id": f"R{n}",
            "program": "SEMBAKO",
            "period": f"2025-Q{quarter + 1}",
            "amount": 600_000,
            "account_id": f"A{n}",
            "credited_at": moment,
        }
        for n in numbers
        for quarter, moment in enumerate(CREDITS)
    ]
    drop["transactions"] = [
        debit(
            n,
            account_id=f"A{n}",
            amount=amount,
            terminal_id=f"E{n % terminals}",
            occurred_at=EVENING + timedelta(hours=hours * n),
        )
        for n in numbers
    ]
    return drop


def first(drop: Drop) -> Row:
    return features_of(PolarsEngine(), drop)["R1"]


def test_a_stack_of_undelivered_cards_emptied_on_one_evening() -> None:
    row = first(cards(12))
    assert row["accounts_first_touch_days"] == (EVENING.date() - CREDITS[0].date()).days
    assert row["accounts_emptied_after_silence"] == 1
    assert row["accounts_emptied_together"] == 11


def test_emptied_on_different_days_of_one_month_is_still_one_stack() -> None:
    assert first(cards(6, hours=100))["accounts_emptied_together"] == 5


def in_parts(drop: Drop, days: int) -> Drop:
    """Half of each card, and the rest so many days later at the same machine."""
    half = [row | {"amount": row["amount"] // 2} for row in drop["transactions"]]
    rest = [
        row | {"transaction_id": f"{row['transaction_id']}b", "occurred_at": row["occurred_at"] + timedelta(days=days)}
        for row in half
    ]
    return drop | {"transactions": [*half, *rest]}


def test_a_stack_that_is_emptied_in_parts_within_the_week_counts_each_card_once() -> None:
    row = first(in_parts(cards(12), days=4))
    assert row["accounts_emptied_after_silence"] == 1
    assert row["accounts_emptied_together"] == 11
    assert first(in_parts(cards(12), days=9))["accounts_emptied_after_silence"] == 0


def test_a_lost_card_that_was_found_stands_alone() -> None:
    row = first(cards(1))
    assert row["accounts_emptied_after_silence"] == 1
    assert row["accounts_emptied_together"] == 0


def test_who_takes_a_part_after_half_a_year_was_only_far_away() -> None:
    assert first(cards(12, amount=300_000))["accounts_emptied_after_silence"] == 0


def test_the_same_evening_at_different_machines_is_not_together() -> None:
    assert first(cards(4, terminals=4))["accounts_emptied_together"] == 0


def test_who_draws_within_days_was_never_silent() -> None:
    drop = cards(3)
    drop["transactions"].append(debit(99, account_id="A1", amount=600_000, occurred_at=CREDITS[0] + timedelta(days=2)))
    row = first(drop)
    assert row["accounts_first_touch_days"] == 2
    assert row["accounts_emptied_after_silence"] == 0


def test_money_that_nobody_ever_touched_was_not_emptied() -> None:
    drop = cards(2)
    drop["transactions"] = drop["transactions"][1:]
    row = first(drop)
    assert row["accounts_first_touch_days"] is None
    assert row["accounts_emptied_after_silence"] is None
