"""What is usual among peers: a frozen table of centres and spreads, so that one row is judged as in a batch.

Peers share district and channel. A group in which fewer than ``ENOUGH`` know a feature takes that feature's figures
from the same channel in the regency, then from the channel everywhere, then from all.

A deviation is counted in robust spreads from the peers' median, on the logarithm for what grows without bound
(counts, money, time, distance), plainly for shares. The spread is the widest of three estimates that agree for a
normal distribution (from the middle half, the middle nine tenths and the median distance), never less than a floor
by unit: where all peers are equal, the smallest step is not yet a marvel. A value that is not known deviates by
nothing. On the side that costs nobody anything a deviation ends at one spread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from features.catalogue import Feature, Tail, Unit
from models.matrix import Floats, Matrix, Texts
from models.peers.deviate import deviations_from, on_scale

ENOUGH = 30  # below this the 5th and 95th percentile are the extremes themselves
PLAIN = frozenset({Unit.SHARE, Unit.YES_NO, Unit.CONFIDENCE, Unit.NUMBER, Unit.ODDS})
FLOORS = {Unit.SHARE: 0.05, Unit.YES_NO: 0.25, Unit.CONFIDENCE: 0.1}
NO_STEP = frozenset({Unit.NUMBER, Unit.ODDS})  # such numbers state no smallest step of their own
FLOOR_OF_NUMBERS = 0.1  # of the standard deviation among all
FLOOR_ON_LOGARITHM = 0.2  # a fifth more or less
SIDES = {Tail.HIGH: 1, Tail.LOW: -1, Tail.BOTH: 0}
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BETWEEN = "\x1f"
EVERYONE = "all"

Groups = NDArray[np.intp]


@dataclass(frozen=True)
class PeerTable:
    """Medians and spreads, one row per peer group and one column per feature; the last row is everyone."""

    names: tuple[str, ...]
    logarithm: NDArray[np.bool_]
    side: NDArray[np.int8]
    groups: Mapping[str, int]
    centre: Floats
    spread: Floats

    @classmethod
    def fit(cls, matrix: Matrix, features: Sequence[Feature]) -> "PeerTable":
        """The table of these subjects; ``features`` are aligned with the matrix's columns."""
        logarithm = np.array([feature.unit not in PLAIN for feature in features], dtype=np.bool_)
        floors = _floors(matrix.values, features)
        levels = _levels(matrix)
        groups: dict[str, int] = {}
        centre, spread = _figures(on_scale(np.ascontiguousarray(matrix.values), logarithm), levels, groups, floors)
        absolute = np.array([not feature.relative for feature in features], dtype=np.bool_)
        centre[:, absolute] = centre[-1, absolute]
        spread[:, absolute] = spread[-1, absolute]
        side = np.array([SIDES[feature.tail] for feature in features], dtype=np.int8)
        return cls(matrix.names, logarithm, side, groups, centre, spread)

    def group_of(self, matrix: Matrix) -> Groups:
        """Each subject's row of the table: its narrowest group that was there at training."""
        found: dict[tuple[object, ...], int] = {}
        return np.fromiter(
            (
                found[place] if place in found else found.setdefault(place, self._group(*place))
                for place in zip(matrix.district, matrix.regency, matrix.channel, strict=True)
            ),
            dtype=np.intp,
            count=len(matrix),
        )

    def _group(self, district: object, regency: object, channel: object) -> int:
        known = (self.groups[key] for key in _keys(district, regency, channel) if key in self.groups)
        return next(known, len(self.centre) - 1)

    def deviations(self, matrix: Matrix, group: Groups) -> Floats:
        """Deviation of every value from its peers in spreads, positive on the high side, 0 where unknown."""
        values = np.ascontiguousarray(matrix.values)
        return deviations_from(values, group, self.logarithm, self.side, (self.centre, self.spread))

    def usual(self, group: Groups) -> Floats:
        """The peers' median of every feature in its own unit, NaN where nobody knows; one row per group asked for."""
        usual = self.centre[group]
        part = usual[:, self.logarithm]
        usual[:, self.logarithm] = np.sign(part) * np.expm1(np.abs(part))
        return usual


def _floors(values: Floats, features: Sequence[Feature]) -> Floats:
    floors = np.array([FLOORS.get(feature.unit, FLOOR_ON_LOGARITHM) for feature in features])
    for column, feature in enumerate(features):
        if feature.unit in NO_STEP:
            seen = values[~np.isnan(values[:, column]), column]
            spread = float(np.std(seen)) if len(seen) else 0.0
            floors[column] = FLOOR_OF_NUMBERS * spread if spread > 0 else 1.0
    return floors


def _keys(district: object, regency: object, channel: object) -> tuple[str, str, str]:
    """Group names from the narrowest level up; an unknown part is a group of its own."""
    district, regency, channel = (part if isinstance(part, str) else "" for part in (district, regency, channel))
    return f"d{BETWEEN}{district}{BETWEEN}{channel}", f"r{BETWEEN}{regency}{BETWEEN}{channel}", f"c{BETWEEN}{channel}"


def _levels(matrix: Matrix) -> list[dict[str, Groups]]:
    """Members of each group, level by level; everyone is there even where nobody is."""
    places = zip(matrix.district, matrix.regency, matrix.channel, strict=True)
    names = np.array([_keys(*place) for place in places], dtype=object).reshape(len(matrix), 3)
    return [*(_members(level) for level in names.T), {EVERYONE: np.arange(len(matrix))}]


def _members(keys: Texts) -> dict[str, Groups]:
    names, inverse = np.unique(keys.astype(str), return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    bounds = np.searchsorted(inverse[order], np.arange(len(names) + 1))
    return {str(name): order[bounds[i] : bounds[i + 1]] for i, name in enumerate(names)}


def _figures(
    scaled: Floats, levels: Sequence[Mapping[str, Groups]], groups: dict[str, int], floors: Floats
) -> tuple[Floats, Floats]:
    """Centres and spreads of all groups, the widest level first so that a narrow one can lean on it."""
    centres: dict[str, Floats] = {}
    spreads: dict[str, Floats] = {}
    parent = _parents(levels)
    for level in reversed(levels):
        for name, members in level.items():
            centres[name], spreads[name] = _group(scaled[members], floors, centres, spreads, parent.get(name))
    ordered = [name for level in levels for name in level]
    groups.update({name: position for position, name in enumerate(ordered)})
    return np.array([centres[name] for name in ordered]), np.array([spreads[name] for name in ordered])


def _parents(levels: Sequence[Mapping[str, Groups]]) -> dict[str, str]:
    """The next wider group of each group: that of its first member."""
    parents: dict[str, str] = {}
    for narrow, wide in pairwise(levels):
        home = {int(row): name for name, members in wide.items() for row in members}
        parents.update({name: home[int(members[0])] for name, members in narrow.items()})
    return parents


def _group(
    rows: Floats, floors: Floats, centres: Mapping[str, Floats], spreads: Mapping[str, Floats], parent: str | None
) -> tuple[Floats, Floats]:
    observed = np.sum(~np.isnan(rows), axis=0)
    centre, spread = _robust(rows, observed, floors)
    if parent is None:
        return centre, spread
    lean = observed < ENOUGH
    return np.where(lean, centres[parent], centre), np.where(lean, spreads[parent], spread)


def _robust(rows: Floats, observed: NDArray[np.intp], floors: Floats) -> tuple[Floats, Floats]:
    ordered = np.sort(rows, axis=0)  # gaps go last
    low, first, middle, third, high = (_quantile(ordered, observed, q) for q in QUANTILES)
    distance = np.sort(np.abs(rows - middle), axis=0)
    widths = np.stack(
        [1.4826 * _quantile(distance, observed, 0.5), (third - first) / 1.349, (high - low) / 3.29, floors]
    )
    return middle, np.where(observed > 0, np.nanmax(widths, axis=0), floors)


def _quantile(ordered: Floats, observed: NDArray[np.intp], q: float) -> Floats:
    """The q-quantile of each sorted column's first ``observed`` values, linear between two; NaN of none."""
    if not len(ordered):
        return np.full(ordered.shape[1], np.nan)
    place = q * np.maximum(observed - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(observed - 1, 0))
    column = np.arange(ordered.shape[1])
    return ordered[below, column] + (place - below) * (ordered[above, column] - ordered[below, column])
