"""Assessments as the tables of a run folder."""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
import pyarrow as pa

from features.subjects import SubjectKind
from models.assessment import Assessment, Reason
from models.queue import Queue
from models.reasons.counterfactual import Counterfactual
from models.unnamed import Case

REASON = pa.struct(
    [
        ("code", pa.string()),
        ("value", pa.string()),
        ("usual", pa.string()),
        ("weight", pa.float64()),
        ("benign", pa.bool_()),
        ("text_en", pa.string()),
        ("text_id", pa.string()),
    ]
)


def scores_table(assessments: Sequence[Assessment], queue: Queue) -> pa.Table:
    """out.scores of all kinds, in order of kind and id."""
    return pa.concat_tables([_scores(one, queue) for one in sorted(assessments, key=lambda one: one.kind.value)])


def ring_scores(rings: pa.Table, assessment: Assessment) -> pa.Table:
    """The rings with their score; 0 for one that was not scored."""
    known = dict(zip(assessment.subject_ids.tolist(), assessment.score.tolist(), strict=True))
    scores = [float(known.get(ring, 0.0)) for ring in rings["ring_id"].to_pylist()]
    bare = rings.drop_columns(["score"]) if "score" in rings.column_names else rings
    return bare.append_column("score", pa.array(scores, pa.float64()))


def counterfactual_table(found: Mapping[SubjectKind, Sequence[Counterfactual]]) -> pa.Table:
    """What would have to be different, of all kinds."""
    rows = [(kind.value, one) for kind, ones in found.items() for one in ones]
    return pa.table(
        {
            "subject_kind": pa.array([kind for kind, _ in rows], pa.string()),
            "subject_id": pa.array([one.subject_id for _, one in rows], pa.string()),
            "changes": pa.array([[c.feature.name for c in one.changes] for _, one in rows], pa.list_(pa.string())),
            "text_en": pa.array([one.text_en for _, one in rows], pa.string()),
            "text_id": pa.array([one.text_id for _, one in rows], pa.string()),
        }
    )


def unnamed_table(cases: Sequence[Case]) -> pa.Table:
    """What nobody has named yet, in order."""
    return pa.table(
        {
            "place": pa.array(range(1, len(cases) + 1), pa.int64()),
            "subject_kind": pa.array([one.kind.value for one in cases], pa.string()),
            "subject_id": pa.array([one.subject_id for one in cases], pa.string()),
            "nats": pa.array([round(one.nats, 6) for one in cases], pa.float64()),
        }
    )


def _scores(one: Assessment, queue: Queue) -> pa.Table:
    places = queue.queue_rank[one.kind]
    size = len(one)
    learnt = one.likelihood
    nothing = pa.nulls(size, pa.float64())
    return pa.table(
        {
            "subject_kind": pa.array([one.kind.value] * size, pa.string()),
            "subject_id": pa.array(one.subject_ids, pa.string()),
            "score": pa.array(one.score, pa.float64()),
            "probability": nothing if learnt is None else pa.array(learnt.probability, from_pandas=True),
            "probability_low": nothing if learnt is None else pa.array(learnt.low, from_pandas=True),
            "probability_high": nothing if learnt is None else pa.array(learnt.high, from_pandas=True),
            "role": pa.array(one.role, pa.string()),
            "band": pa.array(one.band, pa.string()),
            "rank": pa.array(queue.rank[one.kind], pa.int64()),
            "queue_rank": pa.array(places, pa.int64(), mask=places == 0),
            "selected_by": pa.array(queue.selected_by[one.kind], pa.string()),
            "selection_probability": pa.array(queue.selection_probability(one.kind), from_pandas=True),
            "ring_id": pa.array(queue.ring_id[one.kind], pa.string()),
            "amount_at_risk": pa.array(one.amount_at_risk, pa.int64()),
            "typologies": _lists(one.typologies),
            "reasons": _reasons(one.reasons),
        }
    )


def _lists(rows: Sequence[tuple[str, ...]]) -> pa.ListArray:
    """Most of the lists are empty, which Arrow would look at one by one."""
    return pa.ListArray.from_arrays(_offsets(rows), pa.array(list(chain.from_iterable(rows)), pa.string()))


def _reasons(reasons: Sequence[tuple[Reason, ...]]) -> pa.ListArray:
    flat = list(chain.from_iterable(reasons))
    columns = [pa.array([getattr(reason, field.name) for reason in flat], field.type) for field in REASON]
    return pa.ListArray.from_arrays(_offsets(reasons), pa.StructArray.from_arrays(columns, fields=list(REASON)))


def _offsets(rows: Sequence[tuple[object, ...]]) -> pa.Array:
    return pa.array(np.concatenate([[0], np.cumsum(np.fromiter(map(len, rows), np.int32, len(rows)))]), pa.int32())
