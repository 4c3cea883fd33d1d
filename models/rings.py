"""What the members say of their ring."""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from features.subjects import SubjectKind
from models.assessment import Assessment
from models.bands import NONE
from models.rules import Role

ODD = 0.25
"""Own evidence, that of no neighbour, from which a member counts as odd in itself: half the review line."""
_CLEAR = (Role.SUSPECT, Role.HARMED)


def ring_anomalous_share(members: pa.Table, assessments: Iterable[Assessment]) -> pa.Table:
    """ring_id, ring_anomalous_share: scored members with evidence of their own; empty if none is scored."""
    odd = {
        (one.kind.value, subject): bool(one.evidence_alone[row] >= ODD)
        for one in assessments
        for subject, row in _of_members(members, one)
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


def member_roles(members: pa.Table, assessments: Sequence[Assessment]) -> pa.Table:
    """out.ring_members of ``members``, whose ``role`` is what the ring's structure suggests: each with role and score.

    What a member's own evidence says comes first. Where it says nothing clear and the ring itself has evidence, the
    structure speaks: whoever stands at the centre is the one to look at, those whose money runs there are harmed. A
    member that was not scored has the score 0.
    """
    known = {
        (one.kind.value, subject): (Role(str(one.role[row])), float(one.score[row]))
        for one in assessments
        for subject, row in _of_members(members, one)
    }
    evident = {
        str(ring)
        for one in assessments
        if one.kind is SubjectKind.RING
        for ring, band in zip(one.subject_ids, one.band, strict=True)
        if band != NONE
    }
    rows = members.select(["ring_id", "subject_kind", "subject_id", "role"]).to_pylist()
    own = [known.get((row["subject_kind"], row["subject_id"]), (Role.NONE, 0.0)) for row in rows]
    roles = [
        role if role in _CLEAR or row["ring_id"] not in evident else Role(row["role"])
        for row, (role, _) in zip(rows, own, strict=True)
    ]
    bare = members.select(["ring_id", "subject_kind", "subject_id"])
    bare = bare.append_column("role", pa.array([role.value for role in roles], pa.string()))
    return bare.append_column("score", pa.array([score for _, score in own], pa.float64()))


def _of_members(members: pa.Table, one: Assessment) -> Iterator[tuple[str, int]]:
    """The assessed members of a kind and their rows in the assessment; nearly everybody else is in no ring."""
    mine = members.filter(pc.equal(members["subject_kind"], one.kind.value))["subject_id"].unique()
    ids = pa.array(one.subject_ids, pa.string())
    rows = pc.indices_nonzero(pc.is_in(ids, value_set=mine))
    return zip(ids.take(rows).to_pylist(), rows.to_pylist(), strict=True)
