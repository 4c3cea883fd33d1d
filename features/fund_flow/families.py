"""What families confirm against what was credited, and money that lies untouched."""

import narwhals as nw

from features.agents.receipts import drawn_by
from features.engine import Frame
from features.events import debits
from features.expressions import col, join, totals
from features.fund_flow.books import books, finding
from features.kept import Maker, kept
from features.shapes import rows
from features.tables import Tables

UNTOUCHED = "kept_untouched"
WAIT_DAYS = 60
"""Two months, the shortest rhythm in which the programmes pay: by then the next instalment could have come."""


def received_less(tables: Tables) -> Frame:
    """Payments whose confirmations add up to less than was credited; several confirmations are parts of one payment."""
    told = rows(tables, "receipts").filter(~col("amount_received").is_null())
    sums = totals(told, "payment_id", received=col("amount_received").sum())
    paid = books(tables).filter(col("credited") == 1).join(sums, on="payment_id", how="inner")
    short = paid.with_columns(amount=col("amount") - col("received")).filter(col("amount") > 0)
    known = join(short, drawn_by(tables), "payment_id").with_columns(
        agent_id=nw.coalesce(col("agent_id"), col("drawn_agent"))
    )
    return finding(tables, known, "received_less")


def never_withdrawn(tables: Tables) -> Frame:
    """Payments that nobody has touched for two months or longer."""
    return finding(tables, untouched(tables), "never_withdrawn")


def untouched(tables: Tables) -> Frame:
    """Rows of ``books``: credited at least ``WAIT_DAYS`` ago, with nothing taken from the account since.

    Only accounts of banks that share transactions at all; a reversal took the money back, so that nothing lies there.
    """
    return kept(tables, UNTOUCHED, _untouched)


def _untouched(tables: Tables) -> Frame:
    old = books(tables).filter(col("credited") == 1, col("age_days") >= WAIT_DAYS)
    seen = join(old.join(_seen_accounts(tables), on="account_id", how="inner"), _last_taken(tables), "account_id")
    return seen.filter((col("credited_seconds") > col("last_taken")).fill_null(value=True)).drop("last_taken")


def _seen_accounts(tables: Tables) -> Frame:
    """Accounts of banks that share any transaction; where the bank is not named, accounts with any of their own."""
    active = rows(tables, "transactions").select("account_id").unique()
    accounts = rows(tables, "accounts").select("account_id", "bank_code")
    shared = accounts.join(active, on="account_id", how="inner").select("bank_code").unique()
    by_bank = accounts.join(shared.filter(~col("bank_code").is_null()), on="bank_code", how="inner")
    return nw.concat([by_bank.select("account_id"), active], how="vertical").unique()


def _last_taken(tables: Tables) -> Frame:
    reversed_ = rows(tables, "transactions").filter(col("kind") == "reversal")
    taken = nw.concat(
        [
            debits(tables).select("account_id", "seconds"),
            reversed_.select("account_id", tables.seconds("occurred_at").alias("seconds")),
        ],
        how="vertical",
    )
    return totals(taken, "account_id", last_taken=col("seconds").max())


MAKERS: dict[str, Maker] = {UNTOUCHED: _untouched}
