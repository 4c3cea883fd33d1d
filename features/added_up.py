"""Values added up where their groups stand, by machine code: ``at`` says for each row in which place of ``found``."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled

Places = NDArray[np.int32]
Values = NDArray[Any]


@compiled
def count(found: Values, at: Places) -> None:
    """How many rows each group has."""
    for row in range(len(at)):
        found[at[row]] += 1


@compiled
def add(found: Values, at: Places, values: Values) -> None:
    """The sum of each group's values."""
    for row in range(len(at)):
        found[at[row]] += values[row]


@compiled
def raise_to(found: Values, at: Places, values: Values) -> None:
    """The greatest of each group's values and what stands there."""
    for row in range(len(at)):
        found[at[row]] = max(found[at[row]], values[row])


@compiled
def lower_to(found: Values, at: Places, values: Values) -> None:
    """The least of each group's values and what stands there."""
    for row in range(len(at)):
        found[at[row]] = min(found[at[row]], values[row])
