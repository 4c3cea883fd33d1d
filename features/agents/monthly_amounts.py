"""Money in a shop's monthly returns: per card, and totals against their parts."""

import narwhals as nw

from features.agents.basis import SUPPLY, agent_feature
from features.agents.months import FEWEST_CARDS, beside_district, panel
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, share, sum_of, totals
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="monthly_amount_per_card",
        meaning="Money taken per card against the district's median shop of the same month, mean of months.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs={"agent_months": ("amount", "cards")},
        text_en="Each card spent {value} of what was usual in the district that month; usual is {usual}.",
        text_id="Setiap kartu membelanjakan {value} dari lazimnya kecamatan pada bulan itu; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_total_gap_share",
        meaning="Money by which the reported totals differ from the sum of their commodities, as a "
        "share of the totals.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs={"agent_months": ("amount",)},
        text_en="The totals differ from the sum of their parts by {value}; usual is {usual}.",
        text_id="Jumlah total berbeda {value} dari penjumlahan rinciannya; lazimnya {usual}.",
    ),
)


DIGITS = 9


def build(tables: Tables) -> Frame:
    """One row per agent with monthly returns."""
    months = panel(tables)
    agents = months.select("agent_id").unique()
    return as_features(joined(agents, _per_card(months), _gap(months), on="agent_id"), "agent_id", FEATURES)


def _per_card(months: Frame) -> Frame:
    enough = months.filter(col("cards") >= FEWEST_CARDS)
    found = beside_district(enough, col("amount").cast(nw.Float64) / col("cards").cast(nw.Float64))
    level = found.group_by("agent_id").agg(monthly_amount_per_card=col("ratio").mean())
    return level.with_columns(col("monthly_amount_per_card").round(DIGITS))


def _gap(months: Frame) -> Frame:
    """Only months in which both the total and its parts carry money."""
    both = months.filter(~col("total_amount").is_null(), col("part_amount") > 0)
    gap = (col("total_amount") - col("part_amount")).abs()
    found = totals(both.with_columns(_gap=gap), "agent_id", gap=sum_of("_gap"), all=sum_of("total_amount"))
    return found.select("agent_id", share(col("gap"), col("all")).alias("monthly_total_gap_share"))
