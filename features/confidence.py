"""How sure a match in another register is, where that register does not say."""

import narwhals as nw

from features.expressions import col

UNSTATED = 0.8
"""An equal NIK is all that such a match rests on: as good as the least that a rule acts on, and no better."""


def confidence() -> nw.Expr:
    """The stated confidence of a match, else ``UNSTATED``: silence is neither a sure match nor none at all."""
    return col("confidence").fill_null(UNSTATED)
