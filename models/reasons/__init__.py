"""Why a subject is where it is: true shares of the evidence, said in two languages."""

from models.reasons.build import Cases, Raised, build_reasons
from models.reasons.shares import Shares, shares
from models.reasons.wording import Money, worded

__all__ = ["Cases", "Money", "Raised", "Shares", "build_reasons", "shares", "worded"]
