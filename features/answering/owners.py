"""Which families confirmed less, by those who registered or guide them, by head of village, by agent."""

from features.answering.cash import handed_out, heads
from features.answering.confirmed import confirmed, drawn_here
from features.answering.hands import hands, outside_household
from features.answering.shortfall import families_of, more_than_a_fee
from features.engine import Frame
from features.events import roll
from features.expressions import col, join, stacked
from features.kept import Maker, kept
from features.tables import Tables

AT_AGENTS, BY_HAND, BY_OFFICE = "kept_families_at_agents", "kept_families_by_hand", "kept_families_by_office"


def at_agents(tables: Tables) -> Frame:
    """``families_of`` agents, as far as it is known who paid out."""
    return kept(tables, AT_AGENTS, _at_agents)


def by_hand(tables: Tables) -> Frame:
    """``families_of`` officials who registered or guide them, or paid them in cash."""
    return kept(tables, BY_HAND, _by_hand)


def by_office(tables: Tables) -> Frame:
    """``families_of`` village heads: everybody of the village."""
    return kept(tables, BY_OFFICE, _by_office)


def theirs(tables: Tables, payments: Frame) -> Frame:
    """The payments, with payment_id and recipient_id, once per official who answers for them.

    Cash that a head handed out is his alone: who registered the family never held it.
    """
    cash = handed_out(tables)
    whose = hands(tables).select("official_id", "recipient_id")
    others = payments.join(cash.select("payment_id"), on="payment_id", how="anti")
    known = others.join(whose, on="recipient_id", how="inner")
    handed = payments.join(cash.select("official_id", "payment_id"), on="payment_id", how="inner")
    return stacked([known, handed.select(known.collect_schema().names())])


def in_office(tables: Tables, payments: Frame) -> Frame:
    """The payments, with recipient_id, once per head of the village where the recipient lives."""
    living = roll(tables).select("recipient_id", "village_code", "family_id")
    return outside_household(join(payments, living, "recipient_id").join(heads(tables), on="village_code", how="inner"))


def _at_agents(tables: Tables) -> Frame:
    return families_of(drawn_here(tables).filter(~col("agent_id").is_null()), "agent_id")


def _by_hand(tables: Tables) -> Frame:
    return families_of(theirs(tables, _missing(tables)), "official_id")


def _by_office(tables: Tables) -> Frame:
    return families_of(in_office(tables, _missing(tables)), "official_id")


def _missing(tables: Tables) -> Frame:
    """Confirmed payments and what is missing of what was credited."""
    paid = confirmed(tables)
    return paid.with_columns(short=more_than_a_fee(col("amount") - col("received"), col("amount")))


MAKERS: dict[str, Maker] = {AT_AGENTS: _at_agents, BY_HAND: _by_hand, BY_OFFICE: _by_office}
