"""How young an agent and its terminals were when the aid came (T5: set up for the payout)."""

from features.agents.basis import MOVES, SERVICE, agent_feature
from features.catalogue import Feature, Tail, Unit

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
        text_en="Aid was debited through {value} terminals of this agent; usual is {usual}.",
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
