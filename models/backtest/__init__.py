"""What a queue would have found and whom it would have bothered, by what investigations said later."""

from models.backtest.labels import later_outcomes
from models.backtest.looked_at import looked_at
from models.backtest.months import month_ends
from models.backtest.tally import Estimate, Tally, difference, pooled, tally

__all__ = ["Estimate", "Tally", "difference", "later_outcomes", "looked_at", "month_ends", "pooled", "tally"]
