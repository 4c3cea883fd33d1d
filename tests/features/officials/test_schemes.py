"""What became of those whom an official registered: houses, silent cards, proofs, complaints, against chance."""

from datetime import date, datetime, timedelta
from typing import Any

from features.agents import complaints as agent_complaints
from features.agents import receipts as of_agents
from features.engine import PolarsEngine
from features.officials import complaints, houses, receipts, silence
from tests.features.accounts.test_silence import cards
from tests.features.agents.drops import Drop, debit, people, tables_of, values

HEAD = {"official_id": "O1", "role": "village_head", "village_code": "3510012001"}
OTHER = {**HEAD, "official_id": "O2"}


def village(count: int, *, by_head: int) -> Drop:
    """So many recipients, the first of whom the head registered and the others somebody else."""
    drop = people(count)
    for number, row in enumerate(drop["recipients"]):
        row["registered_by"] = "O1" if number < by_head else "O2"
    return drop | {"officials": [HEAD, OTHER]}


def rows_of(module: Any, drop: Drop) -> dict[str, dict[str, Any]]:
    tables = tables_of(PolarsEngine(), drop)
    return values(tables, module.build(tables))


def housed(drop: Drop, **house: Any) -> Drop:
    homes = [
        {"family_id": row["family_id"], "address_key": "a", "address_detail": 3} | house for row in drop["recipients"]
    ]
    return drop | {"families": homes}


def test_ten_families_in_a_dark_house_within_the_month() -> None:
    found = rows_of(houses, housed(village(12, by_head=10)))
    assert found["O1"]["official_house_registered"] == 10
    assert found["O2"]["official_house_registered"] == 2


def test_the_meter_of_the_house_itself_hides_nobody_who_was_listed_there() -> None:
    drop = housed(village(12, by_head=10))
    drop["families"][11]["meter_id_key"] = "owner"
    assert rows_of(houses, drop)["O1"]["official_house_registered"] == 10


def test_a_care_home_has_a_meter() -> None:
    assert rows_of(houses, housed(village(10, by_head=10), meter_id_key="m"))["O1"]["official_house_registered"] == 0


def test_a_lodging_fills_over_the_years() -> None:
    drop = housed(village(10, by_head=10))
    for number, row in enumerate(drop["recipients"]):
        row["registered_on"] = date(2015, 1, 1) + timedelta(days=300 * number)
    assert rows_of(houses, drop)["O1"]["official_house_registered"] == 1


def test_who_was_listed_in_the_week_of_the_whole_village_is_no_officials_crowd() -> None:
    drop = housed(village(30, by_head=10))
    for number, (person, home) in enumerate(zip(drop["recipients"], drop["families"], strict=True)):
        home |= {"village_code": "V", "address_key": "a" if number < 10 else f"home {number}"}
        person["registered_on"] = date(2020, 1, 1 if number < 16 else 28)
    assert rows_of(houses, drop)["O1"]["official_house_registered"] == 0
    drop["recipients"][15]["registered_on"] = date(2020, 1, 28)
    assert rows_of(houses, drop)["O1"]["official_house_registered"] == 10


def test_silent_cards_emptied_together_are_counted_with_their_official() -> None:
    drop = cards(8)
    for number, row in enumerate(drop["recipients"]):
        row["registered_by"] = "O1" if number < 6 else "O2"
    drop["recipients"] += [
        {"recipient_id": f"R{n}", "family_id": f"F{n}", "registered_by": "O1"} for n in range(20, 26)
    ]
    found = rows_of(silence, drop | {"officials": [HEAD, OTHER]})
    assert found["O1"]["official_emptied_recipients"] == 6
    assert found["O1"]["official_emptied_share"] == 0.5


def complaint(number: int) -> dict[str, Any]:
    return {
        "complaint_id": f"K{number}",
        "received_at": datetime(2025, 11, 1, 9),
        "category": "levy",
        "subject_kind": "recipient",
        "subject_id": f"R{number}",
    }


def test_one_complaint_among_thirty_may_be_chance_and_eight_are_not() -> None:
    drop = village(400, by_head=30)
    everywhere = [complaint(n) for n in range(40, 400, 60)]
    one = rows_of(complaints, drop | {"complaints": [complaint(1), *everywhere]})["O1"]
    eight = rows_of(complaints, drop | {"complaints": [*(complaint(n) for n in range(1, 9)), *everywhere]})["O1"]
    assert one["official_recipients_complaining"] == 1
    assert one["official_complaints_beyond_chance"] < 1
    assert eight["official_complaints_beyond_chance"] > 4


def named(number: int, category: str, day: int, who: str = "O2") -> dict[str, Any]:
    """O2 registered nobody: a report that names somebody needs no recipient."""
    about = {"category": category, "subject_kind": "official", "subject_id": who}
    return complaint(number) | about | {"received_at": datetime(2025, 11, day, 9)}


def test_who_is_named_on_three_days_counts_three_however_often_they_called() -> None:
    said = ("levy", "card_withheld", "fictitious", "left_out", "quality", "not_eligible")
    calls = [named(n, category, day=n + 1) for n, category in enumerate(said)]
    calls += [named(10 + n, "levy", day=1) for n in range(5)] + [named(20, "levy", 1, who="nobody")]
    found = rows_of(complaints, village(20, by_head=20) | {"complaints": calls})
    assert found["O2"]["official_named_days"] == 3
    assert found["O2"]["official_recipients_complaining"] is None
    assert found["O1"]["official_named_days"] == 0
    assert "nobody" not in found


def test_who_is_named_at_a_shop_is_the_shops() -> None:
    drop = people(1) | {"transactions": [debit(1, agent_id="G1")]}
    calls = [named(n, "levy", day=n + 1, who="G1") | {"subject_kind": "agent"} for n in range(4)]
    assert rows_of(agent_complaints, drop | {"complaints": calls})["G1"]["agent_named_days"] == 4


def confirmed(drop: Drop, short: int, *, proof: str | None = None) -> Drop:
    """Everybody's payment is confirmed, that of the first ``short`` with less."""
    paid = [
        {
            "payment_id": f"Y{n}",
            "recipient_id": row["recipient_id"],
            "program": "BLT_DD",
            "period": "2025-Q4",
            "amount": 900_000,
            "credited_at": datetime(2025, 10, 6, 9),
        }
        for n, row in enumerate(drop["recipients"])
    ]
    told = [
        {
            "receipt_id": f"C{n}",
            "payment_id": f"Y{n}",
            "amount_received": 800_000 if n < short else 900_000,
            "evidence_hash": proof if proof and n < short else f"h{n}",
        }
        for n in range(len(paid))
    ]
    return drop | {"payments": paid, "receipts": told}


def test_twelve_families_who_received_less_are_beyond_chance() -> None:
    row = rows_of(receipts, confirmed(village(200, by_head=20), short=12))["O1"]
    assert row["official_receipts_short_recipients"] == 12
    assert row["official_receipts_short_beyond_chance"] > 4


def test_one_picture_for_many_is_theirs_of_whose_list_it_is_most() -> None:
    drop = village(200, by_head=10)
    for row in drop["recipients"]:
        row["facilitator_id"] = "O3"
    found = rows_of(
        receipts, confirmed(drop | {"officials": [HEAD, OTHER, HEAD | {"official_id": "O3"}]}, 10, proof="h")
    )
    assert found["O1"]["official_same_evidence_reach"] == 1
    assert found["O3"]["official_same_evidence_recipients"] == 0
    assert found["O3"]["official_same_evidence_reach"] == 0


def test_whom_two_reports_name_answers_beside_who_lies_further_beyond_chance() -> None:
    """Ten villages of twenty, five to a facilitator; eighteen of the first go short and the facilitator is named."""
    drop = people(200)
    for number, row in enumerate(drop["recipients"]):
        row |= {"village_code": f"V{number // 20}", "facilitator_id": f"C{number // 100}"}
    heads = [{"official_id": f"H{n}", "role": "village_head", "village_code": f"V{n}"} for n in range(10)]
    guides = [{"official_id": f"C{n}", "role": "facilitator", "village_code": "V0"} for n in range(2)]
    drop = confirmed(drop | {"officials": [*heads, *guides]}, 18)
    once = {"complaints": [named(1, "card_withheld", 1, "C0"), named(2, "levy", 1, "C0")]}
    twice = {"complaints": [*once["complaints"], named(3, "card_withheld", 9, "C0")]}

    def short(given: Drop) -> dict[str, float]:
        found = rows_of(receipts, drop | given)
        return {
            name: row["official_receipts_short_recipients"]
            for name, row in found.items()
            if row["official_receipts_short_recipients"]
        }

    assert short({}) == short(once) == {"H0": 18}
    assert short(twice) == {"H0": 18, "C0": 18}


def test_a_villages_one_picture_is_its_heads_and_not_theirs_who_registered_the_families() -> None:
    """Four villages of forty, one clerk for two villages each; thirty of the first share one picture."""
    drop = people(160)
    for number, row in enumerate(drop["recipients"]):
        row |= {"village_code": f"V{number // 40}", "registered_by": f"C{number // 80}"}
    heads = [{"official_id": f"H{n}", "role": "village_head", "village_code": f"V{n}"} for n in range(4)]
    clerks = [{"official_id": f"C{n}", "role": "operator", "village_code": f"V{2 * n}"} for n in range(2)]
    drop = confirmed(drop | {"officials": [*heads, *clerks]}, 30, proof="one")
    for row in drop["receipts"]:
        row["place_key"] = "desk"
    found = rows_of(receipts, drop)
    for fact in ("official_same_evidence_recipients", "official_one_desk_recipients"):
        assert {name: row[fact] for name, row in found.items() if row[fact]} == {"H0": 30}
    assert found["H0"]["official_same_evidence_reach"] == found["H0"]["official_one_desk_share"] == 0.75
    assert found["H0"]["official_same_evidence_beyond_chance"] > 4
    assert found["C0"]["official_same_evidence_beyond_chance"] == 0


def levied(*, facilitator_too: bool) -> dict[str, dict[str, Any]]:
    """Ten villages of twenty families, five to a facilitator: short go those of the first village, or of five."""
    drop = people(200)
    for number, row in enumerate(drop["recipients"]):
        row |= {"village_code": f"35100120{number // 20:02}", "facilitator_id": "O2" if number < 100 else "O3"}
    heads = [{**HEAD, "official_id": f"H{n}", "village_code": f"35100120{n:02}"} for n in range(10)]
    guides = [{"official_id": name, "role": "facilitator"} for name in ("O2", "O3")]
    short = 100 if facilitator_too else 20
    return rows_of(receipts, confirmed(drop | {"officials": [*heads, *guides]}, short))


def test_where_one_village_of_a_facilitator_goes_short_its_head_is_asked_and_not_the_facilitator() -> None:
    found = levied(facilitator_too=False)
    assert found["H0"]["official_receipts_short_recipients"] == 20
    assert found["H0"]["official_receipts_short_beyond_chance"] > 4
    assert found["O2"]["official_receipts_short_recipients"] == 0


def test_where_all_villages_of_a_facilitator_go_short_no_head_is_asked() -> None:
    found = levied(facilitator_too=True)
    assert found["O2"]["official_receipts_short_recipients"] == 100
    assert {found[f"H{n}"]["official_receipts_short_recipients"] for n in range(5)} == {0}


def at_shops(drop: Drop, first: int) -> dict[str, dict[str, Any]]:
    """What is said of shops where G1 paid out the first payments and G2 the others."""
    drop["agents"] += [{"agent_id": "G2", "kind": "e_warong"}]
    for number, row in enumerate(drop["payments"]):
        row["agent_id"] = "G1" if number < first else "G2"
    return rows_of(of_agents, drop)


def test_what_a_facilitator_takes_is_not_asked_of_the_shop_that_serves_some_of_his_families() -> None:
    drop = people(200)
    for number, row in enumerate(drop["recipients"]):
        row |= {"village_code": f"35100120{number % 10:02}", "facilitator_id": "O1" if number < 40 else "O2"}
    guides = [{"official_id": name, "role": "facilitator"} for name in ("O1", "O2")]
    alone = at_shops(confirmed(drop, short=40), 60)
    beside = at_shops(confirmed(drop | {"officials": guides}, short=40), 60)
    assert alone["G1"]["agent_receipts_short_beyond_chance"] > 4
    assert beside["G1"]["agent_receipts_short_recipients"] == 0


def test_what_one_shop_holds_back_is_not_asked_of_the_village() -> None:
    drop = confirmed(people(200), short=12) | {"officials": [{**HEAD, "village_code": "3510012001"}]}
    assert at_shops(drop, 12)["G1"]["agent_receipts_short_recipients"] == 12
    assert rows_of(receipts, drop)["O1"]["official_receipts_short_recipients"] == 0
