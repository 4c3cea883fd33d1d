"""Money that goes to those who stand between the aid and the family, whoever's name the account is in."""

from features.accounts import holders
from features.engine import PolarsEngine
from features.officials import holders as of_officials
from features.officials import money
from features.transactions import outflow
from tests.features.agents.drops import Drop, debit, tables_of, values
from tests.features.agents.test_features import draws

HEAD = {"official_id": "O1", "role": "village_head", "family_id": "F900", "nik_key": "head"}
WIFE = {"person_id": "P900", "family_id": "F900", "nik_key": "wife"}
ACCOUNT = {"account_id": "A900", "holder_nik_key": "wife"}


def sent(*senders: int, **account: object) -> Drop:
    """Recipients who sent 50,000 each into an account."""
    drop = draws(6)
    drop["officials"], drop["persons"] = [HEAD], [WIFE]
    drop["accounts"].append({**ACCOUNT, **account})
    drop["transactions"] += [
        debit(50 + number, account_id=f"A{number}", kind="transfer_out", amount=50_000, counterparty_account_id="A900")
        for number in senders
    ]
    return drop


def of_head(drop: Drop) -> dict[str, object]:
    tables = tables_of(PolarsEngine(), drop)
    return values(tables, money.build(tables)).get("O1", {})


def test_money_into_the_account_of_the_village_heads_wife_is_counted_for_the_head() -> None:
    found = of_head(sent(1, 2, 3))
    assert found["official_account_senders"] == 3
    assert found["official_account_amount"] == 150_000


def test_the_aid_of_a_poor_household_of_an_official_is_no_detour() -> None:
    assert of_head(sent(1, 2, 3, recipient_id="R6")) == {}


def test_an_officials_account_is_known_by_the_holder_where_nobody_named_it() -> None:
    assert of_head(sent(1, holder_nik_key="head"))["official_account_senders"] == 1


def test_a_sender_is_told_that_the_account_is_an_intermediarys() -> None:
    tables = tables_of(PolarsEngine(), sent(1))
    found = values(tables, outflow.build(tables))
    assert found["R1"]["transactions_to_intermediary_share"] > 0
    assert found["R2"]["transactions_to_intermediary_share"] == 0


def test_who_is_paid_into_it_is_told_and_who_is_paid_on_an_account_of_their_own_is_not() -> None:
    drop = sent()
    drop["recipients"][0]["nik_key"] = "head"
    drop["accounts"][0] |= {"holder_nik_key": "head", "holder_match": "recipient"}
    drop["accounts"][1] |= {"holder_nik_key": "head", "holder_match": "other"}
    tables = tables_of(PolarsEngine(), drop)
    found = values(tables, holders.build(tables))
    assert (found["R1"]["accounts_of_intermediary"], found["R2"]["accounts_of_intermediary"]) == (0, 1)


def paid_into(drop: Drop) -> dict[str, object]:
    tables = tables_of(PolarsEngine(), drop)
    return values(tables, of_officials.build(tables))["O1"]


def test_families_whose_aid_goes_straight_into_the_officials_account_are_counted_and_the_own_household_is_not() -> None:
    drop = sent(recipient_id=None)
    for row in drop["payments"][:4]:
        row["account_id"] = "A900"
    drop["recipients"][3]["family_id"] = "F900"
    assert paid_into(drop)["official_paid_into_recipients"] == 3
    assert paid_into(sent())["official_paid_into_recipients"] == 0


def test_a_credit_that_failed_went_into_nobodys_account() -> None:
    drop = sent(recipient_id=None)
    for row in drop["payments"][:3]:
        row |= {"account_id": "A900", "status": "failed"}
    assert paid_into(drop)["official_paid_into_recipients"] == 0
