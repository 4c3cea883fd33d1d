"""The feature modules of this folder, apart from its __init__: ``features.events`` reads the ledger beside them."""

from features.catalogue import Feature
from features.payments import amounts, calendar, entitled

MODULES = (amounts, calendar, entitled)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)
