"""What the members say of their ring."""

from collections.abc import Iterable

import pyarrow as pa

from models.assessment import Assessment

ODD = 0.25
"""Own evidence, that of no neighbour, from which a member counts as odd in itself: half the review line."""


def ring_anomalous_share(members: pa.Table, assessments: Iterable[Assessment]) -> pa.Table:
    """ring_id, ring_anomalous_share: scored members with evidence of their own; empty if none is scored."""
    odd = {
        (one.kind.value, str(subject)): bool(evidence >= ODD)
        for one in assessments
        for subject, evidence in zip(one.subject_ids, one.evidence_alone, strict=True)
    }
    counts: dict[str, list[int]] = {}
    for ring, kind, subject in zip(
        *(members[name].to_pylist() for name in ("ring_id", "subject_kind", "subject_id")), strict=True
    ):
        seen = counts.setdefault(ring, [0, 0])
        if (kind, subject) in odd:
            seen[0] += 1
            seen[1] += odd[kind, subject]
    rings = sorted(counts)
    shares = [counts[ring][1] / counts[ring][0] if counts[ring][0] else None for ring in rings]
    return pa.table({"ring_id": pa.array(rings, pa.string()), "ring_anomalous_share": pa.array(shares, pa.float64())})
