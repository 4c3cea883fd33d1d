"""The contract of every detector, stated once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.matrix import Floats

State = Mapping[str, NDArray[np.generic]]


class Detector(Protocol):
    """Says how unusual rows are, having seen rows before.

    Rows are float64 of shape (rows, features) without gaps: deviations from peers, compressed (models/ensemble).
    The score is one float per row: higher is more unusual, no unit, only its order and its place among the scores
    of the reference count. A row's score rests on the row and on what was learnt, never on the rows beside it.
    """

    def score(self, rows: Floats) -> Floats:
        """Higher is more unusual; shape (rows,)."""
        ...

    def state(self) -> State:
        """Everything that was learnt, as plain arrays."""
        ...


@dataclass(frozen=True, slots=True)
class Method:
    """One way to detect: how to learn from rows with a seed, and how to come back from a state."""

    name: str
    fit: Callable[[Floats, int], Detector]
    load: Callable[[State], Detector]
