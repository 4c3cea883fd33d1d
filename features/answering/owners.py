"""Whose payments a family confirmed: of those who registered or guide it, of its village's head, of the agent."""

import narwhals as nw

from features.answering.cash import handed_out, heads
from features.answering.confirmed import confirmed, drawn_here
from features.answering.hands import hands, outside_household
from features.answering.shortfall import furthest, more_than_a_fee
from features.engine import Frame
from features.events import roll
from features.expressions import col, join
from features.kept import Maker, kept
from features.tables import Tables

AT_AGENTS, BY_HAND, BY_OFFICE = "kept_furthest_at_agents", "kept_furthest_by_hand", "kept_furthest_by_office"


def by_hand(tables: Tables) -> Frame:
    """Confirmed payments and what is missing, once per official who registered or guides the family."""
    return theirs(tables, _missing(tables), handed_out(tables))


def by_office(tables: Tables) -> Frame:
    """The same for everybody of a village, for its head."""
    living = roll(tables).select("recipient_id", "village_code", "family_id")
    paid = join(_missing(tables), living, "recipient_id")
    return outside_household(paid.join(heads(tables), on="village_code", how="inner"))


def furthest_at_agents(tables: Tables) -> Frame:
    """Of each family that went short, how far beyond chance its furthest agent lies: recipient_id and furthest."""
    return kept(tables, AT_AGENTS, _furthest_at_agents)


def furthest_by_hand(tables: Tables) -> Frame:
    """The same of those who registered or guide it."""
    return kept(tables, BY_HAND, _furthest_by_hand)


def furthest_by_office(tables: Tables) -> Frame:
    """The same of the head of its village."""
    return kept(tables, BY_OFFICE, _furthest_by_office)


def theirs(tables: Tables, payments: Frame, cash: Frame) -> Frame:
    """The payments, with payment_id and recipient_id, once per official who answers for them.

    Cash that a head handed out is his alone: who registered the family never held it.
    """
    whose = hands(tables).select("official_id", "recipient_id")
    others = payments.join(cash.select("payment_id"), on="payment_id", how="anti")
    known = others.join(whose, on="recipient_id", how="inner")
    handed = payments.join(cash.select("official_id", "payment_id"), on="payment_id", how="inner")
    return nw.concat([known, handed.select(known.collect_schema().names())], how="vertical")


def _missing(tables: Tables) -> Frame:
    paid = confirmed(tables)
    return paid.with_columns(short=more_than_a_fee(col("amount") - col("received"), col("amount")))


def _furthest_at_agents(tables: Tables) -> Frame:
    return furthest(drawn_here(tables).filter(~col("agent_id").is_null()), "agent_id")


def _furthest_by_hand(tables: Tables) -> Frame:
    return furthest(by_hand(tables), "official_id")


def _furthest_by_office(tables: Tables) -> Frame:
    return furthest(by_office(tables), "official_id")


MAKERS: dict[str, Maker] = {
    AT_AGENTS: _furthest_at_agents,
    BY_HAND: _furthest_by_hand,
    BY_OFFICE: _furthest_by_office,
}
