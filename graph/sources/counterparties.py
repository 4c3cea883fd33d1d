"""Counterparties: accounts to which several recipients pass their money on."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, select
from graph.roll import Roll
from graph.sources.accounts import INTERMEDIARIES, account_names, numbered


def counterparties(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every account that several subjects' money reaches by transfer, with the agent or official whose it is.

    Payments to a merchant are left out: a shop is where money is meant to go.
    """
    if roll.accounts is None or not filled(tables, "transactions", "counterparty_account_id"):
        return
    sent = tables.engine.keep(numbered(tables, _senders(tables, roll.accounts)), "graph_senders")
    received = sent.select("value").unique()
    reached = tables[INTERMEDIARIES].join(received, on="value", how="semi")
    active = _active(tables, roll.accounts)
    yield shared(tables, LinkKind.COUNTERPARTY, nw.concat([sent, reached]), account_names(tables), among=active)


def _active(tables: Tables, accounts: Frame) -> Frame:
    """Subjects whose accounts move at all: keeping one's money is a habit, too."""
    return accounts.join(select(tables, "transactions", account_id=TEXT), on="account_id", how="semi")


def _senders(tables: Tables, accounts: Frame) -> Frame:
    moves = select(
        tables, "transactions", account_id=TEXT, kind=TEXT, counterparty_account_id=TEXT, merchant_category=TEXT
    )
    sent = moves.filter(nw.col("kind") == "transfer_out", nw.col("merchant_category").is_null())
    rows = sent.join(accounts.select("account_id", "subject"), on="account_id", how="inner")
    return rows.select("subject", nw.col("counterparty_account_id").alias("account_id")).unique()
