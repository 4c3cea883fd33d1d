"""What is true of the household: entitlement, assets, cards and splits, the house, register matches, deaths."""

from features.catalogue import Feature
from features.household import assets, cards, deaths, entitlement, house, matches, splits

MODULES = (entitlement, assets, cards, splits, house, matches, deaths)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
