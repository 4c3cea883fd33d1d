"""Where every scored subject belongs, rings included."""

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa

from features.subjects import SubjectKind
from models.run.conform import conform
from models.run.extras import SUBJECTS

PLACES = ("village_code", "district_code", "regency_code")


def places(features: Mapping[SubjectKind, pa.Table], members: pa.Table) -> pa.Table:
    """One row per subject; a ring belongs where most of its members do, ties to the smallest code."""
    parts = [_of_kind(kind, table) for kind, table in features.items()]
    own = pa.concat_tables(parts, promote_options="permissive")
    rings = _rings(own, members)
    return conform(pa.concat_tables([own, rings], promote_options="permissive"), SUBJECTS)


def _of_kind(kind: SubjectKind, table: pa.Table) -> pa.Table:
    columns = {"subject_kind": pa.array([kind.value] * table.num_rows, pa.string())}
    columns |= {name: table[name].cast(pa.string()) for name in ("subject_id", *PLACES, "channel")}
    return pa.table(columns)


def _rings(own: pa.Table, members: pa.Table) -> pa.Table:
    keys = ["subject_kind", "subject_id"]
    placed = members.select(["ring_id", *keys]).join(own.select([*keys, *PLACES]), keys=keys)
    by_ring: dict[str, list[tuple[str | None, ...]]] = {}
    for row in placed.to_pylist():
        by_ring.setdefault(row["ring_id"], []).append(tuple(row[name] for name in PLACES))
    rows = [
        {"subject_kind": SubjectKind.RING.value, "subject_id": ring_id, "channel": None}
        | dict(zip(PLACES, _most_common(found), strict=True))
        for ring_id, found in sorted(by_ring.items())
    ]
    return pa.Table.from_pylist(rows, schema=own.schema)


def _most_common(found: list[tuple[str | None, ...]]) -> tuple[str | None, ...]:
    counts = Counter(found)
    return min(counts, key=lambda place: (-counts[place], tuple(code or "" for code in place)))
