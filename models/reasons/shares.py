"""Which facts carry a case: the evidence of each flagged subject shared out among its features.

A typology's evidence is shared by exact Shapley values over knowing or not knowing each feature that its rules read.
What the detectors and the oddity add has no rule to follow: each of the loudest deviations is taken away from the
whole, and added to what is left without all of them. The mean of the two, the first and the last term of its Shapley
value, sees what only counts together and what would be covered up by others. Somebody of whom nothing speaks (a random
control) is told by the largest deviations, as small as they are.
"""

import numpy as np
from numpy.typing import NDArray

from models.kind import VOICE, KindModel, Seen
from models.matrix import Floats
from models.oddity import oddity
from models.peers import INNOCENT_SIDE
from models.rules import Program

LOUD = 8
AT_ONCE = 256
BARELY = 1e-9


def shares(model: KindModel, program: Program, seen: Seen, nats: Floats) -> Floats:
    """Nats that each feature carries for each subject; negative where it speaks against looking."""
    out = np.zeros_like(seen.values)
    for typology in range(nats.shape[1]):
        rows = np.flatnonzero(nats[:, typology] > 0)
        if len(rows):
            out[rows] += program.shares(seen.values[rows], seen.deviations[rows], typology)
    for start in range(0, len(out), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        out[part] += _of_unusualness(model, seen.deviations[part])
    ordinary = ~out.any(axis=1)
    out[ordinary] = BARELY * np.abs(seen.deviations[ordinary])
    return out


def _of_unusualness(model: KindModel, deviations: Floats) -> Floats:
    """Each loud column's part, from one batch of rows with columns silenced."""
    loudest = np.argsort(-np.abs(deviations), axis=1, kind="stable")[:, :LOUD]
    heard = np.take_along_axis(deviations, loudest, axis=1)
    count, places = loudest.shape
    batch = _silenced(deviations, loudest, heard)
    spoken = _unusualness(model, batch.reshape(-1, deviations.shape[1])).reshape(count, 2 * places + 2)
    whole, bare, without, only = np.split(spoken, [1, 2, places + 2], axis=1)
    part = np.where(np.abs(heard) > INNOCENT_SIDE, np.maximum(whole - without + only - bare, 0.0) / 2.0, 0.0)
    out = np.zeros_like(deviations)
    np.put_along_axis(out, loudest, part, axis=1)
    return out


def _unusualness(model: KindModel, deviations: Floats) -> Floats:
    everything = np.ones(deviations.shape[1], dtype=np.bool_)
    return oddity(deviations, model.fact, everything) + VOICE * model.committee.surprise(deviations)


def _silenced(deviations: Floats, loudest: NDArray[np.intp], heard: Floats) -> Floats:
    """Each row whole, without its loudest, without one of them, and with only one: (rows, 2 + 2 * loudest, columns)."""
    count, places = loudest.shape
    row, place = np.arange(count)[:, None], np.arange(places)
    batch = np.repeat(deviations[:, None], 2 * places + 2, axis=1)
    batch[row, 2 + place, loudest] = 0.0
    np.put_along_axis(batch[:, 1], loudest, 0.0, axis=1)
    batch[:, places + 2 :] = batch[:, 1:2]
    batch[row, places + 2 + place, loudest] = heard
    return batch
