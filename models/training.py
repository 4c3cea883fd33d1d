"""Training: what is usual, who stands apart, the frozen reference of scores, and what outcomes teach."""

from collections.abc import Mapping

import pyarrow as pa

from features.catalogue import Feature
from features.subjects import SubjectKind
from models.bands import Lines
from models.kind import KindModel, features_of
from models.matrix import Matrix
from models.model import Model
from models.outcomes import latest
from models.rules import Program, RuleBook, shipped_rules

FEW = 100  # below this a percentile of the reference is a handful of subjects


def fit(
    matrices: Mapping[SubjectKind, Matrix],
    catalogue: Mapping[str, Feature],
    *,
    seed: int,
    rules: RuleBook | None = None,
    outcomes: pa.Table | None = None,
    decided: Mapping[SubjectKind, Matrix] | None = None,
) -> Model:
    """A model of every kind given, from the same rows that become its reference.

    ``outcomes`` (models/outcomes) are those known when the features were; ``decided`` holds the same subjects with the
    labelled ones as they were when their cases were decided, where that is known.
    """
    model = Model({}, shipped_rules() if rules is None else rules, Lines(), seed)
    for kind in sorted(matrices):
        model = fit_kind(model, matrices[kind], catalogue, outcomes, (decided or {}).get(kind))
    return model


def fit_kind(
    model: Model,
    matrix: Matrix,
    catalogue: Mapping[str, Feature],
    outcomes: pa.Table | None = None,
    decided: Matrix | None = None,
) -> Model:
    """The same model with one kind learnt from these subjects, and from what was found of them."""
    features = features_of(matrix.names, matrix.kind, catalogue)
    program = Program.compile(model.rules.on(matrix.kind, matrix.names), matrix.names)
    fitted = model.with_kind(KindModel.fit(matrix, features, program, model.seed), _notes(matrix))
    return fitted if outcomes is None else fitted.taught(matrix if decided is None else decided, latest(outcomes))


def _notes(matrix: Matrix) -> tuple[str, ...]:
    if len(matrix) >= FEW:
        return ()
    known = "what is usual among peers is hardly known, and a score says little beyond the rules"
    return (f"{matrix.kind.value}: learnt from {len(matrix)} only; {known}.",)
