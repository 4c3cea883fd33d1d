"""Which facts carry a case: the evidence of each flagged subject shared out among its features.

A typology's evidence is shared by exact Shapley values over knowing or not knowing each feature that its rules read.
What the detectors and the oddity add is shared in proportion to how much falls away when one of the loudest
deviations is taken away, so that the parts add up to what falls away when all of them go. Somebody of whom nothing
speaks (a random control) is told by the largest deviations, as small as they are.
"""

import numpy as np

from models.kind import VOICE, Flags, KindModel, Seen
from models.matrix import Floats
from models.oddity import oddity
from models.peers import INNOCENT_SIDE
from models.rules import Program

LOUD = 8
AT_ONCE = 2048
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
    """Each loud column's part, from one batch: the rows as they are, without all loud ones, without one at a time."""
    loudest, loud = _loudest(deviations)
    count, places = len(deviations), loudest.shape[1]
    one_by_one = [_silenced(deviations, loudest[:, place : place + 1]) for place in range(places)]
    batch = np.concatenate([deviations, _silenced(deviations, loudest), *one_by_one])
    whole, bare, *rest = _unusualness(model, batch).reshape(places + 2, count)
    fallen = np.where(loud, np.maximum(whole - np.array(rest).reshape(places, count), 0.0).T, 0.0)
    sums = fallen.sum(axis=1)
    factor = np.divide(np.maximum(whole - bare, 0.0), sums, out=np.zeros(count), where=sums > 0)
    out = np.zeros_like(deviations)
    np.put_along_axis(out, loudest, fallen * factor[:, None], axis=1)
    return out


def _unusualness(model: KindModel, deviations: Floats) -> Floats:
    everything = np.ones(deviations.shape[1], dtype=np.bool_)
    return oddity(deviations, model.fact, everything) + VOICE * model.committee.surprise(deviations)


def _loudest(deviations: Floats) -> tuple["np.ndarray", Flags]:
    """Columns of the largest deviations of each row, and whether they are beyond what is usual."""
    count = min(LOUD, deviations.shape[1])
    order = np.argsort(-np.abs(deviations), axis=1, kind="stable")[:, :count]
    return order, np.abs(np.take_along_axis(deviations, order, axis=1)) > INNOCENT_SIDE


def _silenced(deviations: Floats, columns: "np.ndarray") -> Floats:
    quiet = deviations.copy()
    np.put_along_axis(quiet, columns, 0.0, axis=1)
    return quiet
