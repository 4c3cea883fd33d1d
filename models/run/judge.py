"""What a model says of a prepared drop: subjects first, then the rings they form, then the queue."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

import pyarrow as pa

from features.subjects import SubjectKind
from graph import homes, member_table
from models.assessment import Assessment
from models.bands import NONE
from models.matrix import Matrix
from models.model import Model
from models.outcomes import latest, read_outcomes, remembered
from models.queue import Queue, arrange
from models.reasons import Money
from models.reasons.counterfactual import Counterfactual
from models.rings import ring_anomalous_share
from models.rows import Subjects
from models.rules import RuleBook
from models.run.prepare import Prepared
from models.training import fit, fit_kind
from models.unnamed import Case, unnamed_cases
from models.watch import Drift, Profile, arrivals, drifts, profile_kind

ODD_SHARE = "ring_anomalous_share"
SAME_DAY = "Outcomes are learnt beside the features of this day, not of the day of each decision."


@dataclass(frozen=True)
class Judged:
    """Assessments per kind, the queue made of them, the members of rings, and what has drifted since training.

    ``counterfactuals`` say what would have to be different for those whom the model selected, ``unnamed`` are the first
    cases that neither a rule nor the queue covers.
    """

    assessments: Mapping[SubjectKind, Assessment]
    queue: Queue
    members: pa.Table
    drifts: tuple[Drift, ...] = ()
    counterfactuals: Mapping[SubjectKind, list[Counterfactual]] = field(default_factory=dict)
    unnamed: tuple[Case, ...] = ()


def fit_on(
    drop: Prepared,
    *,
    seed: int,
    rules: RuleBook | None = None,
    decided: Mapping[SubjectKind, Matrix] | None = None,
) -> Model:
    """A model fitted on this drop: subjects first, since a ring's features count its members' own oddities.

    ``decided``: the labelled subjects as they were when their cases were decided; without it they are as they are.
    """
    matrices = {kind: drop.matrix(kind) for kind in drop.singles}
    outcomes = read_outcomes(drop.tables)
    model = fit(matrices, drop.catalogue, seed=seed, rules=rules, outcomes=outcomes, decided=decided)
    singles = [model.assess(matrix, on=drop.tables.as_of.date()) for matrix in matrices.values()]
    rings = ring_matrix(drop, singles)
    if len(rings):
        model = fit_kind(model, rings, drop.catalogue, outcomes)
        matrices[SubjectKind.RING] = rings
        singles.append(model.assess(rings, on=drop.tables.as_of.date()))
    notes = (*model.notes, SAME_DAY) if model.outcomes and decided is None else model.notes
    return replace(model, profile=profile_of(drop, matrices, singles), notes=notes)


def profile_of(
    drop: Prepared, subjects: Mapping[SubjectKind, Subjects], assessments: list[Assessment], like: Profile | None = None
) -> Profile:
    """What is seen of this drop, counted; under the edges of ``like`` where given, for the kinds that it has."""
    judged = {one.kind: one for one in assessments if like is None or one.kind in like.kinds}
    edges = {} if like is None else like.kinds
    kinds = {kind: profile_kind(subjects[kind], one, edges.get(kind)) for kind, one in judged.items()}
    return Profile(drop.tables.as_of.isoformat(), arrivals(drop.tables), kinds)


def judge(drop: Prepared, model: Model, *, capacity: int, seed: int) -> Judged:
    """The assessments of every subject and ring of the drop, and who comes first.

    What the engine is asked for, and what has drifted, is found beside the rest, which needs no engine.
    """
    on = drop.tables.as_of.date()
    money = Money(drop.tables.currency, drop.tables.minor_units)
    history = latest(read_outcomes(drop.tables))
    with ThreadPoolExecutor(1) as beside:
        home = beside.submit(homes, drop.tables)
        subjects, assessments = _assessed(drop, model, on, money)
        drifted = beside.submit(_drifts, drop, model, subjects, list(assessments.values()))
        members = member_table(drop.rings)
        known = [remembered(one, history, drop.tables.as_of) for one in assessments.values()]
        queue = arrange(known, capacity=capacity, seed=seed, members=members)
        unnamed = _unnamed(list(assessments.values()), queue, members, home.result(), capacity)
        # A control without reasons would give itself away to the reviewer; a first rank or an unnamed case without any
        # would be believed or dismissed unseen.
        shown = {kind: [*queue.controls(one), *queue.first(one, capacity)] for kind, one in assessments.items()}
        for case in unnamed:
            shown[case.kind].append(case.subject_id)
        explained = {
            kind: model.explain(subjects[kind], one, shown[kind], on=on, money=money)
            for kind, one in assessments.items()
        }
        otherwise = {
            kind: model.counterfactuals(subjects[kind].taken(queue.selected(one)), on=on, money=money)
            for kind, one in assessments.items()
        }
        told = {kind: remembered(one, history, drop.tables.as_of) for kind, one in explained.items()}
        return Judged(told, queue, members, drifted.result(), otherwise, unnamed)


def _assessed(
    drop: Prepared, model: Model, on: date, money: Money
) -> tuple[dict[SubjectKind, Subjects], dict[SubjectKind, Assessment]]:
    """The subjects that the model knows and what it says of them; rings last, which ask how odd their members are."""
    subjects: dict[SubjectKind, Subjects] = {kind: drop.rows(kind) for kind in drop.singles if kind in model.kinds}
    assessments = {kind: model.assess(one, on=on, money=money) for kind, one in subjects.items()}
    rings = ring_matrix(drop, list(assessments.values()))
    if len(rings) and SubjectKind.RING in model.kinds:
        subjects[SubjectKind.RING] = rings
        assessments[SubjectKind.RING] = model.assess(rings, on=on, money=money)
    return subjects, assessments


def _unnamed(
    assessments: list[Assessment], queue: Queue, members: pa.Table, home: Mapping[str, int], capacity: int
) -> tuple[Case, ...]:
    """As many cases as there are slots, without those that stand above band none or have a place in the queue."""
    known = frozenset(
        (one.kind, str(subject))
        for one in assessments
        for subject in one.subject_ids[(one.band != NONE) | (queue.queue_rank[one.kind] > 0)]
    )
    stands_out = {one.kind: (one.subject_ids, one.unnamed) for one in assessments}
    cases = unnamed_cases(stands_out, members, home)
    return tuple(islice((case for case in cases if case.key not in known), capacity))


def _drifts(
    drop: Prepared, model: Model, subjects: Mapping[SubjectKind, Subjects], assessments: list[Assessment]
) -> tuple[Drift, ...]:
    trained = model.profile
    return () if trained is None else tuple(drifts(trained, profile_of(drop, subjects, assessments, trained)))


def ring_matrix(drop: Prepared, singles: list[Assessment]) -> Matrix:
    """Features of the rings, with the share of members that are odd on their own account."""
    share = ring_anomalous_share(member_table(drop.rings), singles).rename_columns({"ring_id": "subject_id"})
    table = drop.feature_tables[SubjectKind.RING].drop_columns([ODD_SHARE])
    table = table.join(share, keys="subject_id", join_type="left outer")
    names = [name for name, feature in drop.catalogue.items() if feature.kind is SubjectKind.RING]
    return Matrix.from_table(SubjectKind.RING, table, names)
