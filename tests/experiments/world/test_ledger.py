"""The truth about money, counted again naively from the written drop."""

import pandas as pd

from tests.experiments.world.conftest import Read

DEBITS = ["withdrawal", "purchase", "transfer_out", "topup", "fee"]
END = pd.Timestamp("2025-12-31 23:59:59")


def _planted(truth: Read, finding: str) -> dict[str, int]:
    flow = truth("fund_flow")
    mine = flow[flow["finding"] == finding]
    return dict(zip(mine["payment_id"], mine["amount"], strict=True))


def test_paid_twice_is_every_credit_after_the_first_of_its_claim(table: Read, truth: Read) -> None:
    seen: set[tuple[str, ...]] = set()
    found = {}
    credited = table("payments").query("status == 'credited'").sort_values(["credited_at", "payment_id"])
    columns = (credited[name] for name in ("payment_id", "amount", "recipient_id", "program", "period"))
    for payment, amount, *claim in zip(*columns, strict=True):
        if tuple(claim) in seen:
            found[payment] = amount
        seen.add(tuple(claim))

    assert found == _planted(truth, "paid_twice")


def test_received_less_is_what_receipts_say(table: Read, truth: Read) -> None:
    rows = table("receipts").merge(table("payments"), on="payment_id")
    rows["missing"] = rows["amount"] - rows["amount_received"]
    short = rows[rows["missing"] > 0]

    assert dict(zip(short["payment_id"], short["missing"], strict=True)) == _planted(truth, "received_less")


def test_failed_but_debited_is_what_was_taken_from_failed_payments(table: Read, truth: Read) -> None:
    failed = table("payments").query("status != 'credited'")["payment_id"]
    moves = table("transactions")
    taken = moves[moves["payment_id"].isin(failed) & moves["kind"].isin(DEBITS)]

    assert taken.groupby("payment_id")["amount"].sum().to_dict() == _planted(truth, "failed_but_debited")


def test_never_withdrawn_is_old_money_with_no_debit_since(table: Read, truth: Read) -> None:
    moves = table("transactions")
    last = moves[moves["kind"].isin(DEBITS)].groupby("account_id")["occurred_at"].max()
    payments = table("payments").query("status == 'credited'")
    payments = payments[payments["account_id"].isin(table("accounts")["account_id"])]
    old = payments[payments["credited_at"] < END - pd.Timedelta(days=60)]
    since = old["account_id"].map(last)
    idle = old[since.isna() | (since < old["credited_at"])]

    assert dict(zip(idle["payment_id"], idle["amount"], strict=True)) == _planted(truth, "never_withdrawn")


def test_budget_lines_reconcile_but_for_what_was_planted(table: Read, truth: Read) -> None:
    credited = table("payments").query("status == 'credited'").groupby("budget_line_id")["amount"].sum()
    lines = table("budget_lines").set_index("budget_line_id")
    paid = credited.reindex(lines.index).fillna(0).astype(int)
    ordered = lines["order_number"].notna()
    disbursed = lines["disbursed"].fillna(0).astype(int)
    flow = truth("fund_flow").groupby("finding")["amount"].apply(sorted)

    assert (
        sorted((disbursed - lines["allocated"])[ordered & (disbursed > lines["allocated"])]) == flow["over_allocated"]
    )
    assert sorted(paid[~ordered & (paid > 0)]) == flow["credited_without_order"]
    assert sorted((disbursed - paid)[ordered & (disbursed > paid)]) == flow["ordered_not_credited"]


def test_credit_failed_is_a_claim_that_was_never_credited(table: Read, truth: Read) -> None:
    payments = table("payments").merge(table("recipients")[["recipient_id", "family_id"]], on="recipient_id")
    claim = ["recipient_id", "program", "period"]
    good = payments[payments["status"] == "credited"][claim].drop_duplicates()
    missed = payments.merge(good, on=claim, how="left", indicator=True).query("_merge == 'left_only'")
    left = truth("left_out")
    planted = left[left["why"].isin(["credit_failed", "identity_mismatch"])]

    assert set(missed["family_id"].dropna()) == set(planted["family_id"])


def test_eligible_families_have_no_recipient_and_stand_in_the_poorer_half(table: Read, truth: Read) -> None:
    left = truth("left_out").query("why == 'eligible_not_enrolled'")["family_id"]
    families = table("families").set_index("family_id")

    assert len(left)
    assert families.loc[left, "decile"].max() <= 5
    assert not left.isin(table("recipients")["family_id"]).any()
