"""What families confirm against what was credited, and money that lies untouched."""

import narwhals as nw

from features.answering.confirmed import drawn_by
from features.engine import Frame
from features.events import DEBIT_KINDS
from features.expressions import col, join, most_of, stacked, totals, yes
from features.fund_flow.books import books, finding
from features.kept import Maker, kept, settled
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
        agent_id=nw.coalesce(col("agent_id"), col("drawn_agent_id"))
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
    """Whose money lies is asked first, so that only few accounts are looked up."""
    old = books(tables).filter(col("credited") == 1, col("age_days") >= WAIT_DAYS, ~col("account_id").is_null())
    since = join(old, _last_taken(tables), "account_id")
    lying = since.filter((col("credited_seconds") > col("last_taken")).fill_null(value=True)).drop("last_taken")
    lying = settled(tables.engine, lying, "fund_flow_lying")
    return lying.join(_seen_accounts(tables, lying), on="account_id", how="semi")


def _seen_accounts(tables: Tables, asked: Frame) -> Frame:
    """Of these accounts those whose bank shares any transaction; where the bank is not named, those with their own."""
    moves, accounts = rows(tables, "transactions").select("account_id"), rows(tables, "accounts")
    accounts = accounts.select("account_id", "bank_code")
    shared = accounts.join(moves, on="account_id", how="semi").select("bank_code").unique()
    own = asked.select("account_id").unique()
    banks = accounts.join(own, on="account_id", how="semi").filter(~col("bank_code").is_null())
    by_bank = banks.join(shared, on="bank_code", how="semi").select("account_id")
    return stacked([by_bank, own.join(moves, on="account_id", how="semi")]).unique()


def _last_taken(tables: Tables) -> Frame:
    """Per account the last time that anything was taken from it, or that a reversal took the money back."""
    taken = col("kind").is_in(DEBIT_KINDS) & (yes(col("auth_result") == "failed") == 0)
    moves = rows(tables, "transactions").filter(taken | (col("kind") == "reversal"))
    moments = moves.select("account_id", tables.seconds("occurred_at").alias("seconds"))
    return totals(moments, "account_id", last_taken=most_of("seconds"))


MAKERS: dict[str, Maker] = {UNTOUCHED: _untouched}
