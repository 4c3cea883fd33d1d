"""From values to deviations: the loops that count how many spreads a value lies from what is usual."""

import math

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
from models.matrix import Floats

LOUDEST = 50.0  # deviations end here: beyond it a larger number tells nothing new
INNOCENT_SIDE = 1.0


@compiled
def on_scale(values: Floats, logarithm: NDArray[np.bool_]) -> Floats:
    """Values (rows, columns) as they are compared: on the logarithm, with its sign, where the column asks for it."""
    out = np.empty(values.shape)
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            out[row, column] = _scaled(values[row, column], logarithm[column])
    return out


@compiled
def deviations_from(
    values: Floats,
    group: NDArray[np.intp],
    logarithm: NDArray[np.bool_],
    side: NDArray[np.int8],
    figures: tuple[Floats, Floats],
) -> Floats:
    """Spreads from the centre of each row's group, 0 where unknown, short on the side that costs nobody anything."""
    centre, spread = figures
    out = np.zeros(values.shape)
    for row in range(values.shape[0]):
        peers = group[row]
        for column in range(values.shape[1]):
            distance = (_scaled(values[row, column], logarithm[column]) - centre[peers, column]) / spread[peers, column]
            if not np.isnan(distance):
                low = -INNOCENT_SIDE if side[column] == 1 else -LOUDEST
                high = INNOCENT_SIDE if side[column] == -1 else LOUDEST
                out[row, column] = min(max(distance, low), high)
    return out


@compiled
def _scaled(value: float, logarithm: bool) -> float:
    if not logarithm or value == 0.0:
        return value
    return math.copysign(math.log1p(abs(value)), value)
