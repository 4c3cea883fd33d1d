"""What training saw, as counts: every feature's histogram, the scores', the districts', and who sent what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.assessment import Assessment
from models.bands import NONE
from models.matrix import Floats, Texts
from models.rows import Subjects
from models.watch.arrivals import Arrival

QUANTILES = np.linspace(0.1, 0.9, 9)
UPPER = np.array([0.25, 0.5, 0.75])
EDGES = len(QUANTILES) + len(UPPER)
SCORES = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99])
MOST_ROWS = 50_000  # a histogram of so many is known to a fiftieth of what counts as drift

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class KindProfile:
    """Counts for one kind.

    ``edges`` (features, EDGES) ends in NaN where fewer are needed; a value falls into the first bin whose edge it does
    not exceed. ``counts`` (features, EDGES + 2) holds those bins and, last, the unknown. ``scores`` counts between
    ``SCORES``. ``subjects`` and ``flagged`` are by district.
    """

    names: tuple[str, ...]
    edges: Floats
    counts: Counts
    scores: Counts
    districts: tuple[str, ...]
    subjects: Counts
    flagged: Counts


@dataclass(frozen=True)
class Profile:
    """All kinds, and what arrived; ``as_of`` is ISO 8601, the last moment of which anything was known."""

    as_of: str
    arrivals: tuple[Arrival, ...] = ()
    kinds: Mapping[SubjectKind, KindProfile] = field(default_factory=dict)


def profile_kind(subjects: Subjects, assessment: Assessment, like: KindProfile | None = None) -> KindProfile:
    """The profile of these subjects; with ``like``, under that one's features and edges so that both compare."""
    names = subjects.names if like is None else like.names
    sample = subjects.taken(_evenly(len(subjects))).aligned(names)
    edges = _edges(sample) if like is None else like.edges
    districts, seen, flagged = _districts(subjects.district, assessment.band != NONE)
    scores = np.bincount(np.searchsorted(SCORES, assessment.score, side="right"), minlength=len(SCORES) + 1)
    return KindProfile(names, edges, _counts(sample, edges), scores.astype(np.int64), districts, seen, flagged)


def _evenly(rows: int) -> NDArray[np.intp]:
    return np.unique(np.round(np.linspace(0, rows - 1, min(rows, MOST_ROWS))).astype(np.intp)) if rows else np.arange(0)


def _edges(values: Floats) -> Floats:
    out = np.full((values.shape[1], EDGES), np.nan)
    for column in range(values.shape[1]):
        known = values[~np.isnan(values[:, column]), column]
        if len(known):
            own = _edges_of(known)
            out[column, : len(own)] = own
    return out


def _edges_of(known: Floats) -> Floats:
    """Deciles, and quartiles of what lies above the median: most facts are zero for most people."""
    above = known[known > np.median(known)]
    upper = np.quantile(above, UPPER, method="lower") if len(above) else above
    return np.unique(np.concatenate([np.quantile(known, QUANTILES, method="lower"), upper]))


def _counts(values: Floats, edges: Floats) -> Counts:
    out = np.zeros((values.shape[1], EDGES + 2), dtype=np.int64)
    for column in range(values.shape[1]):
        own, unknown = values[:, column], np.isnan(values[:, column])
        limits = edges[column][~np.isnan(edges[column])]
        out[column, :-1] = np.bincount(np.searchsorted(limits, own[~unknown]), minlength=EDGES + 1)
        out[column, -1] = int(unknown.sum())
    return out


def _districts(district: Texts, flagged: NDArray[np.bool_]) -> tuple[tuple[str, ...], Counts, Counts]:
    coded = pa.array(district, pa.string(), from_pandas=True).fill_null("").dictionary_encode()
    given = np.array(coded.dictionary.to_pylist(), dtype=str)
    names, number = np.unique(given, return_inverse=True)
    place = number[coded.indices.to_numpy()]
    subjects, marked = np.bincount(place, minlength=len(names)), np.bincount(place[flagged], minlength=len(names))
    return tuple(str(name) for name in names), subjects.astype(np.int64), marked.astype(np.int64)
