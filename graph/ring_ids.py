"""Names of rings that last: the same members give the same name, and a ring that changes a little keeps its own."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.arrays import as_array

_KEPT = 0.5


@dataclass(frozen=True)
class RingIds:
    """The rings of an earlier run: parallel lists of ring id and member (``kind:id``)."""

    ring_ids: tuple[str, ...]
    members: tuple[str, ...]

    @staticmethod
    def of(ring_members: Any) -> "RingIds":
        """From a table in ``out.ring_members`` form."""
        kinds, ids = (as_array(ring_members[name]).to_pylist() for name in ("subject_kind", "subject_id"))
        return RingIds(
            tuple(as_array(ring_members["ring_id"]).to_pylist()),
            tuple(f"{kind}:{subject}" for kind, subject in zip(kinds, ids, strict=True)),
        )


def name_rings(groups: Sequence[Sequence[str]], previous: RingIds | None) -> tuple[str, ...]:
    """A name for each group of members, taken over from the earlier ring that it shares at least half with.

    Groups and earlier rings are paired greedily by overlap (members shared, of all members of both), the largest
    first and ties by name, so that no name is given twice. A new ring is named after its members.
    """
    kept = _taken_over(groups, previous) if previous else {}
    taken = set(kept.values())
    names = []
    for number, group in enumerate(groups):
        name = kept.get(number) or _fresh(group, taken)
        taken.add(name)
        names.append(name)
    return tuple(names)


def _fresh(group: Sequence[str], taken: set[str]) -> str:
    text = "\n".join(sorted(group))
    name = _digest(text)
    while name in taken:  # an earlier ring may hold the name these members would give
        text += "\n+"
        name = _digest(text)
    return name


def _digest(text: str) -> str:
    return "R" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _taken_over(groups: Sequence[Sequence[str]], previous: RingIds) -> dict[int, str]:
    homes: dict[str, list[str]] = {}
    size: dict[str, int] = {}
    for ring, member in zip(previous.ring_ids, previous.members, strict=True):
        homes.setdefault(member, []).append(ring)
        size[ring] = size.get(ring, 0) + 1
    overlaps = []
    for number, group in enumerate(groups):
        shared: dict[str, int] = {}
        for member in group:
            for ring in homes.get(member, ()):
                shared[ring] = shared.get(ring, 0) + 1
        overlaps += [(count / (len(group) + size[ring] - count), ring, number) for ring, count in shared.items()]
    kept: dict[int, str] = {}
    used: set[str] = set()
    for share, ring, number in sorted(overlaps, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if share >= _KEPT and ring not in used and number not in kept:
            kept[number] = ring
            used.add(ring)
    return kept
