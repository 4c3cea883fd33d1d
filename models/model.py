"""The model as a whole: one part per kind of subject, the rules, the lines, and the version that names them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

from features.catalogue import Feature
from features.errors import SaksamaError
from features.identities import LinkageModel
from features.subjects import SubjectKind
from models.assessment import Assessment, joined
from models.bands import Lines
from models.chunks import in_chunks
from models.judgement import Judgement
from models.kind import Evidence, KindModel
from models.matrix import Matrix, Place
from models.outcomes import Key, Learnt, Past, learn
from models.reasons import Money
from models.reasons.counterfactual import Counterfactual, Scale, counterfactuals
from models.rows import Subjects
from models.rules import Program, RuleBook
from models.rules.snooze import Snooze
from models.storage import Parts, fingerprint, read, write
from models.watch.profile import Profile


@dataclass(frozen=True)
class Model:
    """A fitted model.

    ``notes`` say in plain words what it could not learn; ``profile`` counts what training saw; ``outcomes`` is what
    labels taught it; ``linkage`` is how one person is known under several entries, None for the frozen way.
    """

    kinds: Mapping[SubjectKind, KindModel]
    rules: RuleBook
    lines: Lines
    seed: int
    notes: tuple[str, ...] = ()
    profile: Profile | None = None
    outcomes: Mapping[SubjectKind, Learnt] = field(default_factory=dict)
    linkage: LinkageModel | None = None
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

    def taught(self, matrix: Matrix, history: Mapping[Key, Past]) -> "Model":
        """The same model after learning from what was found of these subjects."""
        kind = matrix.kind
        if not any(one is kind for one, _ in history):
            return self
        part, program = self.part(kind), self.program(kind)
        found = in_chunks(lambda rows: part.evidence(part.see(matrix.taken(rows)), program), len(matrix))
        learnt, notes = learn(program, matrix, Evidence.joined(found), history)
        others = {one: layer for one, layer in self.outcomes.items() if one is not kind}
        return replace(
            self, outcomes=others if learnt is None else {**others, kind: learnt}, notes=(*self.notes, *notes)
        )

    def with_rules(self, rules: RuleBook) -> "Model":
        """The same model under another book; its reference stays that of the old one."""
        return replace(self, rules=rules, _programs={})

    def without_rules(self) -> "Model":
        """What the detectors say alone."""
        return replace(self, rules=self.rules.without_rules(), outcomes={}, _programs={})

    def resting(self, snoozes: tuple[Snooze, ...]) -> "Model":
        """The same model, of the same version, while some of its rules rest."""
        return replace(self, rules=self.rules.resting(snoozes), _programs={})

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
        return self.assess(Matrix.of_one(kind, row, place, self.part(kind).names), on=on)

    def assess(self, subjects: Subjects, *, on: date | None = None, money: Money | None = None) -> Assessment:
        """Scores with reasons of all subjects of one kind, in order of id.

        ``on`` is the day whose rules apply (the run's as_of); None applies all.
        """
        judgement = self._judgement(subjects.kind, on, money)
        found = joined(in_chunks(lambda rows: judgement.assess(subjects.lying(rows)), len(subjects)))
        return found if subjects.order is None else found.taken(subjects.order)

    def explain(
        self,
        subjects: Subjects,
        assessment: Assessment,
        subject_ids: Sequence[str],
        *,
        on: date | None = None,
        money: Money | None = None,
    ) -> Assessment:
        """The assessment with reasons for these subjects too, such as a random control sample below every line."""
        wanted = frozenset(subject_ids)
        rows = np.array([row for row, one in enumerate(subjects.subject_ids) if one in wanted], dtype=np.intp)
        built = self._judgement(subjects.kind, on, money).reasons(subjects.taken(rows))
        reasons = list(assessment.reasons)
        for row, reason in zip(rows, built, strict=True):
            reasons[row] = reason
        return replace(assessment, reasons=reasons)

    def counterfactuals(
        self, matrix: Matrix, *, on: date | None = None, money: Money | None = None
    ) -> list[Counterfactual]:
        """What would have to be different for each of these subjects, all above band none, to be in band none."""
        scale = Scale(self.part(matrix.kind), self.program(matrix.kind, on), self.lines, money or Money())
        return counterfactuals(scale, matrix)

    def save(self, folder: Path) -> None:
        """Write the model as plain files: manifest.json and arrays.npz."""
        write(self._parts(), folder)

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """The model in a folder; SaksamaError where there is none that can be read."""
        parts = read(folder)
        return cls(
            parts.kinds,
            parts.rules,
            parts.lines,
            parts.seed,
            parts.notes,
            parts.profile,
            parts.outcomes,
            parts.linkage,
        )

    def _judgement(self, kind: SubjectKind, on: date | None, money: Money | None) -> Judgement:
        return Judgement(self.part(kind), self.program(kind, on), self.lines, money or Money(), self.outcomes.get(kind))

    def _parts(self) -> Parts:
        return Parts(
            self.kinds, self.rules, self.lines, self.seed, self.notes, self.profile, self.outcomes, self.linkage
        )
