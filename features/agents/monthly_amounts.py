"""Money in a shop's monthly returns: per card, and totals against their parts."""

from features.agents.basis import SUPPLY, agent_feature
from features.catalogue import Feature, Unit

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
