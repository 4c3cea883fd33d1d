"""What the programme paid, against its own rules and calendar."""

from features.catalogue import Feature
from features.payments import amounts, calendar, entitled

MODULES = (amounts, calendar, entitled)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
