import numpy as np
import pandas as pd

from tests.experiments.world.conftest import Read

DEBITS = ["withdrawal", "purchase", "transfer_out", "topup", "fee"]
QUARTER = {
    "pregnant": 750_000,
    "early_childhood": 750_000,
    "primary": 225_000,
    "junior": 375_000,
    "senior": 500_000,
    "elderly": 600_000,
    "disability": 600_000,
}


def test_sembako_pays_600_000_and_village_aid_900_000_a_quarter(table: Read) -> None:
    payments = table("payments")

    assert set(payments.loc[payments["program"] == "SEMBAKO", "amount"]) == {600_000}
    assert set(payments.loc[payments["program"] == "BLT_DD", "amount"]) == {900_000}


def test_pkh_pays_what_its_components_say(table: Read, truth: Read) -> None:
    components = table("enrolments").query("program == 'PKH'").set_index("recipient_id")["components"]
    due = components.map(
        lambda text: sum(QUARTER[k] * int(n) for k, n in (part.split(":") for part in text.split(";")))
    )
    payments = table("payments").query("program == 'PKH'")
    cut = truth("truth").query("twin == 'component_loss'")["subject_id"]
    usual = payments[payments["recipient_id"].isin(due.index) & ~payments["recipient_id"].isin(cut)]

    assert (usual["amount"].to_numpy() == due[usual["recipient_id"]].to_numpy()).all()


def test_pkh_counts_at_most_four_members(table: Read) -> None:
    components = table("enrolments")["components"].dropna()

    assert components.map(lambda text: sum(int(part.split(":")[1]) for part in text.split(";"))).max() <= 4


def test_nothing_is_paid_into_an_account_that_is_not_open_yet(table: Read) -> None:
    paid = table("payments").merge(table("accounts"), on="account_id")

    assert (pd.to_datetime(paid["opened_on"]) <= paid["credited_at"]).all()


def test_no_recipients_account_pays_out_more_than_it_got_but_where_a_failed_credit_was_debited(
    table: Read, truth: Read
) -> None:
    moves = table("transactions").merge(table("accounts")[["account_id", "recipient_id"]], on="account_id")
    moves = moves[moves["recipient_id"].notna()]
    sign = np.where(moves["kind"] == "credit", 1, np.where(moves["kind"].isin(DEBITS), -1, 0))
    balance = (moves["amount"] * sign).groupby(moves["account_id"]).sum()
    flow = truth("fund_flow")
    debited = flow.loc[flow["finding"] == "failed_but_debited", "payment_id"]
    known = moves.loc[moves["payment_id"].isin(debited), "account_id"]
    small = 40_000  # phone credit bought with what was left by habit

    assert balance[~balance.index.isin(known)].min() > -small


def test_money_is_taken_out_after_it_came(table: Read) -> None:
    moves = table("transactions")
    came = moves[moves["kind"] == "credit"].groupby("payment_id")["occurred_at"].min()
    taken = moves[moves["kind"].isin(["withdrawal", "purchase"]) & moves["payment_id"].isin(came.index)]

    assert (taken["occurred_at"].to_numpy() > came[taken["payment_id"]].to_numpy()).all()


def test_a_purchase_costs_what_its_items_cost(table: Read) -> None:
    items = table("purchase_items")
    cost = (items["quantity"] * items["unit_price"]).groupby(items["transaction_id"]).sum()
    amount = table("transactions").set_index("transaction_id")["amount"]

    assert (cost.round().astype(int) == amount[cost.index]).all()


def test_nothing_happens_after_the_drops_time(table: Read) -> None:
    assert table("transactions")["occurred_at"].max() <= pd.Timestamp("2025-12-31 23:59:59")


def test_agents_trade_outside_payout_days_too(table: Read) -> None:
    moves = table("transactions")
    usual = moves[moves["agent_id"].notna() & moves["payment_id"].isna() & (moves["kind"] == "withdrawal")]

    assert usual["agent_id"].nunique() > 0.8 * len(table("agents"))
