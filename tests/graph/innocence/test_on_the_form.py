"""Look-alikes on the form and the account, each beside the guilty one: carer, cadre, bulk opening, reviewed, chance."""

from datetime import date, datetime
from typing import Any

from graph.kinds import LinkKind
from tests.graph.village import THERE, Village, reasons, rows

THREE, EIGHT = range(3), range(8)
ONE_DAY = date(2024, 6, 3)


def cared_for(age: int) -> Village:
    return Village().put("payments", THREE, account_id="a000").put("recipients", (1, 2), payee_age_years=age)


def test_a_carer_collects_for_two_old_neighbours() -> None:
    assert reasons(cared_for(78).links(), LinkKind.ACCOUNT) == {"carer"}


def test_one_account_for_three_who_can_walk_is_not_care() -> None:
    assert reasons(cared_for(40).links(), LinkKind.ACCOUNT) == {None}


def test_one_account_for_the_old_of_two_villages_is_not_care() -> None:
    village = cared_for(78).put("recipients", (2,), village_code=THERE)
    assert reasons(village.links(), LinkKind.ACCOUNT) == {None}


def test_an_agents_account_for_the_old_is_not_care() -> None:
    village = cared_for(78).add("agents", {"agent_id": "g1", "village_code": "3510010001", "account_id": "a000"})
    assert reasons(village.links(), LinkKind.ACCOUNT) == {None}


def test_the_old_by_the_dozen_are_not_a_carers_errand() -> None:
    village = Village().put("payments", range(12), account_id="a000").put("recipients", range(12), payee_age_years=78)
    assert reasons(village.links(), LinkKind.ACCOUNT) == {None}


def cadres_phone() -> Village:
    return Village().put("recipients", EIGHT, phone_key="cadre", registered_by="o1")


def test_a_cadre_wrote_her_number_on_the_forms_she_filled_in() -> None:
    assert reasons(cadres_phone().links(), LinkKind.PHONE) == {"cadre"}


def test_an_officials_own_number_on_forms_is_a_cadres() -> None:
    village = Village().put("recipients", EIGHT, phone_key="cadre")
    village.add("officials", {"official_id": "o1", "role": "other", "phone_key": "cadre"})
    assert reasons(village.links(), LinkKind.PHONE) == {"cadre"}


def test_a_number_that_nobody_in_office_wrote_is_not_a_cadres() -> None:
    assert reasons(Village().put("recipients", EIGHT, phone_key="same").links(), LinkKind.PHONE) == {None}


def test_a_cadres_number_whose_forms_share_a_purse_helps_nobody_out() -> None:
    village = cadres_phone().put("accounts", EIGHT, holder_nik_key="nik000")
    assert reasons(village.links(), LinkKind.PHONE) == {None}


def test_an_account_bound_to_the_cadres_number_beside_ones_own_helps_nobody_out() -> None:
    village = Village().put("accounts", EIGHT, phone_key="cadre").put("recipients", EIGHT, registered_by="o1")
    assert reasons(village.links(), LinkKind.PHONE) == {None}


def opened_on_one_day(linked: int, batch: int) -> list[dict[str, Any]]:
    """So many who share an account, registered by one hand on a day on which it registered the whole batch."""
    village = Village().put("payments", range(linked), account_id="a000")
    village.put("recipients", range(batch), registered_on=ONE_DAY, registered_by="o1")
    return rows(village.links(), LinkKind.REGISTERED_TOGETHER)


def test_five_of_forty_opened_on_one_day_met_at_a_bulk_opening() -> None:
    found = opened_on_one_day(5, 40)
    assert {row["benign_reason"] for row in found} == {"bulk_opening"}
    assert {row["subjects"] for row in found} == {40}


def test_five_of_six_opened_on_one_day_did_not() -> None:
    assert {row["benign_reason"] for row in opened_on_one_day(5, 6)} == {None}


def reviewed(*outcomes: str) -> Village:
    village = Village().put("payments", THREE, account_id="a000")
    for month, outcome in enumerate(outcomes, start=1):
        village.add(
            "outcomes",
            *(
                {
                    "subject_kind": "recipient",
                    "subject_id": f"r{one:03}",
                    "decided_at": datetime(2025, month, 1),
                    "outcome": outcome,
                    "selected_by": "model",
                }
                for one in THREE
            ),
        )
    return village


def test_what_an_investigation_cleared_is_not_held_against_them_again() -> None:
    assert reasons(reviewed("confirmed", "cleared").links(), LinkKind.ACCOUNT) == {"reviewed"}


def test_what_was_confirmed_since_is() -> None:
    assert reasons(reviewed("cleared", "confirmed").links(), LinkKind.ACCOUNT) == {None}


def test_one_who_was_not_cleared_leaves_all_unexplained() -> None:
    village = reviewed("cleared").put("payments", (9,), account_id="a000")
    assert reasons(village.links(), LinkKind.ACCOUNT) == {None}


def test_a_decision_after_the_runs_day_is_not_known_yet() -> None:
    village = reviewed("cleared")
    for row in village.tables["outcomes"]:
        row["decided_at"] = datetime(2026, 2, 1)
    assert reasons(village.links(), LinkKind.ACCOUNT) == {None}


def shared_by_threes(groups: int) -> Village:
    village = Village(120)
    for group in range(groups):
        village.put("recipients", range(3 * group, 3 * group + 3), phone_key=f"three{group}")
    return village


def test_what_a_tenth_of_the_peers_do_is_expected_by_chance() -> None:
    assert reasons(shared_by_threes(8).links(), LinkKind.PHONE) == {"expected_by_chance"}


def test_what_three_do_among_a_hundred_is_not() -> None:
    assert reasons(shared_by_threes(1).links(), LinkKind.PHONE) == {None}


def test_sharing_more_widely_than_usual_is_not_covered_by_the_usual() -> None:
    village = shared_by_threes(8).put("recipients", range(100, 110), phone_key="ten")
    found = village.links()
    assert rows(found, LinkKind.PHONE, "r100")[0]["benign_reason"] is None
    assert rows(found, LinkKind.PHONE, "r000")[0]["benign_reason"] == "expected_by_chance"
