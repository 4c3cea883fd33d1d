"""What counts as short, beside a naive count, and families as the cases."""

from collections import defaultdict
from collections.abc import Iterable
from math import log
from random import Random
from typing import Any

import polars as pl
import pytest

from features.answering.shortfall import FEE_PERCENT, families_of, more_than_a_fee, short_families
from features.engine.base import lazy
from features.expressions import col

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
    rows = short_families(families_of(lazy(frame), "owner"), "owner").to_native().collect().to_dicts()
    return {row.pop("owner"): row for row in rows}


def chernoff(part: int, whole: int, rate: float) -> float:
    share = part / whole
    if share <= rate:
        return 0.0
    rest = (whole - part) * log((1 - share) / (1 - rate)) if part < whole else 0.0
    return round((part * log(share / rate) + rest) / log(10), 6)


def naive(payments: Iterable[Payment]) -> dict[str, dict[str, Any]]:
    of: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        of[payment[0]].append(payment)
    short = {owner: {family for _, family, missing in paid if missing > 0} for owner, paid in of.items()}
    asked = {owner: len({family for _, family, _ in paid}) for owner, paid in of.items()}
    rate = sum(map(len, short.values())) / sum(asked.values())
    first = {owner: chernoff(len(short[owner]), asked[owner], rate) for owner in of}
    furthest = {
        family: max(first[owner] for owner in of if family in short[owner]) for family in set().union(*short.values())
    }
    people = {owner: sum(first[owner] >= furthest[family] for family in short[owner]) for owner in of}
    return {
        owner: {
            "seen": len(paid),
            "times": sum(missing > 0 for *_, missing in paid),
            "amount": sum(missing for *_, missing in paid),
            "asked": asked[owner],
            "people": people[owner],
            "beyond_chance": pytest.approx(chernoff(people[owner], asked[owner], rate), abs=1e-5),
        }
        for owner, paid in of.items()
    }


def test_counts_are_those_of_a_naive_walk() -> None:
    chance = Random(5)  # noqa: S311 - a seed for tests
    payments = [
        (f"O{chance.randrange(5)}", f"R{chance.randrange(30)}", chance.choice([0, 0, 0, 50_000])) for _ in range(400)
    ]
    assert counted(payments) == naive(payments)


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


def test_who_registered_the_victims_of_a_facilitator_does_not_answer_for_them() -> None:
    everywhere = month_by_month("others", range(100, 400), short=6, times=1)
    guided = month_by_month("facilitator", range(20), short=15, times=2)
    registered = month_by_month("clerk", range(10), short=8, times=2)

    alone = counted([*everywhere, *registered])["clerk"]
    beside = counted([*everywhere, *guided, *registered])

    assert (alone["people"], beside["facilitator"]["people"], beside["clerk"]["people"]) == (8, 15, 0)
    assert beside["clerk"]["beyond_chance"] == 0


def test_two_who_answer_alike_both_do() -> None:
    everywhere = month_by_month("others", range(100, 400), short=6, times=1)
    both = [payment for owner in ("one", "other") for payment in month_by_month(owner, range(10), short=8, times=1)]

    assert {counted([*everywhere, *both])[owner]["people"] for owner in ("one", "other")} == {8}
