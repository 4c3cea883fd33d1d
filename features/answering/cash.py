"""Aid that a village hands out in cash: its head answers for it, whoever registered the family (T15)."""

import narwhals as nw

from features.answering.hands import outside_household
from features.engine import Frame
from features.events import roll
from features.expressions import col, join, totals, yes
from features.kept import Maker, kept
from features.payments.ledger import ledger
from features.shapes import rows
from features.tables import Tables

HANDED_OUT = "kept_handed_out"
NEEDS = {
    "payments": ("account_id", "agent_id"),
    "recipients": ("village_code",),
    "officials": ("role", "village_code"),
}
"""Where a drop never names accounts or agents, every payment would look like cash: nobody answers for it then."""


def handed_out(tables: Tables) -> Frame:
    """One row per village head and payment that his village paid out in cash, but for his own household.

    official_id, payment_id, recipient_id, amount, in_year.
    """
    return kept(tables, HANDED_OUT, _handed_out)


def heads(tables: Tables) -> Frame:
    """Village heads: official_id, village_code and own_family."""
    known = rows(tables, "officials").filter(col("role") == "village_head", ~col("village_code").is_null())
    return known.select("official_id", "village_code", col("family_id").alias("own_family"))


def _handed_out(tables: Tables) -> Frame:
    answering = heads(tables) if tables.has(NEEDS) else heads(tables).head(0)
    homes = roll(tables).select("recipient_id", "village_code", "family_id")
    paid = join(_in_cash(tables), homes, "recipient_id").join(answering, on="village_code", how="inner")
    return outside_household(paid).select("official_id", "payment_id", "recipient_id", "amount", "in_year")


def _in_cash(tables: Tables) -> Frame:
    """Credited payments without account and agent, of programmes most of whose payments are so.

    A payment of a bank's programme whose account is merely not on record was not handed out by the village.
    """
    paid = ledger(tables).filter(col("credited") == 1)
    paid = paid.select(
        "payment_id",
        "recipient_id",
        "program",
        "amount",
        "in_year",
        cash=yes(col("account_id").is_null() & col("agent_id").is_null()),
    )
    programs = totals(paid, "program", seen=nw.len(), cash=col("cash").sum())
    by_village = programs.filter(col("cash") * 2 > col("seen")).select("program")
    return paid.filter(col("cash") == 1).join(by_village, on="program", how="semi")


MAKERS: dict[str, Maker] = {HANDED_OUT: _handed_out}
