"""Features of paying agents: from single transactions, and from monthly returns where only those are shared."""

from features.agents import (
    authentication,
    baskets,
    bursts,
    complaints,
    deaths,
    equipment,
    hours,
    money,
    monthly_amounts,
    monthly_cards,
    monthly_goods,
    reach,
    receipts,
)
from features.catalogue import Feature

MODULES = (
    reach,
    bursts,
    hours,
    equipment,
    money,
    baskets,
    authentication,
    complaints,
    receipts,
    deaths,
    monthly_cards,
    monthly_goods,
    monthly_amounts,
)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
