"""What counts as short, beside a naive count, and families as the cases."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random
from typing import Any

import polars as pl
import pytest

from features.engine.base import lazy
from features.expressions import col
from features.shortfall import FEE_PERCENT, more_than_a_fee, short_families

Payment = tuple[str, str, int]
"""Owner, recipient and what is missing."""


def missing_of(missing: int | None, paid: int | None) -> Any:
    frame = pl.LazyFrame({"missing": [missing], "paid": [paid]}, schema={"missing": pl.Int64, "paid": pl.Int64})
    found = lazy(frame).select(short=more_than_a_fee(col("missing"), col("paid"))).to_native()
    return found.collect().item()


@pytest.mark.parametrize(
    ("missing", "paid", "short"),
    [
        (6_000, 225_000, 0),
        (6_000, 200_000, 0),
        (0, 600_000, 0),
        (-50_000, 600_000, 0),
        (115_000, 2_300_000, 115_000),
        (50_000, 600_000, 50_000),
        (600_000, 600_000, 600_000),
        (None, 600_000, None),
        (5_000, None, None),
    ],
)
def test_a_fee_is_not_short_and_the_smallest_levy_of_the_cases_is(
    missing: int | None, paid: int | None, short: int | None
) -> None:
    assert missing_of(missing, paid) == short


def counted(payments: Iterable[Payment]) -> dict[str, dict[str, Any]]:
    frame = pl.LazyFrame(list(payments), schema=["owner", "recipient_id", "short"], orient="row")
    rows = short_families(lazy(frame), "owner").to_native().collect().to_dicts()
    return {row.pop("owner"): row for row in rows}


def naive(payments: Iterable[Payment]) -> dict[str, dict[str, int]]:
    of: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        of[payment[0]].append(payment)
    return {
        owner: {
            "seen": len(paid),
            "times": sum(short > 0 for *_, short in paid),
            "amount": sum(short for *_, short in paid),
            "asked": len({family for _, family, _ in paid}),
            "people": len({family for _, family, short in paid if short > 0}),
        }
        for owner, paid in of.items()
    }


def test_counts_are_those_of_a_naive_walk() -> None:
    chance = Random(5)  # noqa: S311 - a seed for tests
    payments = [
        (f"O{chance.randrange(5)}", f"R{chance.randrange(30)}", chance.choice([0, 0, 0, 50_000])) for _ in range(400)
    ]
    found = counted(payments)
    assert {owner: {name: row[name] for name in row if name != "beyond_chance"} for owner, row in found.items()} == (
        naive(payments)
    )


def month_by_month(owner: str, families: range, short: int, times: int) -> list[Payment]:
    """Every family confirms so many payments, the first ``short`` of them always with less."""
    return [
        (owner, f"R{family}", 50_000 if number < short else 0)
        for number, family in enumerate(families)
        for _ in range(times)
    ]


def test_one_family_that_goes_short_six_times_is_one_case() -> None:
    everywhere = month_by_month("others", range(100, 400), short=6, times=1)
    once = counted([*everywhere, *month_by_month("one", range(12), short=1, times=1)])["one"]
    often = counted([*everywhere, *month_by_month("one", range(12), short=1, times=6)])["one"]
    many = counted([*everywhere, *month_by_month("one", range(12), short=6, times=1)])["one"]
    assert often["beyond_chance"] == once["beyond_chance"] < 4 < many["beyond_chance"]
    assert (often["people"], often["times"]) == (1, 6)


def test_the_line_is_a_share_of_the_payment() -> None:
    assert missing_of(10_000 * FEE_PERCENT, 1_000_000) == 0
    assert missing_of(10_000 * FEE_PERCENT + 1, 1_000_000) == 10_000 * FEE_PERCENT + 1
