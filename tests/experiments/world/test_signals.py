"""What a scheme does stands in the tables: a scheme that leaves no trace by mistake teaches nothing."""

import pandas as pd
import pytest

from tests.experiments.world.conftest import Read

PACKAGES = {"T5", "T6"}


def _members(truth: Read, typologies: set[str], *, evasive: bool | None = None) -> "pd.Series[str]":
    facts = truth("truth")
    mine = facts[facts["typology"].isin(typologies) & (facts["subject_kind"] == "recipient")]
    return mine.loc[mine["evasive"] == evasive, "subject_id"] if evasive is not None else mine["subject_id"]


def _debits(table: Read, members: "pd.Series[str]") -> pd.DataFrame:
    accounts = table("accounts").merge(members.rename("recipient_id"), on="recipient_id")
    moves = table("transactions").merge(accounts[["account_id", "recipient_id"]], on="account_id")
    return moves[moves["kind"].isin(["withdrawal", "purchase", "transfer_out", "topup"])]


@pytest.mark.parametrize("typology", sorted(PACKAGES))
def test_food_aid_of_packaged_shops_goes_into_packages(table: Read, truth: Read, typology: str) -> None:
    members = _members(truth, {typology})
    moves = _debits(table, members)
    bought = moves[moves["kind"] == "purchase"].merge(table("purchase_items"), on="transaction_id")

    assert bought["recipient_id"].nunique() >= 0.8 * len(members)


def test_a_package_costs_no_more_than_the_food_aid_and_leaves_little(table: Read, truth: Read) -> None:
    moves = _debits(table, _members(truth, PACKAGES))
    bought = moves[moves["kind"] == "purchase"]
    items = table("purchase_items").merge(bought[["transaction_id", "amount"]], on="transaction_id")
    worth = (items["quantity"] * items["unit_price"]).groupby(items["transaction_id"]).sum()

    assert worth.max() <= 600_000
    assert worth.median() > 550_000


def test_undelivered_cards_are_first_used_after_half_a_year(table: Read, truth: Read) -> None:
    members = _members(truth, {"T13"})
    first = _debits(table, members).groupby("recipient_id")["occurred_at"].min()
    credited = table("payments").query("status == 'credited'").groupby("recipient_id")["credited_at"].min()

    assert ((first - credited.reindex(first.index)).dt.days > 180).mean() > 0.8


def test_a_plain_address_farm_has_one_house_and_no_meter(table: Read, truth: Read) -> None:
    people = table("recipients").merge(
        _members(truth, {"T12"}, evasive=False).rename("recipient_id"), on="recipient_id"
    )
    homes = people.merge(table("families"), on="family_id")

    assert homes["meter_id"].isna().all()
    assert homes["electricity_va"].isna().all()
