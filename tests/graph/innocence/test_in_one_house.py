"""Look-alikes that live together, each beside the guilty one: kin, lodging, a home, a disaster camp."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.innocence.disaster_camp import busiest
from graph.innocence.scene import largest_burst
from graph.kinds import LinkKind
from tests.graph.village import Village, reasons, rows

SIX, TEN = range(6), range(10)
ONE_DAY = date(2024, 6, 3)


def test_kin_share_a_phone_and_strangers_do_so_unexplained() -> None:
    kin = Village().put("recipients", range(4), phone_key="same").kin(0, 1, 2, 3)
    strangers = Village().put("recipients", range(4), phone_key="same")
    assert reasons(kin.links(), LinkKind.PHONE) == {"kin"}
    assert reasons(strangers.links(), LinkKind.PHONE) == {None}


def test_one_stranger_among_kin_leaves_all_unexplained() -> None:
    village = Village().put("recipients", range(4), phone_key="same").kin(0, 1, 2)
    assert reasons(village.links(), LinkKind.PHONE) == {None}


def test_cousins_elsewhere_make_nobody_kin_here() -> None:
    village = Village().put("recipients", (0, 2), phone_key="same").kin(0, 1).kin(2, 1)
    assert reasons(village.links(), LinkKind.PHONE) == {None}


def lodging() -> Village:
    return Village().put("families", SIX, address_key="same")


def test_a_crowded_house_where_purses_are_apart_is_lodging() -> None:
    assert reasons(lodging().links(), LinkKind.ADDRESS) == {"lodging"}


def test_a_house_whose_families_share_an_account_is_no_lodging() -> None:
    assert reasons(lodging().put("payments", SIX, account_id="a000").links(), LinkKind.ADDRESS) == {None}


def test_a_house_filled_in_one_go_is_no_lodging_whatever_the_day() -> None:
    for later in range(14):
        village = lodging()
        for one in SIX:
            village.put("recipients", (one,), registered_on=ONE_DAY + timedelta(days=later + 2 * one))
        assert reasons(village.links(), LinkKind.ADDRESS) == {None}


def home(age: int) -> Village:
    """Eight of one age with one account; a test says whether they live together."""
    eight = range(8)
    return Village().put("recipients", eight, payee_age_years=age).put("payments", eight, account_id="a000")


def test_a_home_for_the_old_or_for_orphans_keeps_their_money() -> None:
    for age in (75, 12):
        village = home(age).put("families", range(8), address_key="same")
        assert reasons(village.links(), LinkKind.ACCOUNT) == {"institution"}
        assert reasons(village.links(), LinkKind.ADDRESS) == {"institution"}


def test_one_account_for_the_old_of_many_houses_is_no_home() -> None:
    assert reasons(home(75).links(), LinkKind.ACCOUNT) == {None}


def test_one_account_for_working_people_of_one_house_is_no_home() -> None:
    assert reasons(home(35).put("families", range(8), address_key="same").links(), LinkKind.ACCOUNT) == {None}


def camp(registered: range) -> Village:
    """Ten under one roof with one number; ``registered`` of the village came on the same days."""
    village = Village().put("families", TEN, address_key="tents").put("recipients", TEN, phone_key="handed out")
    for one in registered:
        village.put("recipients", (one,), registered_on=ONE_DAY + timedelta(days=one % 5))
    return village


def test_a_village_registered_within_days_moved_into_a_camp() -> None:
    found = camp(range(40)).links()
    assert reasons(found, LinkKind.ADDRESS) == reasons(found, LinkKind.PHONE) == {"disaster_camp"}


def test_ten_registered_at_once_in_a_village_that_was_not_are_no_camp() -> None:
    found = camp(TEN).links()
    assert reasons(found, LinkKind.ADDRESS) == reasons(found, LinkKind.PHONE) == {None}


def test_a_camp_whose_money_runs_into_one_account_is_not_explained_by_the_tents() -> None:
    found = camp(range(40)).put("payments", TEN, account_id="a000").links()
    assert reasons(found, LinkKind.ADDRESS) == reasons(found, LinkKind.ACCOUNT) == {None}


def test_what_is_explained_stays_in_sight_and_weighs_a_tenth() -> None:
    innocent, guilty = (
        rows(village.links(), LinkKind.PHONE, "r000")[0]
        for village in (
            Village().put("recipients", range(4), phone_key="same").kin(0, 1, 2, 3),
            Village().put("recipients", range(4), phone_key="same"),
        )
    )
    assert innocent["weight"] == round(guilty["weight"] / 10, 6)
    assert innocent["text_en"].endswith(": they are kin.")
    assert innocent["text_id"].endswith(": mereka berkerabat.")


def test_a_farm_does_not_make_itself_a_camp() -> None:
    village = camp(range(16))
    village.put("families", range(16), address_key="tents").put("recipients", range(40, 80), village_code="3510010009")
    assert reasons(village.links(), LinkKind.ADDRESS) == {None}


def test_a_village_that_moved_as_a_whole_is_a_camp() -> None:
    village = camp(range(24)).put("families", range(24), address_key="tents")
    village.put("recipients", range(40, 80), village_code="3510010009")
    assert reasons(village.links(), LinkKind.ADDRESS) == {"disaster_camp"}


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20))
def test_the_busiest_window_is_the_one_that_plain_loops_find(days: list[int]) -> None:
    held = {start: sum(1 for day in days if start <= day < start + 7) for start in sorted(days)}
    assert busiest(np.array(days), 7) == max(held, key=lambda start: (held[start], -start))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 30), st.booleans()), max_size=30))
def test_the_largest_burst_is_the_one_that_plain_loops_find(rows_: list[tuple[int, int, bool]]) -> None:
    columns = np.array([(node, day, chosen) for node, day, chosen in rows_], dtype=np.int64).reshape(-1, 3)
    found = largest_burst(columns[:, 0], columns[:, 1], columns[:, 2] == 1, nodes=4, days=7)
    for node in range(4):
        mine = [day for one, day, chosen in rows_ if one == node and chosen]
        best = max((sum(1 for day in mine if start <= day < start + 7) for start in mine if start >= 0), default=0)
        assert found[node] == (best / len(mine) if mine else 0)
