"""Features of officials and facilitators: whom they registered or guide, and what became of the aid."""

from features.catalogue import Feature
from features.officials import (
    cards,
    complaints,
    contact,
    deaths,
    holders,
    household,
    houses,
    kin,
    money,
    reach,
    receipts,
    silence,
    surveys,
)

MODULES = (
    reach,
    household,
    kin,
    contact,
    holders,
    money,
    cards,
    complaints,
    receipts,
    deaths,
    houses,
    silence,
    surveys,
)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
