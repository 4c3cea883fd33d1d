"""Where every scored subject belongs, rings included: what a person may see is bounded by it."""

from collections.abc import Mapping

import pyarrow as pa

from features.subjects import SubjectKind
from models.run.conform import conform
from models.run.extras import SUBJECTS

COLUMNS = ("subject_id", "village_code", "district_code", "regency_code", "channel")


def places(features: Mapping[SubjectKind, pa.Table]) -> pa.Table:
    """One row per subject of the feature tables; a ring belongs where most of its members do."""
    return conform(pa.concat_tables([_of_kind(kind, table) for kind, table in features.items()]), SUBJECTS)


def _of_kind(kind: SubjectKind, table: pa.Table) -> pa.Table:
    columns = {"subject_kind": pa.array([kind.value] * table.num_rows, pa.string())}
    return pa.table(columns | {name: table[name].cast(pa.string()) for name in COLUMNS})
