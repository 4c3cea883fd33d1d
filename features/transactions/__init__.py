"""What happens on the card after the credit."""

from features.catalogue import Feature
from features.transactions import authentication, baskets, outflow, packages, place, timing, together

MODULES = (timing, together, place, authentication, outflow, baskets, packages)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
