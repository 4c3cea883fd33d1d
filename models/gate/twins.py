"""Innocent twins: made-up subjects with an ordinary life and one thing that looks like fraud and is not.

Each stands in every peer group that the model knows (at most ``MOST``): everything as is usual there, but for what
makes the twin; what most people have no value for (days paid after a death) it has none for either. A model whose
review line lies below an innocent life is not let through.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.bands import NONE, PRIORITY
from models.kind import KindModel
from models.matrix import Matrix, Texts
from models.model import Model
from models.peers.table import BETWEEN

BOOK = Path(__file__).with_name("twins.toml")
MOST = 300


@dataclass(frozen=True, slots=True)
class Twin:
    """An innocent life by its feature values; ``text_en`` and ``text_id`` tell it."""

    name: str
    kind: SubjectKind
    values: Mapping[str, float]
    text_en: str
    text_id: str


@dataclass(frozen=True, slots=True)
class TwinResult:
    """In how many peer groups the twin was tried, flagged, and put first."""

    twin: Twin
    tried: int
    flagged: int
    priority: int

    @property
    def share(self) -> float:
        """Share of peer groups in which the twin is above band none."""
        return self.flagged / max(self.tried, 1)


def shipped_twins() -> tuple[Twin, ...]:
    """The fixed set that comes with the project."""
    entries = tomllib.loads(BOOK.read_text(encoding="utf-8"))["twin"]
    return tuple(
        Twin(
            one["name"],
            SubjectKind(one["kind"]),
            {name: float(value) for name, value in one["values"].items()},
            one["text_en"],
            one["text_id"],
        )
        for one in entries
    )


def try_twins(model: Model, twins: tuple[Twin, ...]) -> list[TwinResult]:
    """Every twin of whose features the model knows any."""
    able = [one for one in twins if one.kind in model.kinds and set(one.values) & set(model.part(one.kind).names)]
    return [_tried(model, one) for one in able]


def _tried(model: Model, twin: Twin) -> TwinResult:
    rows = _rows(model.part(twin.kind), _rare(model, twin.kind), twin)
    band = model.assess(rows).band
    return TwinResult(twin, len(band), int((band != NONE).sum()), int((band == PRIORITY).sum()))


def _rare(model: Model, kind: SubjectKind) -> NDArray[np.bool_]:
    """The features that fewer than half of the subjects of training had a value for."""
    seen = None if model.profile is None else model.profile.kinds.get(kind)
    if seen is None:
        return np.zeros(len(model.part(kind).names), dtype=np.bool_)
    return np.asarray(seen.counts[:, -1] > seen.counts.sum(axis=1) / 2, dtype=np.bool_)


def _rows(part: KindModel, rare: NDArray[np.bool_], twin: Twin) -> Matrix:
    """The twin's row in every narrowest peer group; everywhere where the model has none."""
    narrow = sorted(name for name in part.peers.groups if name.startswith(f"d{BETWEEN}")) or ["all"]
    chosen = [narrow[place] for place in np.unique(np.linspace(0, len(narrow) - 1, min(len(narrow), MOST)).astype(int))]
    values = part.peers.usual(np.array([part.peers.groups[name] for name in chosen], dtype=np.intp))
    values[:, rare] = np.nan
    for name, value in twin.values.items():
        if name in part.names:
            values[:, part.names.index(name)] = value
    places = [name.split(BETWEEN) if BETWEEN in name else ["", "", ""] for name in chosen]
    return Matrix(
        twin.kind,
        part.names,
        np.array([f"twin-{place:04d}" for place in range(len(chosen))], dtype=object),
        values,
        _texts([place[1] for place in places]),
        _texts([""] * len(chosen)),
        _texts([place[2] for place in places]),
        np.zeros(len(chosen), dtype=np.int64),
    )


def _texts(values: list[str]) -> Texts:
    return np.array([value or None for value in values], dtype=object)
