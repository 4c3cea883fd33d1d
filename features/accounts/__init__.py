"""Where the money goes: whose account it is, who else is paid through it, whether it is used."""

from features.accounts import holders, silence, use
from features.catalogue import Feature

MODULES = (holders, use, silence)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

__all__ = ["FEATURES", "MODULES"]
