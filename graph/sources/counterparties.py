"""Counterparties: accounts to which several recipients pass their money on."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, select
from graph.roll import Roll
from graph.sources.accounts import account_names, intermediaries, numbered


def counterparties(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every account that several subjects' money reaches by transfer, with the agent or official whose it is.

    Payments to a merchant are left out: a shop is where money is meant to go.
    """
    if not (filled(tables, "transactions", "counterparty_account_id") and filled(tables, "accounts", "recipient_id")):
        return
    sent = numbered(tables, _senders(tables, roll))
    received = sent.select("value").unique()
    frames = [sent, *(frame.join(received, on="value", how="semi") for frame in intermediaries(tables, roll))]
    yield shared(tables, LinkKind.COUNTERPARTY, nw.concat(frames), account_names(tables), among=_active(tables, roll))


def _active(tables: Tables, roll: Roll) -> Frame:
    """Subjects whose accounts move at all: keeping one's money is a habit, too."""
    moves = select(tables, "transactions", account_id=TEXT).unique()
    owners = select(tables, "accounts", account_id=TEXT, recipient_id=TEXT)
    return moves.join(owners, on="account_id", how="inner").join(
        roll.keyed(SubjectKind.RECIPIENT), on="recipient_id", how="inner"
    )


def _senders(tables: Tables, roll: Roll) -> Frame:
    moves = select(
        tables, "transactions", account_id=TEXT, kind=TEXT, counterparty_account_id=TEXT, merchant_category=TEXT
    )
    sent = moves.filter(nw.col("kind") == "transfer_out", nw.col("merchant_category").is_null())
    owners = select(tables, "accounts", account_id=TEXT, recipient_id=TEXT)
    keyed = owners.join(roll.keyed(SubjectKind.RECIPIENT), on="recipient_id", how="inner")
    rows = sent.join(keyed, on="account_id", how="inner")
    return rows.select("subject", nw.col("counterparty_account_id").alias("account_id")).unique()
