"""What families confirm, beside what was credited to them and who paid it out."""

import narwhals as nw

from features.answering.shortfall import more_than_a_fee
from features.engine import Frame
from features.events import debits
from features.expressions import col, join, most_of, only, totals
from features.kept import Maker, kept
from features.moments import year_before
from features.payments.ledger import ledger
from features.shapes import rows
from features.tables import Tables

CONFIRMED_SUMS, DRAWN = "kept_confirmed", "kept_drawn_by"


def drawn_here(tables: Tables) -> Frame:
    """Confirmed payments with the agent who handed them out, what the family was to get there, and what is missing."""
    payments = join(confirmed(tables), drawn_by(tables), "payment_id")
    agent = nw.coalesce(col("agent_id"), col("drawn_agent_id"))
    expected = nw.min_horizontal(col("amount"), nw.coalesce(col("drawn"), col("amount")))
    seen = payments.with_columns(agent_id=agent, expected=expected)
    return seen.with_columns(short=more_than_a_fee(col("expected") - col("received"), col("amount")))


def confirmed(tables: Tables) -> Frame:
    """Credited payments with a confirmed sum: the largest, where a family confirmed several times."""
    return kept(tables, CONFIRMED_SUMS, _confirmed)


def _confirmed(tables: Tables) -> Frame:
    sums = totals(
        rows(tables, "receipts").filter(~col("amount_received").is_null()),
        "payment_id",
        received=col("amount_received").max(),
    )
    paid = ledger(tables).filter(col("credited") == 1, col("paid_day") > year_before(tables.as_of))
    paid = paid.select("payment_id", "recipient_id", "list_no", "agent_id", "amount", "credited_seconds")
    return paid.join(sums, on="payment_id", how="inner")


def drawn_by(tables: Tables) -> Frame:
    """What was debited until the next credit after each confirmed payment, and by which agent first."""
    return kept(tables, DRAWN, _drawn_by)


def _drawn_by(tables: Tables) -> Frame:
    wanted = confirmed(tables).select("payment_id", "list_no", col("credited_seconds").alias("credit_seconds"))
    moves = debits(tables).select("list_no", "credit_seconds", "agent_id", "amount", "fresh_credit")
    pairs = wanted.join(moves, on=["list_no", "credit_seconds"], how="inner")
    first = only(~col("fresh_credit").is_null(), col("agent_id"))
    return totals(
        pairs.with_columns(_drawn_agent_id=first),
        "payment_id",
        drawn=col("amount").sum(),
        drawn_agent_id=most_of("_drawn_agent_id"),
    )


MAKERS: dict[str, Maker] = {CONFIRMED_SUMS: _confirmed, DRAWN: _drawn_by}
