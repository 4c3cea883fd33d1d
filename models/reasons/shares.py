"""Which facts carry a case: the evidence of each flagged subject shared out among its features, and their order.

A typology's evidence is shared by exact Shapley values over knowing or not knowing each feature that its rules read.
What the detectors and the oddity add has no rule to follow, so it is seen by taking away. The first reason is what
lowers the whole evidence furthest when it is not known; the second lowers furthest what then remains; so the third.
What each adds to the unusualness is read at that point. So the first three are the three that the case rests on, and
not one fact in three guises. Somebody of whom nothing speaks (a random control) is told by the largest deviations, as
small as they are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.kind import Evidence, Flags, KindModel, Seen
from models.matrix import Floats
from models.rules import Program

FIRST = 3
CANDIDATES = 6
ALIKE = 0.01  # nats: facts that lower the evidence about as far come in the order of their shares
AT_ONCE = 256
BARELY = 1e-9

Columns = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the features of each subject carry, and in which order the first are told.

    ``nats`` (subjects, features) are negative where a feature speaks against looking. ``first`` (subjects, 3) are
    columns in the order in which taking them away lowers the evidence furthest, -1 where nothing lowers it any more.
    """

    nats: Floats
    first: Columns


def shares(model: KindModel, program: Program, seen: Seen, found: Evidence) -> Shares:
    """What each feature carries for each subject."""
    ruled = _of_rules(program, seen, found)
    rows = np.arange(len(ruled))
    slices = [rows[start : start + AT_ONCE] for start in range(0, max(len(rows), 1), AT_ONCE)]
    parts = [_taken_away(model, program, seen.taken(part), found.taken(part), ruled[part]) for part in slices]
    nats = np.concatenate([part.nats for part in parts])
    ordinary = ~nats.any(axis=1)
    nats[ordinary] = BARELY * np.abs(seen.deviations[ordinary])
    return Shares(nats, np.concatenate([part.first for part in parts]))


def _of_rules(program: Program, seen: Seen, found: Evidence) -> Floats:
    out = np.zeros_like(seen.values)
    for typology in np.flatnonzero(found.nats.any(axis=0)):
        rows = np.flatnonzero(found.nats[:, typology] > 0)
        out[rows] += program.shares(seen.values[rows], seen.deviations[rows], int(typology))
    return out


def _taken_away(model: KindModel, program: Program, seen: Seen, found: Evidence, ruled: Floats) -> Shares:
    """Take the candidates away one after the other, and add what each then takes from the unusualness."""
    columns = _candidates(seen.deviations, ruled)
    row = np.arange(len(ruled))
    gone = np.zeros(columns.shape, dtype=np.bool_)
    first = np.full((len(ruled), FIRST), -1, dtype=np.intp)
    unusual = np.zeros(columns.shape)
    ranked = np.take_along_axis(ruled, columns, axis=1)
    raw, odd = found.raw[:, None], found.unusualness[:, None]
    for step in range(min(FIRST, columns.shape[1])):
        left, left_odd = _left(model, program, seen, columns, gone)
        unusual = np.where(gone, unusual, np.maximum(odd - left_odd, 0.0))
        place, lowers = _furthest(np.where(gone | (ranked < 0.0), 0.0, raw - left))
        if not lowers.any():
            break
        first[lowers, step] = columns[row, place][lowers]
        gone[row[lowers], place[lowers]] = True
        raw = np.where(lowers, left[row, place], raw[:, 0])[:, None]
        odd = np.where(lowers, left_odd[row, place], odd[:, 0])[:, None]
    nats = ruled.copy()
    np.put_along_axis(nats, columns, ranked + unusual, axis=1)
    return Shares(nats, first)


def _candidates(deviations: Floats, ruled: Floats) -> Columns:
    """The columns that may come first: those that rules rest on, and the largest deviations after them."""
    order = np.lexsort((-np.abs(deviations), -np.round(np.maximum(ruled, 0.0), 9)))
    speaking = int(((ruled > 0.0) | (deviations != 0.0)).sum(axis=1).max(initial=1))
    return np.ascontiguousarray(order[:, : min(CANDIDATES, speaking)])


def _left(model: KindModel, program: Program, seen: Seen, columns: Columns, gone: Flags) -> tuple[Floats, Floats]:
    """Evidence, and what of it is unusualness, of each row without those gone and one candidate more."""
    without = Seen(*_without(seen.values, seen.deviations, columns, gone), np.repeat(seen.group, columns.shape[1]))
    found = model.evidence(without, program)
    return found.raw.reshape(columns.shape), found.unusualness.reshape(columns.shape)


@compiled
def _without(values: Floats, deviations: Floats, columns: Columns, gone: Flags) -> tuple[Floats, Floats]:
    """Values and deviations of each row as often as it has candidates, each time with one more of them not known."""
    count, ways = columns.shape
    unknown, quiet = np.empty((count * ways, values.shape[1])), np.empty((count * ways, values.shape[1]))
    for at in range(count * ways):
        row, way = at // ways, at % ways
        unknown[at], quiet[at] = values[row], deviations[row]
        for place in range(ways):
            if gone[row, place] or place == way:
                unknown[at, columns[row, place]], quiet[at, columns[row, place]] = np.nan, 0.0
    return unknown, quiet


def _furthest(drop: Floats) -> tuple[Columns, Flags]:
    """Place of the candidate that lowers the evidence furthest, and whether it lowers it at all.

    The candidates stand in the order of their rules' shares and deviations: of those that are alike the first.
    """
    near = (drop >= drop.max(axis=1, initial=0.0, keepdims=True) - ALIKE) & (drop > BARELY)
    return near.argmax(axis=1), near.any(axis=1)
