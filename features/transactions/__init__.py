"""What happens on the card after the credit."""

from features.catalogue import Feature
from features.transactions import authentication, baskets, outflow, place, timing, together

MODULES = (timing, together, place, authentication, outflow, baskets)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
