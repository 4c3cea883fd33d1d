"""What the status of a payment says: whether it was credited, and whether it came back."""

import narwhals as nw

from features.expressions import col, flag

BACK = ("failed", "returned")
NOT_CREDITED = (*BACK, "pending")


def credited() -> nw.Expr:
    """1 where the payment was credited or nothing else is said, 0 where it failed, came back or waits."""
    return (1 - flag(col("status").is_in(NOT_CREDITED))).cast(nw.Int8).alias("credited")


def came_back() -> nw.Expr:
    """1 where the payment failed or was returned, else 0."""
    return flag(col("status").is_in(BACK)).alias("came_back")
