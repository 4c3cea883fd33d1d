"""When an agent works: the hours of the day, and the days around payouts."""

import narwhals as nw

from features.agents.basis import MOVES, SERVICE, agent_feature
from features.agents.events import agent_days, agent_sums, fair_share, touches
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import at_least, col, count, join, least_of, most_of, totals
from features.moments import DAY
from features.tables import Tables

PAID = {**MOVES, "payments": ("credited_at",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_off_hours_share",
        meaning="Share of debits before 06:00 or from 20:00 on, when village shops are usually shut.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} of debits were made before 6 in the morning or after 8 in the evening; usual is {usual}.",
        text_id="{value} penarikan dilakukan sebelum pukul 06.00 atau setelah pukul 20.00; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_night_share",
        meaning="Share of debits from 22:00 to 05:00.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} of debits were made between 10 at night and 5 in the morning; usual is {usual}.",
        text_id="{value} penarikan dilakukan antara pukul 22.00 dan 05.00; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_aid_only_share",
        meaning="Share of the days worked that lie within 14 days after aid was credited to the agent's own customers.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=PAID,
        text_en="{value} of the days worked lie within two weeks after a payout; usual is {usual}.",
        text_id="{value} hari kerja jatuh dalam dua minggu setelah penyaluran; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_active_days",
        meaning="Days with at least one transaction, per 30 days between the first and the last.",
        unit=Unit.NUMBER,
        basis=SERVICE,
        needs=MOVES,
        tail=Tail.LOW,
        text_en="The counter worked on {value} day[|s] of a month; usual is {usual}.",
        text_id="Loket bekerja {value} hari dalam sebulan; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_same_day_share",
        meaning="Share of payments drawn here that were first touched within 24 hours after they were credited.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=PAID,
        text_en="{value} of payments drawn here were touched within a day of arriving; usual is {usual}.",
        text_id="{value} bantuan yang ditarik di sini disentuh dalam sehari setelah masuk; lazimnya {usual}.",
    ),
)


MONTH = 30
PAYOUT_DAYS = 14


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months."""
    sums = agent_sums(tables)
    clock = sums.select(
        "agent_id",
        fair_share(col("shut"), col("debits")).alias("agent_off_hours_share"),
        fair_share(col("night"), col("debits")).alias("agent_night_share"),
        fair_share(col("soon"), col("touches")).alias("agent_same_day_share"),
    )
    return as_features(joined(clock, _days(tables), on="agent_id"), "agent_id", FEATURES)


def _days(tables: Tables) -> Frame:
    worked = agent_days(tables)
    span = at_least(col("last") - col("first") + 1, MONTH).cast(nw.Float64)
    found = totals(worked, "agent_id", days=count(), first=least_of("day"), last=most_of("day"))
    paid = totals(_payout_days(tables, worked), "agent_id", paid=count())
    return join(found, paid, "agent_id").select(
        "agent_id",
        (col("days").cast(nw.Float64) / span * MONTH).alias("agent_active_days"),
        fair_share(col("paid").fill_null(0), col("days")).alias("agent_aid_only_share"),
    )


def _payout_days(tables: Tables, worked: Frame) -> Frame:
    """Days worked that lie within two weeks after a credit to one of the agent's own customers."""
    credit_day = (col("credit_seconds") // DAY).alias("credit_day")
    credited = touches(tables).select("agent_id", credit_day).unique()
    pairs = worked.join(credited, on="agent_id", how="inner")
    since = col("day") - col("credit_day")
    return pairs.filter((since >= 0) & (since <= PAYOUT_DAYS)).select("agent_id", "day").unique()
