"""Which facts carry a case: the evidence of each flagged subject shared out among its features, and their order.

A typology's evidence is shared by exact Shapley values over knowing or not knowing each feature that its rules read.
What the detectors and the oddity add has no rule to follow, so it is seen by taking away. The first reason is what
lowers the whole evidence furthest when it is not known; the second lowers furthest what then remains; so the third.
What each adds to the unusualness is read at that point. So the first three are the three that the case rests on, and
not one fact in three guises. Somebody of whom nothing speaks (a random control) is told by the largest deviations, as
small as they are.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
from models.kind import Evidence, Flags, KindModel, Seen
from models.matrix import Floats
from models.rules import Program

FIRST = 3
CANDIDATES = 6
ALIKE = 0.01  # nats: facts that lower the evidence about as far come in the order of their shares
AT_ONCE = 256
BARELY = 1e-9
FINE = 1e9
"""Shares are told apart to nine decimals: their last digits are the order of a sum."""

Columns = NDArray[np.intp]
Pairs = tuple[Columns, Columns]
"""A row and the place of one of its candidates, pair by pair, rows in order."""


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
    """Take the candidates away one after the other, and add what each then takes from the unusualness.

    A row is looked at again while something still lowers it, and without each candidate that has not gone yet.
    """
    columns = _candidates(seen.deviations, ruled)
    told = _Told.begun(columns, found)
    for step in range(min(FIRST, columns.shape[1])):
        row, way = _still(told.gone, told.open)
        if not len(row):
            break
        values, deviations = _without(seen.values, seen.deviations, columns, told.gone, (row, way))
        left = model.evidence(Seen(values, deviations, seen.group[row]), program)
        _choose(step, (row, way), (left.raw, left.unusualness), (ruled, columns), told)
    return Shares(_added(ruled, columns, told.unusual), told.first)


class _Told(NamedTuple):
    """How far the telling has come: which candidates have gone, what each took from the unusualness, and what is left.

    ``open`` are the rows that the last step still lowered.
    """

    gone: Flags
    open: Flags
    first: Columns
    unusual: Floats
    raw: Floats
    odd: Floats

    @classmethod
    def begun(cls, columns: Columns, found: Evidence) -> "_Told":
        """Nothing has gone yet."""
        size = len(columns)
        return cls(
            np.zeros(columns.shape, dtype=np.bool_),
            np.ones(size, dtype=np.bool_),
            np.full((size, FIRST), -1, dtype=np.intp),
            np.zeros(columns.shape),
            found.raw.copy(),
            found.unusualness.copy(),
        )


@compiled
def _candidates(deviations: Floats, ruled: Floats) -> Columns:
    """The columns that may come first: those that rules rest on, and the largest deviations after them."""
    size, width = deviations.shape
    speaking = 1
    for row in range(size):
        count = 0
        for column in range(width):
            count += ruled[row, column] > 0.0 or deviations[row, column] != 0.0
        speaking = max(speaking, count)
    out = np.empty((size, min(CANDIDATES, speaking, width)), dtype=np.intp)
    weight, taken = np.empty(width), np.empty(width, dtype=np.bool_)
    for row in range(size):
        taken[:] = False
        for column in range(width):
            weight[column] = np.rint(max(ruled[row, column], 0.0) * FINE) / FINE
        for place in range(out.shape[1]):
            best = -1
            for column in range(width):
                if not taken[column] and (best < 0 or _before(weight, deviations[row], column, best)):
                    best = column
            taken[best] = True
            out[row, place] = best
    return out


@compiled
def _before(weight: Floats, deviation: Floats, one: int, other: int) -> bool:
    if weight[one] != weight[other]:
        first: bool = weight[one] > weight[other]
        return first
    further: bool = abs(deviation[one]) > abs(deviation[other])
    return further


@compiled
def _still(gone: Flags, still_open: Flags) -> Pairs:
    """Row and place of every candidate that has not gone, in rows that are still open."""
    count = 0
    row, way = np.empty(gone.size, dtype=np.intp), np.empty(gone.size, dtype=np.intp)
    for at in range(gone.shape[0]):
        for place in range(gone.shape[1]):
            if still_open[at] and not gone[at, place]:
                row[count], way[count] = at, place
                count += 1
    return row[:count], way[:count]


@compiled
def _without(values: Floats, deviations: Floats, columns: Columns, gone: Flags, pairs: Pairs) -> tuple[Floats, Floats]:
    """Values and deviations of each pair's row with what has gone, and the pair's candidate, not known."""
    rows, ways = pairs
    unknown, quiet = np.empty((len(rows), values.shape[1])), np.empty((len(rows), values.shape[1]))
    for at in range(len(rows)):
        row = rows[at]
        unknown[at], quiet[at] = values[row], deviations[row]
        for place in range(columns.shape[1]):
            if gone[row, place] or place == ways[at]:
                unknown[at, columns[row, place]], quiet[at, columns[row, place]] = np.nan, 0.0
    return unknown, quiet


@compiled
def _choose(step: int, pairs: Pairs, left: tuple[Floats, Floats], ruled: tuple[Floats, Columns], told: _Told) -> None:
    """Per row let the candidate go that lowers the evidence furthest; a row that none lowers is closed.

    The candidates stand in the order of their rules' shares and deviations: of those that are alike the first goes.
    What speaks against looking is not told among the first.
    """
    rows, ways = pairs
    raw, odd = left
    share, columns = ruled
    start = 0
    while start < len(rows):
        row, end, furthest = rows[start], start, 0.0
        while end < len(rows) and rows[end] == row:
            told.unusual[row, ways[end]] = max(told.odd[row] - odd[end], 0.0)
            if share[row, columns[row, ways[end]]] >= 0.0:
                furthest = max(furthest, told.raw[row] - raw[end])
            end += 1
        told.open[row] = False
        for at in range(start, end):
            lowers = told.raw[row] - raw[at]
            speaks = share[row, columns[row, ways[at]]] >= 0.0
            if speaks and lowers > BARELY and lowers >= furthest - ALIKE:
                told.first[row, step], told.gone[row, ways[at]], told.open[row] = columns[row, ways[at]], True, True
                told.raw[row], told.odd[row] = raw[at], odd[at]
                break
        start = end


@compiled
def _added(ruled: Floats, columns: Columns, unusual: Floats) -> Floats:
    """What the rules give each feature, and what the candidates add in unusualness."""
    out = ruled.copy()
    for row in range(columns.shape[0]):
        for place in range(columns.shape[1]):
            out[row, columns[row, place]] += unusual[row, place]
    return out
