"""How young an agent and its terminals were when the aid came (T5: set up for the payout)."""

import narwhals as nw

from features.agents.basis import MOVES, SERVICE, agent_feature
from features.agents.events import agent_sums, recent
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.events import debits
from features.expressions import at_least, col, count, distinct, join, least_of, share, sum_of, totals
from features.shapes import rows
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_new_terminal_share",
        meaning="Share of the money debited here that passed a terminal within 30 days after it was activated.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs={
            "transactions": ("agent_id", "terminal_id"),
            "accounts": ("recipient_id",),
            "terminals": ("activated_on",),
        },
        text_en="{value} of the money passed a terminal less than a month old; usual is {usual}.",
        text_id="{value} dana melewati terminal yang belum sebulan aktif; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_terminals",
        meaning="Different terminals through which aid was debited at this agent in the last 12 months.",
        unit=Unit.COUNT,
        basis=SERVICE,
        needs={"transactions": ("agent_id", "terminal_id"), "accounts": ("recipient_id",)},
        text_en="Aid was debited through {value} terminal[|s] of this agent; usual is {usual}.",
        text_id="Bantuan ditarik melalui {value} terminal agen ini; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_days_open_before_aid",
        meaning="Days from the agent's opening to the first aid debited there; 0 where aid came first.",
        unit=Unit.DAYS,
        basis=SERVICE,
        needs={**MOVES, "agents": ("opened_on",)},
        tail=Tail.LOW,
        text_en="The agent had been open for {value} when it first served aid; usual is {usual}.",
        text_id="Agen baru buka {value} ketika pertama kali melayani bantuan; lazimnya {usual}.",
    ),
)


NEW_DAYS = 30


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months."""
    moves = recent(tables).select("agent_id", "terminal_id", "day", "amount")
    agents = agent_sums(tables).select("agent_id")
    found = joined(agents, _terminals(moves), _new(tables, moves), _opened(tables), on="agent_id")
    known = col("agent_terminals").fill_null(0)
    return as_features(found.with_columns(agent_terminals=known), "agent_id", FEATURES)


def _terminals(moves: Frame) -> Frame:
    used = distinct(moves.filter(~col("terminal_id").is_null()), "agent_id", "terminal_id")
    return totals(used, "agent_id", agent_terminals=count())


def _new(tables: Tables, moves: Frame) -> Frame:
    """Money through terminals of known age, and the part of it in their first month."""
    machines = rows(tables, "terminals").select("terminal_id", tables.days("activated_on").alias("activated"))
    aged = join(moves, machines, "terminal_id").filter(~col("activated").is_null())
    age = col("day") - col("activated")
    fresh = nw.when((age >= 0) & (age <= NEW_DAYS)).then(col("amount")).otherwise(0)
    found = totals(aged.with_columns(_fresh=fresh), "agent_id", all=sum_of("amount"), fresh=sum_of("_fresh"))
    return found.select("agent_id", share(col("fresh"), col("all")).alias("agent_new_terminal_share"))


def _opened(tables: Tables) -> Frame:
    """Days between opening and the first aid ever debited, as far as the drop reaches back."""
    opened = rows(tables, "agents").select("agent_id", tables.days("opened_on").alias("opened"))
    first = totals(debits(tables).filter(~col("list_no").is_null()), "agent_id", first=least_of("day"))
    return join(first, opened, "agent_id").select(
        "agent_id", at_least(col("first") - col("opened"), 0).alias("agent_days_open_before_aid")
    )
