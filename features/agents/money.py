"""How aid leaves the account at an agent: in full, in rounds, and into whose account."""

import narwhals as nw

from features.agents.basis import CUSTOMERS, MOVES, OWNERSHIP, SERVICE, agent_feature
from features.agents.events import agent_sums, customers, fair_share, served, touches
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import transfers
from features.expressions import col, count, join, most_of, share, sum_of, totals
from features.intermediaries import accounts_of_agents
from features.moments import year_before
from features.shapes import rows
from features.tables import Tables

PAID = {**MOVES, "payments": ("credited_at",)}
SENT = {"transactions": ("agent_id", "counterparty_account_id"), "accounts": ("recipient_id",)}
OWN = {**SENT, "agents": ()}
"""An agent's account is known by its id or by its owner's NIK."""

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_full_debit_share",
        meaning="Share of payments first touched here whose first debit took at least 98 % of the credit.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=PAID,
        text_en="{value} of payments were taken out whole at the first touch; usual is {usual}.",
        text_id="{value} bantuan ditarik seluruhnya pada sentuhan pertama; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_round_residual_share",
        meaning="Share of payments drawn here that were followed within 60 minutes by a transfer out of the same "
        "account of a round sum (whole 10,000, at most a quarter of the credit).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=PAID,
        text_en="After {value} of payments drawn here, a small round sum was transferred away at "
        "once; usual is {usual}.",
        text_id="Setelah {value} bantuan ditarik di sini, sejumlah kecil dana bulat segera "
        "ditransfer; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_own_account_senders",
        meaning="Recipients whose accounts sent money into the agent's account or an account of its owner.",
        unit=Unit.COUNT,
        basis=OWNERSHIP,
        needs=OWN,
        text_en="Money went from {value} [recipient's|recipients'] account[|s] into the agent's own account; "
        "usual is {usual}.",
        text_id="Dana mengalir dari rekening {value} penerima ke rekening agen sendiri; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_own_account_amount",
        meaning="Money sent from recipients' accounts into the agent's account or an account of its owner.",
        unit=Unit.RUPIAH,
        basis=OWNERSHIP,
        needs=OWN,
        text_en="{value} went from recipients' accounts into the agent's own account; usual is {usual}.",
        text_id="{value} mengalir dari rekening penerima ke rekening agen sendiri; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_transfer_hub_share",
        meaning="Share of the recipients served here whose money went on to one and the same account "
        "(the most common one).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=SENT,
        linked=True,
        text_en="The accounts of {value} of those served sent money to one and the same account; usual is {usual}.",
        text_id="Rekening {value} yang dilayani mengirim dana ke satu rekening yang sama; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_fee_per_debit",
        meaning="Fees booked here per aid debit.",
        unit=Unit.RUPIAH,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} of fees were booked per debit; usual is {usual}.",
        text_id="Biaya {value} dibukukan per penarikan; lazimnya {usual}.",
    ),
)


ROUND_SUM = 10_000
SHORTLY_SECONDS = 3600


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months or owns a known account."""
    agents = rows(tables, "agents").select("agent_id")
    found = joined(agents, _touched(tables), _own(tables), _hubs(tables), _fees(tables), on="agent_id")
    return as_features(found, "agent_id", FEATURES)


def _touched(tables: Tables) -> Frame:
    after = totals(_round_residuals(tables, touches(tables)), "agent_id", after=count())
    return join(agent_sums(tables), after, "agent_id").select(
        "agent_id",
        fair_share(col("whole"), col("touches")).alias("agent_full_debit_share"),
        fair_share(col("after").fill_null(0), col("touches")).alias("agent_round_residual_share"),
    )


def _round_residuals(tables: Tables, first: Frame) -> Frame:
    """First touches that a small round transfer out of the same account followed within the hour."""
    amount = col("amount")
    sent = (
        transfers(tables)
        .filter(amount // ROUND_SUM * ROUND_SUM == amount)
        .select("list_no", "credit_seconds", col("seconds").alias("sent_at"), col("amount").alias("sent"))
    )
    pairs = first.join(sent, on=["list_no", "credit_seconds"], how="inner")
    after = col("sent_at") - col("seconds")
    small = col("sent") * 4 <= col("fresh_credit")
    return pairs.filter((after > 0) & (after <= SHORTLY_SECONDS) & small).select("agent_id", "transaction_id").unique()


def _own(tables: Tables) -> Frame:
    """Senders and money into each agent's own accounts; empty where no account of the agent is known."""
    own = accounts_of_agents(tables)
    sent = money_sent(tables, own, "agent_id")
    return joined(own.select("agent_id").unique(), sent, on="agent_id").select(
        "agent_id",
        col("senders").fill_null(0).alias("agent_own_account_senders"),
        col("sent").fill_null(0).alias("agent_own_account_amount"),
    )


def money_sent(tables: Tables, own: Frame, owner: str) -> Frame:
    """Transfers of the last 12 months from recipients' accounts into owners' accounts: owner, senders, sent."""
    into = own.select(owner, col("account_id").alias("counterparty_account_id"))
    moved = transfers(tables).filter(~col("list_no").is_null()).join(into, on="counterparty_account_id", how="inner")
    moved = moved.join(own, on=[owner, "account_id"], how="anti")
    by_sender = totals(moved, owner, "list_no", sent=col("amount").sum())
    return totals(by_sender, owner, senders=nw.len(), sent=col("sent").sum())


def _hubs(tables: Tables) -> Frame:
    """Of an agent's customers, the part that sent money to the account most of them sent to."""
    to = ~col("counterparty_account_id").is_null() & ~col("list_no").is_null()
    pairs = transfers(tables).filter(to).select("list_no", "counterparty_account_id").unique()
    met = pairs.join(served(tables).select("agent_id", "list_no"), on="list_no", how="inner")
    hubs = totals(met, "agent_id", "counterparty_account_id", senders=nw.len())
    most = totals(hubs, "agent_id", most=most_of("senders"))
    return join(customers(tables), most, "agent_id").select(
        "agent_id", fair_share(col("most").fill_null(0), col("customers")).alias("agent_transfer_hub_share")
    )


def _fees(tables: Tables) -> Frame:
    """Fees per debit, for agents at which any fee was booked: not every bank shares its fees."""
    lately = tables.days("occurred_at") > year_before(tables.as_of)
    booked = rows(tables, "transactions").filter(col("kind") == "fee", lately)
    fees = totals(booked, "agent_id", fees=sum_of("amount"))
    return join(fees, agent_sums(tables), "agent_id").select(
        "agent_id", share(col("fees"), col("debits")).alias("agent_fee_per_debit")
    )
