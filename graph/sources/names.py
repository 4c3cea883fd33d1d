"""Names for things that have none of their own: a group is named after its members."""

import hashlib

import numpy as np

from graph.arrays import Ints, group_starts
from graph.roll import Roll


def group_names(prefix: str, roll: Roll, subject: Ints, group: Ints) -> tuple[tuple[str, ...], Ints]:
    """Sorted names of the groups of subjects, and each entry's position among them."""
    if not len(subject):
        return (), group
    order = np.lexsort((subject, group))
    starts = group_starts(group[order])
    ids = roll.id_names(subject[order]).to_pylist()
    ends = [*starts[1:].tolist(), len(ids)]
    named = [_digest(prefix, ids[start:end]) for start, end in zip(starts.tolist(), ends, strict=True)]
    names = sorted(named)
    place = {name: number for number, name in enumerate(names)}
    of_group = np.array([place[name] for name in named], dtype=np.int64)
    dense = np.unique(group, return_inverse=True)[1].reshape(-1)
    return tuple(names), of_group[dense]


def _digest(prefix: str, members: list[str]) -> str:
    return prefix + hashlib.sha256("\n".join(members).encode()).hexdigest()[:16]
