"""Where every scored subject belongs, rings included: what a person may see is bounded by it."""

from collections.abc import Mapping

import pyarrow as pa

from features.subjects import SubjectKind
from models.matrix import order_of
from models.run.conform import conform
from models.run.extras import SUBJECTS

COLUMNS = ("subject_id", "village_code", "district_code", "regency_code", "channel")


def places(features: Mapping[SubjectKind, pa.Table]) -> pa.Table:
    """One row per subject of the feature tables; a ring belongs where most of its members do."""
    kinds = sorted(features, key=lambda kind: kind.value)
    return conform(pa.concat_tables([_of_kind(kind, features[kind]) for kind in kinds]), SUBJECTS)


def _of_kind(kind: SubjectKind, table: pa.Table) -> pa.Table:
    """A kind's places, in order of id."""
    order = pa.array(order_of(table))
    columns = {"subject_kind": pa.repeat(pa.scalar(kind.value, pa.string()), table.num_rows)}
    return pa.table(columns | {name: table[name].cast(pa.string()).take(order) for name in COLUMNS})
