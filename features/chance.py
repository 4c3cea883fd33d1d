"""How far a count lies beyond chance: a bound that holds for any size, where a share of a few says nothing."""

from math import log

import narwhals as nw

from features.expressions import only


def beyond_chance(part: nw.Expr, whole: nw.Expr, rate: nw.Expr) -> nw.Expr:
    """x, where chance alone gives as many as ``part`` of ``whole`` at most once in 10**x draws; 0 up to the usual rate.

    Chernoff's bound for a binomial count: exp(-whole * KL(part / whole, rate)) (Hoeffding 1963). Empty where anything
    is unknown, or where the usual rate is 0 or 1 and leaves nothing to compare with.
    """
    found, seen = part.cast(nw.Float64), whole.cast(nw.Float64)
    share = found / seen
    rest = 1 - share
    here = found * (nw.when(found > 0).then(share / rate).otherwise(nw.lit(1.0))).log()
    others = (seen - found) * (nw.when(rest > 0).then(rest / (1 - rate)).otherwise(nw.lit(1.0))).log()
    bound = nw.when(share > rate).then((here + others) / log(10)).otherwise(nw.lit(0.0))
    known = ~found.is_null() & (seen > 0) & (rate > 0) & (rate < 1)
    return only(known, bound.round(6))
