"""Intervals of shares."""

import math

NORMAL = 1.959964  # 95 %


def wilson(count: float, size: float, z: float = NORMAL) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); the whole of [0, 1] where nothing was counted.

    ``size`` may be an effective one, of weighted observations; ``count`` is then the share of it.
    """
    if size <= 0:
        return 0.0, 1.0
    share, extra = count / size, z**2 / size
    middle = (share + extra / 2) / (1 + extra)
    half = z * math.sqrt(share * (1 - share) / size + extra / (4 * size)) / (1 + extra)
    return min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share)
