"""What is true of the household: entitlement, assets, cards and splits, register matches."""

from features.catalogue import Feature
from features.household import assets, cards, entitlement, matches

MODULES = (entitlement, assets, cards, matches)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
