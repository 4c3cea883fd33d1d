"""Cards used in rows when counters are closed: hardly a queue, whatever else the agent serves by day (T2)."""

from features.agents.basis import CUSTOMERS, MOVES, agent_feature
from features.agents.events import served
from features.agents.shape import as_features
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, sum_of, totals, yes
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_closed_row_recipients",
        meaning="Recipients most of whose debits here (three or more, or both of two) were made before 06:00 or from "
        "20:00 on within 3 minutes after another recipient's card at the same terminal.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs=MOVES,
        text_en="The cards of {value} recipient[|s] are used here in rows when counters are closed; usual is {usual}.",
        text_id="Kartu {value} penerima dipakai beruntun di sini ketika loket tutup; lazimnya {usual}.",
    ),
)


FEWEST_TIMES = 3
ALL_OF = 2
"""A drop of two payments shows two debits: one late evening may be a queue that the day left over, both are not."""


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months."""
    both = (col("closed") == ALL_OF) & (col("debits") == ALL_OF)
    often = ((col("closed") >= FEWEST_TIMES) & (col("closed") * 2 > col("debits"))) | both
    people = served(tables).select("agent_id", often=yes(often))
    counted = totals(people, "agent_id", agent_closed_row_recipients=sum_of("often"))
    return as_features(counted, "agent_id", FEATURES)
