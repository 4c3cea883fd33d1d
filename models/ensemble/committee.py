"""Several detectors, one voice: none can shout the others down, and one that is silent costs nothing.

Each detector's score becomes a surprise: minus the logarithm of the share of the reference at or above it (nats).
That is the scale on which independent tail probabilities add (Fisher). It has no unit of its own to be loud with: a
detector's voice ends at the logarithm of the reference's size. And it is long where it matters: one detector that
sees one in a thousand moves the mean by more than four that shrug can hold it back, which a mean of ranks would
drown. A detector that gave every training row the same score has no opinion and is left out of the mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.compiled import compiled
from models.detectors import METHODS, Detector, Method, State
from models.matrix import Floats
from models.reference import Reference, surprises


@dataclass(frozen=True)
class Committee:
    """Fitted detectors with the reference of each."""

    detectors: Mapping[str, Detector]
    references: Mapping[str, Reference]

    @classmethod
    def fit(cls, deviations: Floats, seed: int, methods: Sequence[Method] = METHODS) -> "Committee":
        """Every method learns from the same rows; their scores of these rows are the references."""
        rows = compressed(deviations)
        detectors = {method.name: method.fit(rows, seed) for method in methods} if rows.size else {}
        references = {name: Reference.fit(detector.score(rows)) for name, detector in detectors.items()}
        return cls(detectors, references)

    def surprise(self, deviations: Floats) -> Floats:
        """Mean surprise of the detectors that have an opinion, in nats; about 1 for an ordinary row."""
        rows = compressed(deviations)
        scores = np.empty((len(self._heard), len(rows)))
        for place, detector in enumerate(self._heard):
            scores[place] = detector.score(rows)
        return _mean_surprise(scores, *self._stacked)

    @cached_property
    def _heard(self) -> tuple[Detector, ...]:
        return tuple(one for name, one in self.detectors.items() if not self.references[name].silent)

    @cached_property
    def _stacked(self) -> tuple[Floats, int]:
        """References of those that are heard, all of the same rows: a line of points each, and how many rows."""
        heard = [one for one in self.references.values() if not one.silent]
        return (np.stack([one.values for one in heard]), heard[0].rows) if heard else (np.empty((0, 0)), 0)

    def state(self) -> State:
        """Arrays of all detectors and references under dotted names."""
        arrays = {
            f"{name}.{key}": value for name, part in self.detectors.items() for key, value in part.state().items()
        }
        for name, reference in self.references.items():
            arrays[f"{name}.reference"] = reference.values
            arrays[f"{name}.rows"] = np.array([reference.rows])
        return arrays

    @classmethod
    def load(cls, state: State, methods: Sequence[Method] = METHODS) -> "Committee":
        """The committee of a saved state."""
        there = [method for method in methods if f"{method.name}.rows" in state]
        detectors = {method.name: method.load(_part(state, method.name)) for method in there}
        references = {
            method.name: Reference(
                np.asarray(state[f"{method.name}.reference"], dtype=np.float64),
                int(state[f"{method.name}.rows"].item()),
            )
            for method in there
        }
        return cls(detectors, references)


def compressed(deviations: Floats) -> Floats:
    """Deviations with long tails pulled in: plain up to about one spread, the logarithm beyond."""
    return np.asarray(np.arcsinh(deviations), dtype=np.float64)


@compiled
def _mean_surprise(scores: Floats, references: Floats, rows: int) -> Floats:
    total = np.zeros(scores.shape[1])
    for voice in range(len(scores)):
        total += surprises(scores[voice], references[voice], rows)
    return total / max(len(scores), 1)


def _part(state: State, name: str) -> State:
    return {key.removeprefix(f"{name}."): value for key, value in state.items() if key.startswith(f"{name}.")}
