"""Aid that lay untouched for half a year and was then emptied at one counter beside that of others (T13)."""

import narwhals as nw

from features.accounts import silence as of_accounts  # a module: features.transactions reads features.agents, too
from features.agents.basis import CUSTOMERS, MOVES, agent_feature
from features.agents.events import recent
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, totals
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_emptied_recipients",
        meaning="Recipients whose aid lay untouched for over 180 days and was then emptied here in a week, within 30 "
        "days of that of three others.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs={**MOVES, "payments": ("credited_at",)},
        text_en="Long untouched aid of {value} recipient[|s] was emptied here within a month; usual is {usual}.",
        text_id="Bantuan {value} penerima yang lama tidak disentuh dikosongkan di sini dalam sebulan; "
        "lazimnya {usual}.",
    ),
)


BESIDE = 3
"""As for the families themselves (rule T13 of recipients): one alone may be a lost card that was found."""


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months; nobody so emptied is 0."""
    beside = of_accounts.emptied(tables).filter(col("others") >= BESIDE).select("list_no", "place", "day")
    here = recent(tables).select("agent_id", "list_no", "place", "day")
    met = here.join(beside, on=["list_no", "place", "day"], how="semi").select("agent_id", "list_no").unique()
    counted = totals(met, "agent_id", met=nw.len())
    found = joined(here.select("agent_id").unique(), counted, on="agent_id")
    return as_features(
        found.select("agent_id", col("met").fill_null(0).alias("agent_emptied_recipients")), "agent_id", FEATURES
    )
