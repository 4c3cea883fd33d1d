"""What families confirm against what was debited at the agent."""

import narwhals as nw

from features.agents.basis import MOVES, REPORTED, agent_feature
from features.agents.events import fair_share, first_day
from features.agents.shape import as_features
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits
from features.expressions import col, join, only, sum_of, totals, yes
from features.kept import Maker, kept
from features.payments.ledger import ledger
from features.shapes import rows
from features.shortfall import more_than_a_fee, short_families
from features.tables import Tables

CONFIRMED = {**MOVES, "payments": (), "receipts": ("amount_received",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_receipts_short_share",
        meaning="Share of payments drawn here with a confirmation, of which more than a fee (3 %) is missing in what "
        "the family confirmed.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="For {value} of confirmed payments the family received less than was debited; usual is {usual}.",
        text_id="Untuk {value} bantuan yang dikonfirmasi, keluarga menerima kurang dari yang "
        "ditarik; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_receipts_short_amount",
        meaning="Money debited here that the families' own confirmations say did not reach them.",
        unit=Unit.RUPIAH,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} debited here is missing from what families confirmed; usual is {usual}.",
        text_id="{value} yang ditarik di sini tidak tercatat diterima keluarga; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_receipts_short_recipients",
        meaning="Recipients served here who went short at least once, those left out for whom another agent lies "
        "further beyond chance: of a few any share may be chance.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} recipient[|s] confirmed less than was debited; usual is {usual}.",
        text_id="{value} penerima mengonfirmasi kurang dari yang ditarik; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_receipts_short_beyond_chance",
        meaning="Powers of ten by which these recipients who went short, of all who confirmed, exceed what chance "
        "gives at the drop's usual rate: at 4, as many come by chance at most once in ten thousand agents.",
        unit=Unit.ODDS,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="By chance so many families would go short once in {value} shops.",
        text_id="Secara kebetulan keluarga sebanyak ini menerima kurang sekali dalam {value} agen.",
    ),
    agent_feature(
        name="agent_not_received_share",
        meaning="Share of payments drawn here with a confirmation, whose family confirmed receiving nothing.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="For {value} of confirmed payments drawn here the family received nothing; usual is {usual}.",
        text_id="Untuk {value} bantuan yang ditarik di sini keluarga tidak menerima apa pun; lazimnya {usual}.",
    ),
)


CONFIRMED_SUMS, DRAWN = "kept_confirmed", "kept_drawn_by"


def build(tables: Tables) -> Frame:
    """One row per agent with confirmed payments in the last 12 months."""
    seen = drawn_here(tables).with_columns(_nothing=yes((col("received") == 0) & (col("expected") > 0)))
    nothing = totals(seen, "agent_id", nothing=sum_of("_nothing"))
    shares = join(short_families(seen, "agent_id"), nothing, "agent_id").select(
        "agent_id",
        fair_share(col("times"), col("seen")).alias("agent_receipts_short_share"),
        col("amount").alias("agent_receipts_short_amount"),
        col("people").alias("agent_receipts_short_recipients"),
        col("beyond_chance").alias("agent_receipts_short_beyond_chance"),
        fair_share(col("nothing"), col("seen")).alias("agent_not_received_share"),
    )
    return as_features(shares, "agent_id", FEATURES)


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
    paid = ledger(tables).filter(col("credited") == 1, col("paid_day") > first_day(tables))
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
        pairs.with_columns(_drawn_agent=first),
        "payment_id",
        drawn=col("amount").sum(),
        drawn_agent_id=col("_drawn_agent").max(),
    )


MAKERS: dict[str, Maker] = {CONFIRMED_SUMS: _confirmed, DRAWN: _drawn_by}
