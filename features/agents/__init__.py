"""Features of paying agents: from single transactions, and from monthly returns where only those are shared."""

from features.agents import (
    authentication,
    baskets,
    bursts,
    closed,
    complaints,
    deaths,
    equipment,
    events,
    hours,
    money,
    monthly_amounts,
    monthly_cards,
    monthly_goods,
    months,
    packages,
    reach,
    receipts,
    silence,
)
from features.catalogue import Feature
from features.kept import Maker

MODULES = (
    reach,
    bursts,
    hours,
    closed,
    equipment,
    money,
    baskets,
    packages,
    authentication,
    complaints,
    receipts,
    deaths,
    silence,
    monthly_cards,
    monthly_goods,
    monthly_amounts,
)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

MAKERS: dict[str, Maker] = {**events.MAKERS, **months.MAKERS, **packages.MAKERS}
"""What several modules read, for ``features.kept.prepare``, after ``features.events.MAKERS``."""

__all__ = ["FEATURES", "MAKERS", "MODULES"]
