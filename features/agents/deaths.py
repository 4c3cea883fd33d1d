"""Money of payees who had died, debited at the agent (T7; the registry lags, so only long after)."""

import narwhals as nw

from features.agents.basis import CUSTOMERS, MOVES, agent_feature
from features.agents.events import customers, fair_share, served
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.confidence import confidence
from features.engine import Frame
from features.expressions import col, count, join, totals
from features.shapes import rows
from features.tables import Tables

DIED = {**MOVES, "recipients": (), "persons": ("died_on",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_deceased_recipients",
        meaning="Recipients whose money was debited here more than 90 days after the registered death of the payee.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs=DIED,
        text_en="Money of {value} recipient[|s] was drawn here long after their registered death; usual is {usual}.",
        text_id="Dana {value} penerima ditarik di sini lama setelah tercatat meninggal; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_deceased_share",
        meaning="The same recipients as a share of all recipients served here.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=DIED,
        text_en="{value} of those served here had long been registered as deceased; usual is {usual}.",
        text_id="{value} yang dilayani di sini telah lama tercatat meninggal; lazimnya {usual}.",
    ),
)


LAG_DAYS = 90
"""A quarter: the registry is updated quarterly (domain 2), and an heir may draw the last payment."""

SURE = 0.5


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months; empty where no death is recorded anywhere."""
    late = with_death(tables, served(tables)).filter(col("last_day") - col("died_day") > LAG_DAYS)
    counted = joined(customers(tables), totals(late, "agent_id", late=count()), on="agent_id")
    late_or_none = col("late").fill_null(0)
    found = counted.select(
        "agent_id",
        late_or_none.alias("agent_deceased_recipients"),
        fair_share(late_or_none, col("customers")).alias("agent_deceased_share"),
    )
    return as_features(found, "agent_id", FEATURES)


def with_death(tables: Tables, people: Frame) -> Frame:
    """The frame (with payee_person_id and nik_key) with ``died_day``: the registry's date, else a sure match's."""
    persons = rows(tables, "persons").filter(~col("died_on").is_null())
    known = persons.select(col("person_id").alias("payee_person_id"), tables.days("died_on").alias("registry_day"))
    matches = rows(tables, "registry_matches").filter(col("status") == "deceased", confidence() >= SURE)
    matched = totals(matches.with_columns(since_day=tables.days("since")), "nik_key", match_day=col("since_day").min())
    found = join(join(people, known, "payee_person_id"), matched, "nik_key")
    return found.with_columns(died_day=nw.coalesce(col("registry_day"), col("match_day")))
