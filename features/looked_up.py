"""Where ids that are whole numbers stand in a list of them, looked up by machine code."""

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled

Ids = NDArray[np.int64]
Rows = NDArray[np.int32]
NOWHERE = -1
SPREAD = -7046029254386353131
"""The golden ratio of 2**64: multiplied by it, ids that lie close together begin to be looked for far apart."""


@compiled
def standing(ids: Ids, wanted: Ids) -> Rows:
    """The row at which each wanted id stands, ``NOWHERE`` where it does not; of two that are equal, the last.

    The ids lie in a table of at least twice their number, each at the first free slot from where it begins.
    """
    bits = 1
    while 1 << bits < 2 * len(ids):
        bits += 1
    slots = np.full(1 << bits, NOWHERE, np.int32)
    for row in range(len(ids)):
        slots[_slot(slots, ids, ids[row], 64 - bits)] = row
    found = np.empty(len(wanted), np.int32)
    for place in range(len(wanted)):
        found[place] = slots[_slot(slots, ids, wanted[place], 64 - bits)]
    return found


@compiled
def _slot(slots: Rows, ids: Ids, wanted: np.int64, shift: int) -> np.int64:
    """The slot that holds the id, or else the one where it would be."""
    last = len(slots) - 1
    slot = ((wanted * SPREAD) >> shift) & last
    while slots[slot] != NOWHERE and ids[slots[slot]] != wanted:
        slot = (slot + 1) & last
    return slot
