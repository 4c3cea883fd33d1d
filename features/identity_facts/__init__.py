"""What is true of the payee's identity: the result of checks, never the identifiers."""

from features.catalogue import Feature
from features.identity_facts import doubles, payee

MODULES = (payee, doubles)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
