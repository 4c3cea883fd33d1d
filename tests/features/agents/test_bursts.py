"""Cards in a row at one terminal, and cards in the order of the registration list."""

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from features.agents import bursts
from features.engine import PolarsEngine
from tests.features.agents.drops import debit, people, tables_of, values

START = datetime(2025, 11, 3, 9)


def visit(number: int, person: int, seconds: int) -> dict[str, Any]:
    return debit(number, account_id=f"A{person}", occurred_at=START + timedelta(seconds=seconds))


def bursts_of(moves: list[dict[str, Any]], count: int = 60, **tables_: Any) -> dict[str, Any]:
    tables = tables_of(PolarsEngine(), {**people(count), "transactions": moves, **tables_})
    return values(tables, bursts.build(tables))["G1"]


def naive_longest(moves: list[dict[str, Any]]) -> int:
    ordered = sorted(moves, key=lambda move: (move["occurred_at"], move["account_id"]))
    best, row = 1, {ordered[0]["account_id"]}
    for before, now in pairwise(ordered):
        close = now["occurred_at"] - before["occurred_at"] <= timedelta(seconds=180)
        row = row | {now["account_id"]} if close else {now["account_id"]}
        best = max(best, len(row))
    return best


def test_ten_cards_a_minute_apart_are_one_row_of_ten() -> None:
    found = bursts_of([visit(number, number + 1, 60 * number) for number in range(10)])
    assert found["agent_burst_longest"] == 10
    assert found["agent_burst_share"] == pytest.approx(0.9)


def test_the_same_card_again_is_no_row() -> None:
    found = bursts_of([visit(number, 1, 60 * number) for number in range(6)])
    assert found["agent_burst_longest"] == 1
    assert found["agent_burst_share"] == 0


def test_cards_an_hour_apart_are_no_row() -> None:
    found = bursts_of([visit(number, number + 1, 3600 * number) for number in range(6)])
    assert found["agent_burst_longest"] == 1


def test_the_longest_row_is_that_of_a_plain_walk_through_the_day() -> None:
    chance = Random(4)  # noqa: S311 - a seed for tests
    clock, moves = 0, list[dict[str, Any]]()
    for number in range(60):
        clock += chance.choice([30, 100, 170, 200, 900])
        moves.append(visit(number, number + 1, clock))
    assert bursts_of(moves)["agent_burst_longest"] == naive_longest(moves)


def test_a_stack_in_the_order_of_registration_stands_out() -> None:
    found = bursts_of([visit(number, number + 1, 60 * number) for number in range(40)])
    assert found["agent_registration_order"] > 0.6


def test_residents_of_one_home_drawn_for_in_the_order_of_their_list_are_no_stack() -> None:
    moves = [visit(number, number + 1, 60 * number) for number in range(40)]
    home = [{"family_id": f"F{number}", "meter_id_key": "m"} for number in range(1, 41)]
    assert bursts_of(moves, families=home)["agent_registration_order"] is None


def test_a_queue_in_no_order_does_not_stand_out() -> None:
    order = list(range(1, 51))
    Random(9).shuffle(order)  # noqa: S311 - a seed for tests
    found = bursts_of([visit(number, person, 60 * number) for number, person in enumerate(order)])
    assert found["agent_registration_order"] < 0.2


def test_few_pairs_say_nothing_of_order() -> None:
    assert (
        bursts_of([visit(number, number + 1, 60 * number) for number in range(10)])["agent_registration_order"] is None
    )


def test_few_debits_have_no_share() -> None:
    assert bursts_of([visit(number, number + 1, 60 * number) for number in range(4)])["agent_burst_share"] is None
