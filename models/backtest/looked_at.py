"""Whom a queue sends people to: those it selects, and the recipients of the rings it selects."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from features.subjects import SubjectKind
from models.assessment import Assessment
from models.queue import Queue

KEYS = ["subject_kind", "subject_id"]
MODEL = "model"


def looked_at(assessments: Sequence[Assessment], queue: Queue, members: pa.Table) -> pd.MultiIndex:
    """Single subjects that the queue reaches on the model's word (random controls left out), by ``KEYS``."""
    selected = {
        one.kind: one.subject_ids[queue.selected_by[one.kind] == MODEL].astype(str).tolist() for one in assessments
    }
    rings = frozenset(selected.pop(SubjectKind.RING, []))
    single = [(kind.value, subject) for kind, subjects in selected.items() for subject in subjects]
    return pd.MultiIndex.from_tuples(sorted({*single, *_within(members, rings)}), names=KEYS)


def _within(members: pa.Table, rings: frozenset[str]) -> list[tuple[str, str]]:
    rows: list[Mapping[str, str]] = members.select(["ring_id", *KEYS]).to_pylist()
    recipient = SubjectKind.RECIPIENT.value
    return [(recipient, row[KEYS[1]]) for row in rows if row["ring_id"] in rings and row[KEYS[0]] == recipient]
