"""Features of officials and facilitators: whom they registered or guide, and what became of the aid."""

from features.catalogue import Feature
from features.kept import Maker
from features.officials import (
    cards,
    complaints,
    contact,
    deaths,
    hands,
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

MAKERS: dict[str, Maker] = hands.MAKERS
"""What several modules read, for ``features.kept.prepare``, after those of events and agents."""

__all__ = ["FEATURES", "MAKERS", "MODULES"]
