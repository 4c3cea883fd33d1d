"""Look-alikes at the terminal, each beside the guilty one: the only agent around, and the group trip."""

import random
from collections.abc import Iterable

from graph.kinds import LinkKind
from tests.graph.village import HERE, THERE, Days, Village, reasons

PAYOUTS = 5


def as_they_come(people: Iterable[int], seed: int = 1) -> Days:
    """The same people on every payout day, in a new order each time."""
    chance, crowd = random.Random(seed), list(people)  # noqa: S311 a queue, not a secret
    return [chance.sample(crowd, len(crowd)) for _ in range(PAYOUTS)]


def in_order(people: Iterable[int]) -> Days:
    """A stack of cards: the same order every time."""
    return [list(people)] * PAYOUTS


def with_agent(village: Village, home: str) -> Village:
    village.add("agents", {"agent_id": "g1", "village_code": home})
    return village.add("terminals", {"terminal_id": "T1", "agent_id": "g1"})


def test_where_a_whole_village_queues_at_its_only_counter_people_meet_again_and_again() -> None:
    village = with_agent(Village(24), HERE).queue(as_they_come(range(24)))
    assert reasons(village.links(), LinkKind.TOGETHER) == {"only_agent"}


def test_a_stack_of_cards_at_the_only_counter_is_a_small_part_of_its_regulars() -> None:
    village = with_agent(Village(60), HERE).queue(in_order(range(8)))
    village.queue([range(8, 60)] * PAYOUTS, gap=3600)
    assert reasons(village.links(), LinkKind.TOGETHER) == {None}


def trip(days: Days, *, outside: bool = True) -> Village:
    """Some of this village at a counter, most of whose other guests are of the next village."""
    village = with_agent(Village(120), THERE if outside else HERE)
    village.put("recipients", range(60, 120), village_code=THERE)
    village.queue(days, gap=45)
    village.queue([range(60, 120)] * PAYOUTS, gap=1800)
    return village.queue([range(20, 60)] * PAYOUTS, terminal="T2", gap=1800)


def test_neighbours_who_ride_to_a_distant_counter_queue_as_they_come() -> None:
    assert reasons(trip(as_they_come(range(9))).links(), LinkKind.TOGETHER) == {"group_trip"}


def test_cards_that_keep_their_order_at_a_distant_counter_are_a_stack() -> None:
    assert reasons(trip(in_order(range(9))).links(), LinkKind.TOGETHER) == {None}


def test_more_than_a_pick_up_holds_is_no_trip() -> None:
    crowd = [one for pair in zip(range(14), range(14, 28), strict=True) for one in pair]
    found = trip([crowd, crowd[::-1], crowd, crowd[::-1]])
    assert reasons(found.links(), LinkKind.TOGETHER) == {None}


def machine_of_nobody(*guests: range) -> Village:
    """Nine of this village at a machine to which so many others come, twenty of them oftenest, of this village too."""
    village = Village(120).queue(as_they_come(range(9)), gap=45)
    village.put("recipients", range(60, 90), village_code=THERE)
    village.put("recipients", range(90, 120), village_code="3510010030")
    village.queue([[guest for people in guests for guest in people]] * PAYOUTS, gap=1000)
    return village.queue([[*range(9, 20), *range(40, 60)]] * PAYOUTS, terminal="T2", gap=1000)


def test_the_towns_machine_lies_in_none_of_the_villages_that_come_there() -> None:
    everybody = machine_of_nobody(range(20, 40), range(60, 75), range(90, 105))
    assert reasons(everybody.links(), LinkKind.TOGETHER) == {"group_trip"}


def test_the_machine_of_ones_own_village_takes_no_trip() -> None:
    assert reasons(machine_of_nobody(range(20, 40), range(60, 70)).links(), LinkKind.TOGETHER) == {None}


def test_travellers_of_many_villages_are_no_trip() -> None:
    village = trip(as_they_come(range(9)))
    for one in range(9):
        village.put("recipients", (one,), village_code=f"35100100{10 + one}")
    assert reasons(village.links(), LinkKind.TOGETHER) == {None}


def escorted(*ages: int) -> Village:
    """So many people of two neighbouring villages who come one after another, in one order."""
    village = Village(60).queue(in_order(range(len(ages)))).queue([range(10, 60)] * PAYOUTS, terminal="T2", gap=1800)
    for one, age in enumerate(ages):
        village.put("recipients", (one,), payee_age_years=age, village_code=HERE if one % 2 else THERE)
    return village


def test_a_helper_brings_the_old_of_neighbouring_villages() -> None:
    assert reasons(escorted(66, 73, 67, 80).links(), LinkKind.TOGETHER) == {"carer"}


def test_who_could_come_alone_needs_no_helper_from_the_next_village() -> None:
    assert reasons(escorted(66, 73, 35, 80).links(), LinkKind.TOGETHER) == {None}


def test_cards_of_the_old_by_the_dozen_are_not_escorted() -> None:
    assert reasons(escorted(*[70] * 9).links(), LinkKind.TOGETHER) == {None}
