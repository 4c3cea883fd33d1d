"""The model of one kind of subject: peers, detectors, rules and the reference that turns evidence into a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from features.catalogue import Feature
from features.subjects import SubjectKind
from models.chunks import in_chunks
from models.ensemble import Committee
from models.matrix import Floats, Matrix
from models.oddity import facts, oddity
from models.peers import PeerTable
from models.rarity import Rarity
from models.reference import Reference
from models.rules import Program
from models.sources import one_source

DECIMALS = 6
VOICE = 0.1
"""What one nat of the detectors' surprise adds to the order of subjects: even at its loudest (about 9) less than one
sure sign, yet enough to order those of whom no rule speaks."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """Subjects as a model sees them: values and deviations (subjects, features), and each one's peer group."""

    values: Floats
    deviations: Floats
    group: NDArray[np.intp]

    def taken(self, rows: NDArray[np.intp] | Flags) -> "Seen":
        """Some of the subjects."""
        return Seen(self.values[rows], self.deviations[rows], self.group[rows])

    def without(self, away: Flags) -> "Seen":
        """The same, had the marked cells not been known; ``away`` is one row for all or one per subject."""
        return Seen(np.where(away, np.nan, self.values), np.where(away, 0.0, self.deviations), self.group)


@dataclass(frozen=True)
class Evidence:
    """What speaks for looking, in nats: by typology, by sheer unusualness, and the detectors' surprise."""

    nats: Floats
    odd: Floats
    surprise: Floats

    def taken(self, rows: NDArray[np.intp]) -> "Evidence":
        """That of some of the subjects."""
        return Evidence(self.nats[rows], self.odd[rows], self.surprise[rows])

    @classmethod
    def joined(cls, parts: Sequence["Evidence"]) -> "Evidence":
        """That of several slices of subjects, as one."""
        columns = ("nats", "odd", "surprise")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))

    @property
    def total(self) -> Floats:
        """Absolute evidence in nats."""
        total: Floats = self.nats.sum(axis=1) + self.odd
        return total

    @property
    def share(self) -> Floats:
        """Absolute evidence in [0, 1), which decides the band."""
        return np.asarray(-np.expm1(-self.total), dtype=np.float64)

    @property
    def raw(self) -> Floats:
        """What orders the subjects."""
        return self.total + VOICE * self.surprise

    @property
    def unusualness(self) -> Floats:
        """What of ``raw`` no rule gives."""
        return self.odd + VOICE * self.surprise


@dataclass(frozen=True)
class KindModel:
    """Everything learnt about one kind. ``features`` are aligned with ``names``; ``fact`` as in models/oddity."""

    kind: SubjectKind
    features: tuple[Feature, ...]
    peers: PeerTable
    committee: Committee
    rarity: Rarity
    fact: NDArray[np.int64]
    reference: Reference
    rows: int

    @classmethod
    def fit(cls, matrix: Matrix, features: Sequence[Feature], program: Program, seed: int) -> "KindModel":
        """Learn from these subjects. The reference is their own evidence under the rules of ``program``."""
        peers = PeerTable.fit(matrix, features)
        deviations = peers.deviations(matrix, peers.group_of(matrix))
        bare = cls(
            matrix.kind,
            tuple(features),
            peers,
            Committee.fit(deviations, seed),
            Rarity.fit(deviations, peers.side, one_source(features)),
            facts(deviations),
            Reference.fit(np.zeros(0)),
            len(matrix),
        )
        return bare.referred(matrix, program)

    def referred(self, matrix: Matrix, program: Program) -> "KindModel":
        """The same model with its reference taken from these subjects."""
        raw = in_chunks(lambda rows: self.evidence(self.see(matrix.taken(rows)), program).raw, len(matrix))
        return replace(self, reference=Reference.fit(np.concatenate(raw)))

    def published(self, raw: Floats) -> Floats:
        """The score of raw evidence: its quantile in the reference, 6 decimals."""
        return np.round(self.reference.quantile(raw), DECIMALS)

    @property
    def names(self) -> tuple[str, ...]:
        """The features in column order."""
        return self.peers.names

    @cached_property
    def linked(self) -> Flags:
        """Which features rest on other subjects."""
        return np.array([feature.linked for feature in self.features], dtype=np.bool_)

    @cached_property
    def _everything(self) -> Flags:
        return np.ones(len(self.names), dtype=np.bool_)

    def see(self, matrix: Matrix) -> Seen:
        """The subjects under the model's columns, beside their peers."""
        placed = replace(matrix, names=self.names, values=matrix.aligned(self.names))
        group = self.peers.group_of(placed)
        return Seen(placed.values, self.peers.deviations(placed, group), group)

    def evidence(self, seen: Seen, program: Program) -> Evidence:
        """All that speaks for looking at these subjects."""
        return Evidence(
            program.nats(seen.values, seen.deviations, self._everything),
            oddity(seen.deviations, self.fact, self._everything),
            self.committee.surprise(seen.deviations),
        )

    def unnamed(self, seen: Seen, found: Evidence) -> Floats:
        """How far these subjects stand out to whoever knows no rule, in nats, the same for every kind."""
        return self.rarity.of(seen.deviations) + found.surprise

    def own_evidence(self, seen: Seen, program: Program) -> Floats:
        """Absolute evidence in [0, 1) from what does not rest on other subjects."""
        own = ~self.linked
        nats = program.nats(seen.values, seen.deviations, own).sum(axis=1)
        return np.asarray(-np.expm1(-(nats + oddity(seen.deviations, self.fact, own))), dtype=np.float64)


def features_of(names: Sequence[str], kind: SubjectKind, catalogue: Mapping[str, Feature]) -> tuple[Feature, ...]:
    """The catalogue entries of these columns; KeyError where one is not catalogued."""
    return tuple(catalogue[f"{kind.value}.{name}" if f"{kind.value}.{name}" in catalogue else name] for name in names)
