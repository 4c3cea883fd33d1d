"""What the debits and the ledger say of whose hands a family's money is in: read once, while the features hold both."""

import narwhals as nw

from features.answering.hands import outside_household
from features.engine import Frame
from features.events import transfers
from features.expressions import col, join, stacked
from features.intermediaries import accounts_of_agents, accounts_of_officials
from features.kept import Maker, kept
from features.left_out.cards import card_signs
from features.left_out.rows import sign, with_family
from features.shapes import rows
from features.tables import Tables

SIGNS = "kept_withheld_signs"
TO_AGENT, TO_OFFICIAL = 0.5, 0.7
"""A transfer to an agent may have paid for goods; nothing is bought from an official."""


def signs(tables: Tables) -> Frame:
    """recipient_id, weight and missing per sign: money passed on, and how the card is used (``card_signs``)."""
    return kept(tables, SIGNS, _signs)


def _signs(tables: Tables) -> Frame:
    return stacked([*_passed_on(tables), *card_signs(tables)])


def _passed_on(tables: Tables) -> list[Frame]:
    """Recipients whose accounts sent money into the account of an agent or of an official outside the household."""
    sent = transfers(tables)
    homes = rows(tables, "officials").select("official_id", col("family_id").alias("own_family"))
    to_officials = join(_into(sent, accounts_of_officials(tables), "official_id"), homes, "official_id")
    return [
        sign(_into(sent, accounts_of_agents(tables), "agent_id"), nw.lit(TO_AGENT)),
        sign(outside_household(with_family(tables, to_officials)), nw.lit(TO_OFFICIAL)),
    ]


def _into(sent: Frame, own: Frame, owner: str) -> Frame:
    """Recipients who sent money into owners' accounts, not counting what moved between an owner's own accounts."""
    into = own.select(owner, col("account_id").alias("counterparty_account_id"))
    moved = sent.join(into, on="counterparty_account_id", how="inner")
    return moved.join(own, on=[owner, "account_id"], how="anti").select(owner, "recipient_id").unique()


MAKERS: dict[str, Maker] = {SIGNS: _signs}
