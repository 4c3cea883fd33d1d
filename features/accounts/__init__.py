"""Where the money goes: whose account it is, who else is paid through it, whether it is used."""

from features.accounts import holders, silence, use
from features.catalogue import Feature
from features.kept import Maker

MODULES = (holders, use, silence)

FEATURES: tuple[Feature, ...] = tuple(feature for module in MODULES for feature in module.FEATURES)

MAKERS: dict[str, Maker] = {**silence.MAKERS, **holders.MAKERS}
"""What others read too, for ``features.kept.prepare``, after those of events."""

__all__ = ["FEATURES", "MAKERS", "MODULES"]
