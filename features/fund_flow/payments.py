"""Payments that were made twice, to nobody known, or that failed and were drawn all the same."""

import narwhals as nw

from features.engine import Frame
from features.events import DEBIT_KINDS
from features.expressions import col, join, totals, yes
from features.fund_flow.books import books, finding
from features.payments.ledger import owed_once
from features.repeats import repeated
from features.shapes import rows
from features.tables import Tables


def paid_twice(tables: Tables) -> Frame:
    """A payment of the very sum that was credited before to the same recipient for the same programme and period.

    Different sums are instalments or top-ups and reconcile; a payment that came back and was repeated was never twice;
    several equal payments within a bare year are no repetition.
    """
    same = ["recipient_id", "program", "period", "amount"]
    some = repeated(tables.engine, books(tables), [*same, "credited"])
    credited = some.filter((col("credited") == 1) & owed_once(col("period")))
    several = totals(credited, *same, times=nw.len()).filter(col("times") > 1)
    again = credited.join(several, on=same, how="inner").with_columns(
        earlier=col("payment_id").shift(1).over(*same, order_by=["credited_seconds", "payment_id"])
    )
    return finding(tables, again.filter(~col("earlier").is_null()), "paid_twice")


def failed_but_debited(tables: Tables) -> Frame:
    """Money drawn in the name of a payment that failed or was returned; the sum that was drawn."""
    back = books(tables).filter(col("came_back") == 1)
    named = rows(tables, "transactions").join(back.select("payment_id"), on="payment_id", how="semi")
    done = named.filter(col("kind").is_in(DEBIT_KINDS), yes(col("auth_result") == "failed") == 0)
    drawn = totals(done, "payment_id", drawn=col("amount").sum(), drawn_agent=col("agent_id").max())
    found = join(back, drawn, "payment_id").with_columns(
        amount=col("drawn"), agent_id=nw.coalesce(col("agent_id"), col("drawn_agent"))
    )
    return finding(tables, found.filter(col("amount") > 0), "failed_but_debited")


def unknown_recipient(tables: Tables) -> Frame:
    """Credits to a recipient who is not in the recipients table."""
    credited = books(tables).filter(col("credited") == 1)
    known = rows(tables, "recipients").select("recipient_id")
    return finding(tables, credited.join(known, on="recipient_id", how="anti"), "unknown_recipient")


def unknown_account(tables: Tables) -> Frame:
    """Credits to an account that is not in the accounts table."""
    credited = books(tables).filter(col("credited") == 1, ~col("account_id").is_null())
    known = rows(tables, "accounts").select("account_id")
    return finding(tables, credited.join(known, on="account_id", how="anti"), "unknown_account")
