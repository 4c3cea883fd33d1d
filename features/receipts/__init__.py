"""What the family confirms and what citizens report."""

from features.catalogue import Feature
from features.receipts import complaints, confirmations

MODULES = (confirmations, complaints)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
