"""The model as a whole: one part per kind of subject, the rules, the lines, and the version that names them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from features.catalogue import Feature
from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.bands import NONE, Lines
from models.kind import Evidence, KindModel, Seen
from models.matrix import Floats, Matrix, Place
from models.reasons import Cases, Money, Raised, build_reasons, shares
from models.roles import roles
from models.rules import Program, RuleBook
from models.storage import Parts, fingerprint, read, write
from models.watch.profile import Profile

T = TypeVar("T")


@dataclass(frozen=True)
class Model:
    """A fitted model. ``notes`` say in plain words what it could not learn; ``profile`` counts what training saw."""

    kinds: Mapping[SubjectKind, KindModel]
    rules: RuleBook
    lines: Lines
    seed: int
    notes: tuple[str, ...] = ()
    profile: Profile | None = None
    _programs: dict[tuple[SubjectKind, date | None], Program] = field(default_factory=dict, compare=False, repr=False)

    @property
    def catalogue(self) -> Mapping[str, Feature]:
        """The features that the model knows, by name."""
        return {feature.name: feature for part in self.kinds.values() for feature in part.features}

    @property
    def version(self) -> str:
        """A hash of everything that the model holds."""
        return fingerprint(self._parts())

    def with_kind(self, part: KindModel, notes: tuple[str, ...] = ()) -> "Model":
        """The same model with one kind added or replaced."""
        return replace(self, kinds={**self.kinds, part.kind: part}, notes=(*self.notes, *notes), _programs={})

    def without_rules(self) -> "Model":
        """What the detectors say alone."""
        return replace(self, rules=self.rules.without_rules(), _programs={})

    def program(self, kind: SubjectKind, day: date | None = None) -> Program:
        """The rules of a kind that are valid on a day."""
        if (kind, day) not in self._programs:
            names = self.part(kind).names
            self._programs[kind, day] = Program.compile(self.rules.on(kind, names, day), names)
        return self._programs[kind, day]

    def part(self, kind: SubjectKind) -> KindModel:
        """The part for a kind; SaksamaError where the model has none."""
        if kind not in self.kinds:
            raise SaksamaError(f"The model has never seen a {kind.value}: train it on a drop that has some.")
        return self.kinds[kind]

    def assess_one(
        self, kind: SubjectKind, row: Mapping[str, float | None], place: Place, *, on: date | None = None
    ) -> Assessment:
        """The same for one subject by its feature values; an assessment of length one, equal to its row in a batch."""
        return self.assess(Matrix.of_one(kind, row, place), on=on)

    def assess(self, matrix: Matrix, *, on: date | None = None, money: Money | None = None) -> Assessment:
        """Scores with reasons of all subjects of a matrix, in order of id.

        ``on`` is the day whose rules apply (the run's as_of); None applies all.
        """
        part, program = self.part(matrix.kind), self.program(matrix.kind, on)
        found, own = part.screen(matrix, program)
        band = self.lines.bands(found.share, own)
        score = part.published(found.raw)
        flagged = np.flatnonzero(band != NONE)
        cases = _cases(part, program, part.see(matrix.taken(flagged)), found.taken(flagged))
        return Assessment(
            kind=matrix.kind,
            subject_ids=matrix.subject_ids,
            raw=found.raw,
            score=score,
            score_alone=_spread(cases.alone, flagged, len(matrix)),
            evidence=found.share,
            evidence_alone=own,
            band=band,
            role=roles(cases.raised, flagged, len(matrix)),
            typologies=_listed(
                [tuple(one.typology for one in raised) for raised in cases.raised], flagged, len(matrix)
            ),
            typology_nats=_listed([tuple(one.nats for one in raised) for raised in cases.raised], flagged, len(matrix)),
            reasons=_listed(build_reasons(part, cases, money or Money()), flagged, len(matrix)),
            amount_at_risk=matrix.amount_at_risk,
        )

    def explain(
        self,
        matrix: Matrix,
        assessment: Assessment,
        subject_ids: Sequence[str],
        *,
        on: date | None = None,
        money: Money | None = None,
    ) -> Assessment:
        """The assessment with reasons for these subjects too, such as a random control sample below every line."""
        part, program = self.part(matrix.kind), self.program(matrix.kind, on)
        rows = np.flatnonzero(np.isin(matrix.subject_ids.astype(str), list(subject_ids)))
        near = part.see(matrix.taken(rows))
        built = build_reasons(part, _cases(part, program, near, part.evidence(near, program)), money or Money())
        reasons = list(assessment.reasons)
        for row, reason in zip(rows, built, strict=True):
            reasons[row] = reason
        return replace(assessment, reasons=reasons)

    def save(self, folder: Path) -> None:
        """Write the model as plain files: manifest.json and arrays.npz."""
        write(self._parts(), folder)

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """The model in a folder; SaksamaError where there is none that can be read."""
        parts = read(folder)
        return cls(parts.kinds, parts.rules, parts.lines, parts.seed, parts.notes, parts.profile)

    def _parts(self) -> Parts:
        return Parts(self.kinds, self.rules, self.lines, self.seed, self.notes, self.profile)


def _cases(part: KindModel, program: Program, near: Seen, found: Evidence) -> Cases:
    """What is worked out only for subjects that are to be explained."""
    alone = part.published(part.evidence(near.without(part.linked), program).raw)
    raised = [_raised(program, near.values[row], near.deviations[row], nats) for row, nats in enumerate(found.nats)]
    return Cases(near, shares(part, program, near, found.nats), raised, part.published(found.raw), alone)


def _raised(program: Program, values: Floats, deviations: Floats, nats: Floats) -> list[Raised]:
    """The typologies that speak for one subject, the heaviest first."""
    found = []
    for typology in np.flatnonzero(nats > 0):
        rule, innocents = program.raised(values, deviations, int(typology))
        if rule is not None:
            found.append(Raised(program.typologies[typology], rule, innocents, float(nats[typology])))
    return sorted(found, key=lambda one: -one.nats)


def _spread(values: Floats, rows: NDArray[np.intp], size: int) -> Floats:
    out = np.full(size, np.nan)
    out[rows] = values
    return out


def _listed(values: Sequence[tuple[T, ...]], rows: NDArray[np.intp], size: int) -> list[tuple[T, ...]]:
    out: list[tuple[T, ...]] = [()] * size
    for row, value in zip(rows, values, strict=True):
        out[row] = value
    return out
