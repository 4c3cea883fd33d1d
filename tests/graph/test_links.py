"""Links of every kind that the contract lists: who is linked, how telling it is, and what the sentence says."""

from collections.abc import Callable
from typing import Any

import pytest

from graph.kinds import KINDS, STRENGTH, LinkKind
from tests.graph.village import HERE, THERE, Village, reasons, rows

FIVE = range(5)
Made = Callable[[], Village]


def attribute(kind: str, **values: Any) -> list[dict[str, Any]]:
    return [
        {"subject_kind": "recipient", "subject_id": f"r{one:03}", "kind": kind, "value_key": "same", **values}
        for one in FIVE
    ] + [
        {"subject_kind": "recipient", "subject_id": f"r{one:03}", "kind": kind, "value_key": f"own{one}"}
        for one in range(5, 80)
    ]


def sent_on() -> Village:
    village = Village()
    village.queue([range(80)], gap=3600, terminal="T9")
    for one in FIVE:
        village.add(
            "transactions",
            {
                "transaction_id": f"s{one}",
                "account_id": f"a{one:03}",
                "kind": "transfer_out",
                "amount": 50_000,
                "occurred_at": None,
                "counterparty_account_id": "elsewhere",
            },
        )
    return village


def one_person() -> Village:
    pairs = [
        {"left_recipient_id": "r000", "right_recipient_id": f"r{one:03}", "probability": 0.97} for one in range(1, 5)
    ]
    return Village().add("same_person", *pairs)


def one_hand() -> Village:
    """Five who share an account, all registered by one official on one day, and nobody else that day."""
    day = {"registered_on": Village().tables["recipients"][0]["registered_on"], "registered_by": "o1"}
    village = Village().put("payments", FIVE, account_id="a000").put("recipients", FIVE, **day)
    return village.add("officials", {"official_id": "o1", "role": "facilitator"})


def one_terminal() -> Village:
    """Five who share an account use one machine that nobody else uses."""
    village = Village().put("payments", FIVE, account_id="a000").queue([FIVE], gap=3600, terminal="T7")
    return village.queue([range(5, 80)], gap=3600, terminal="T8")


VILLAGES: dict[LinkKind, tuple[Made, str, str]] = {
    LinkKind.PHONE: (
        lambda: Village().put("recipients", FIVE, phone_key="same"),
        "The same phone number as 4 others",
        "Nomor telepon sama dengan 4 pihak lain",
    ),
    LinkKind.ADDRESS: (
        lambda: Village().put("families", FIVE, address_key="same").put("payments", FIVE, account_id="a000"),
        "The same house as 4 others",
        "Rumah sama dengan 4 pihak lain",
    ),
    LinkKind.ACCOUNT: (
        lambda: Village().put("payments", FIVE, account_id="a000"),
        "Paid into the same account as 4 others",
        "Dana masuk ke rekening yang sama dengan 4 pihak lain",
    ),
    LinkKind.HOLDER: (
        lambda: Village().put("accounts", FIVE, holder_nik_key="nik000"),
        "The same account holder or owner as 4 others",
        "Pemegang rekening atau pemilik sama dengan 4 pihak lain",
    ),
    LinkKind.TERMINAL: (
        one_terminal,
        "Withdraws at the same terminal as 4 others",
        "Menarik dana di terminal yang sama dengan 4 pihak lain",
    ),
    LinkKind.DEVICE: (
        lambda: Village().add("attributes", *attribute("device")),
        "The same device as 4 others",
        "Perangkat sama dengan 4 pihak lain",
    ),
    LinkKind.COUNTERPARTY: (
        sent_on,
        "Passes money on to the same account as 4 others",
        "Meneruskan dana ke rekening yang sama dengan 4 pihak lain",
    ),
    LinkKind.SAME_PERSON: (
        one_person,
        "Seems to be the same person as 4 others",
        "Tampaknya orang yang sama dengan 4 pihak lain",
    ),
    LinkKind.TOGETHER: (
        lambda: Village().queue([FIVE, FIVE, FIVE]).queue([range(5, 80)] * 3, gap=3600, terminal="T2"),
        "Withdrew within minutes of 4 others, again and again",
        "Berulang kali menarik dana berselang beberapa menit dari 4 pihak lain",
    ),
    LinkKind.REGISTERED_TOGETHER: (
        one_hand,
        "Registered by the same hand on the same day as 4 others",
        "Didaftarkan petugas yang sama pada hari yang sama dengan 4 pihak lain",
    ),
    LinkKind.ATTRIBUTE: (
        lambda: Village().add("attributes", *attribute("vessel")),
        "The same vessel as 4 others",
        "Kapal sama dengan 4 pihak lain",
    ),
}


def test_every_kind_of_the_contract_is_made_here() -> None:
    assert set(VILLAGES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_five_who_share_are_linked_and_told_so_in_both_languages(kind: LinkKind) -> None:
    made, english, indonesian = VILLAGES[kind]
    found = [row for row in rows(made().links(), kind) if row["subject_kind"] == "recipient"]
    assert {row["subject_id"] for row in found} >= {f"r{one:03}" for one in FIVE}
    mine = [row for row in found if row["subject_id"] == "r002"]
    assert [row["text_en"].startswith(english) for row in mine] == [True]
    assert [row["text_id"].startswith(indonesian) for row in mine] == [True]
    assert {row["benign"] for row in mine} == {False}


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_weighs_no_more_than_its_kind_can_say(kind: LinkKind) -> None:
    found = rows(VILLAGES[kind][0]().links(), kind)
    assert all(0 < row["weight"] <= STRENGTH[kind] for row in found)


def test_what_nobody_else_does_weighs_in_full_and_is_not_expected() -> None:
    for row in rows(Village().put("payments", FIVE, account_id="a000").links(), LinkKind.ACCOUNT):
        assert (row["weight"], row["expected"]) == (1.0, 1.0)
        assert "among peers 0 is usual" in row["text_en"]
        assert "di antara sebayanya lazimnya 0" in row["text_id"]


def pairs_of_phones(village: Village, people: range) -> Village:
    for one in people[::2]:
        village.put("recipients", (one, one + 1), phone_key=f"pair{one}")
    return village


def test_the_more_peers_share_so_the_less_it_weighs() -> None:
    weights = []
    for sharing in (0, 2, 4):
        village = pairs_of_phones(Village(), range(10, 10 + sharing)).put("recipients", (0, 1), phone_key="same")
        weights.append(rows(village.links(), LinkKind.PHONE, "r000")[0]["weight"])
    assert weights[0] > weights[1] > weights[2] > 0


def test_a_habit_of_one_district_says_nothing_in_another() -> None:
    """The same two phones: usual where half the neighbours do so, rare where nobody does."""
    village = pairs_of_phones(Village(160), range(40))
    village.put("recipients", (*range(80, 160),), village_code="3511010001").put(
        "recipients", (80, 81), phone_key="far"
    )
    found = village.links()
    near, far = (rows(found, LinkKind.PHONE, subject)[0] for subject in ("r000", "r080"))
    assert near["benign_reason"] == "expected_by_chance"
    assert far["benign_reason"] is None
    assert near["weight"] < far["weight"] / 10
    assert near["expected"] > far["expected"]


def test_a_habit_of_one_channel_says_nothing_in_another() -> None:
    village = pairs_of_phones(Village(160), range(40))
    village.put("recipients", range(80, 160), channel="portal").put("recipients", (80, 81), phone_key="far")
    found = village.links()
    assert rows(found, LinkKind.PHONE, "r000")[0]["benign"]
    assert not rows(found, LinkKind.PHONE, "r080")[0]["benign"]


def test_a_hamlet_is_not_a_house() -> None:
    village = Village().put("families", FIVE, address_key="hamlet", address_detail=1)
    assert rows(village.links(), LinkKind.ADDRESS) == []


def test_a_doubtful_double_and_a_shop_link_nobody() -> None:
    village = sent_on().add(
        "same_person", {"left_recipient_id": "r010", "right_recipient_id": "r011", "probability": 0.6}
    )
    for row in village.tables["transactions"]:
        if row["kind"] == "transfer_out":
            row["merchant_category"] = "grocery"
    found = village.links()
    assert rows(found, LinkKind.SAME_PERSON) == rows(found, LinkKind.COUNTERPARTY) == []


def test_once_is_a_queue_and_a_pair_alone_is_chance() -> None:
    assert rows(Village().queue([FIVE, FIVE]).links(), LinkKind.TOGETHER) == []
    assert rows(Village().queue([(0, 1)] * 4).links(), LinkKind.TOGETHER) == []


def test_the_agent_and_the_official_stand_beside_those_who_come() -> None:
    village = one_terminal().add("agents", {"agent_id": "g1", "village_code": THERE})
    village.add("terminals", {"terminal_id": "T7", "agent_id": "g1"})
    kept = rows(village.links(), LinkKind.TERMINAL, "g1")
    assert [row["text_en"] for row in kept] == ["Runs the terminal at which 5 recipients withdraw."]
    assert [row["text_id"] for row in kept] == ["Mengelola terminal tempat 5 penerima menarik dana."]
    hand = rows(one_hand().links(), LinkKind.REGISTERED_TOGETHER, "o1")
    assert [row["text_en"] for row in hand] == ["Registered 5 recipients on the same day."]


def test_money_that_runs_to_an_officials_wife_is_tied_to_the_official() -> None:
    village = Village().add("officials", {"official_id": "o1", "role": "village_head", "family_id": "fo"})
    village.add("persons", {"person_id": "w", "nik_key": "wife", "family_id": "fo"})
    village.put("accounts", FIVE, holder_nik_key="wife")
    holders = {row["subject_id"] for row in rows(village.links(), LinkKind.HOLDER)}
    assert holders == {"o1", *(f"r{one:03}" for one in FIVE)}
    assert reasons(village.links(), LinkKind.HOLDER) == {None}


def test_villages_are_known_by_their_families_where_the_form_names_none() -> None:
    village = Village().put("recipients", range(80), village_code=None).put("families", range(80), village_code=HERE)
    assert village.links().roll.villages == (HERE,)
