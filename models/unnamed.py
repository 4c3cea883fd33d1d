"""What nobody has named yet, as cases in the order in which to look, whatever their kind.

A ring is one case, as in the queue: a recipient in a ring stands for that ring, the furthest out of those that it is
in. So one scheme with fifty victims does not hide forty-nine others. A home is one case, too (graph/homes.py): who
stands at the door of the furthest out of ten neighbours in a shelter has come to all ten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import merge

import numpy as np
import pyarrow as pa

from features.subjects import SubjectKind
from models.matrix import Floats, Texts

Key = tuple[SubjectKind, str]
Stands = Mapping[SubjectKind, tuple[Texts, Floats]]


@dataclass(frozen=True, slots=True)
class Case:
    """A subject to look at, a ring with all its members, and how far what led to it stands out, in nats."""

    kind: SubjectKind
    subject_id: str
    nats: float

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self.subject_id


def unnamed_cases(stands_out: Stands, members: pa.Table, homes: Mapping[str, int]) -> Iterator[Case]:
    """All cases, the furthest out first; per kind the ids in order and how far each stands out (in nats).

    ``members`` (ring_id, subject_kind, subject_id) says which recipients are looked at with a ring, ``homes`` in which
    home recipients live who do not live alone.
    """
    ring = _rings(stands_out, members)
    told: set[object] = set()
    everybody = merge(*(_ordered(kind, *one) for kind, one in stands_out.items()), key=_order)
    for one in everybody:
        key = (SubjectKind.RING, ring[one.key]) if one.key in ring else one.key
        case = homes.get(one.subject_id, key) if key[0] is SubjectKind.RECIPIENT else key
        if case not in told:
            told.add(case)
            yield Case(*key, one.nats)


def _order(one: Case) -> tuple[float, str, str]:
    return -one.nats, one.kind.value, one.subject_id


def _ordered(kind: SubjectKind, ids: Texts, nats: Floats) -> Iterator[Case]:
    for row in np.argsort(-nats, kind="stable"):
        yield Case(kind, str(ids[row]), float(nats[row]))


def _rings(stands_out: Stands, members: pa.Table) -> dict[Key, str]:
    """Of every recipient in rings the one that stands out furthest; a ring that is not scored comes last."""
    ids, nats = stands_out.get(SubjectKind.RING, ((), ()))
    far = dict(zip(ids, nats, strict=True))
    found: dict[Key, tuple[float, str]] = {}
    columns = (members[name].to_pylist() for name in ("ring_id", "subject_kind", "subject_id"))
    for ring, kind, subject in zip(*columns, strict=True):
        key, place = (SubjectKind(kind), subject), (-far.get(ring, -np.inf), ring)
        if kind == SubjectKind.RECIPIENT.value and (key not in found or place < found[key]):
            found[key] = place
    return {key: ring for key, (_, ring) in found.items()}
