"""What the left-out and the fund flow both read, for ``features.kept.prepare``: computed once for the two lists."""

from features.events import MAKERS as EVENTS
from features.fund_flow import MAKERS as FLOW
from features.kept import Maker

MONEY: dict[str, Maker] = {**EVENTS, **FLOW}
