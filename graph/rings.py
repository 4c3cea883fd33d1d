"""Rings: groups of subjects whose sharing nothing innocent explains, with whoever stands at their centre."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from features.tables import Tables
from graph.arrays import UNKNOWN, Bools, Ints, distinct_pairs, integers
from graph.communities import split_large
from graph.components import components
from graph.kinds import CONTEXT_ONLY, KINDS, LinkKind
from graph.links import Links
from graph.reading import TEXT, WHOLE, select
from graph.ring_ids import RingIds, name_rings

TELLING = 0.1
"""A link weaker than a tenth of the strongest builds no ring."""
SMALLEST = 3
"""Two are a pair, which their own features show; a ring begins with three."""
CENTRE, MEMBER, ATTACHED = "centre", "member", "attached"


@dataclass(frozen=True)
class Rings:
    """Rings as parallel arrays of membership, sorted by ring and then subject.

    ``position`` says where the structure puts a subject: a member (a recipient, or any subject in a ring of its own
    kind), a centre (an agent or official on whom the evidence converges) or attached (one who is merely near).
    ``link_ring`` numbers the ring of each link, ``UNKNOWN`` outside.
    """

    links: Links
    ids: tuple[str, ...]
    ring: Ints
    subject: Ints
    position: tuple[str, ...]
    link_ring: Ints
    amounts: Ints

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def size(self) -> Ints:
        """How many subjects each ring has."""
        return np.bincount(self.ring, minlength=len(self)).astype(np.int64)

    def count(self, kind: int) -> Ints:
        """How many subjects of a kind (index into ``SUBJECT_KINDS``) each ring has."""
        mine = self.links.roll.kind[self.subject] == kind
        return np.bincount(self.ring[mine], minlength=len(self)).astype(np.int64)


def find_rings(links: Links, tables: Tables, *, previous: RingIds | None = None, seed: int = 0) -> Rings:
    """The rings of a drop; with the members of an earlier run, rings that stayed keep their ids."""
    rows = np.flatnonzero(building(links))
    subject, node = links.sharing.subject[rows], links.sharing.node[rows]
    component = components(subject, node, len(links.roll), links.sharing.nodes)[0][subject]
    group = split_large(component, subject, node, links.weight[rows], seed)
    group = _large_enough(group, subject, links.party[rows])
    inside = group != UNKNOWN
    ring, member = distinct_pairs(group[inside], subject[inside])
    ids = name_rings(_member_names(links, ring, member), previous)
    link_ring = np.full(links.sharing.links, UNKNOWN, dtype=np.int64)
    link_ring[rows] = group
    amounts = _amounts(tables, links)
    return Rings(links, ids, ring, member, (MEMBER,) * len(ring), link_ring, amounts)


def building(links: Links) -> Bools:
    """Links that may build a ring: telling, not innocent, and not merely where somebody was sent."""
    context = links.sharing.of(*(kind for kind in LinkKind if kind in CONTEXT_ONLY))
    return ~links.benign & ~context & (links.weight >= TELLING)


def _large_enough(group: Ints, subject: Ints, party: Ints) -> Ints:
    """Dense numbers for the groups with enough subjects and at least two parties; ``UNKNOWN`` for the others."""
    if not len(group):
        return group
    groups = int(group.max()) + 1
    size = np.bincount(distinct_pairs(group, subject)[0], minlength=groups)
    sides = np.bincount(distinct_pairs(group, party)[0], minlength=groups)
    kept = (size >= SMALLEST) & (sides > 1)
    number = np.where(kept, np.cumsum(kept) - 1, UNKNOWN)
    return number[group].astype(np.int64)


def _member_names(links: Links, ring: Ints, subject: Ints) -> list[list[str]]:
    kinds = links.roll.kind_names(subject).to_pylist()
    ids = links.roll.id_names(subject).to_pylist()
    names: list[list[str]] = [[] for _ in range(int(ring.max(initial=-1)) + 1)]
    for number, kind, name in zip(ring.tolist(), kinds, ids, strict=True):
        names[number].append(f"{kind}:{name}")
    return names


def _amounts(tables: Tables, links: Links) -> Ints:
    """What each subject was paid in the twelve months before ``as_of``."""
    amounts = np.zeros(len(links.roll), dtype=np.int64)
    if "payments" not in tables.frames:
        return amounts
    paid = select(tables, "payments", recipient_id=TEXT, amount=WHOLE, status=TEXT)
    reached = paid.filter(nw.col("status").is_null() | (nw.col("status") == "credited"))
    keyed = links.roll.frame.filter(nw.col("kind") == 0).select(nw.col("subject_id").alias("recipient_id"), "subject")
    sums = reached.join(keyed, on="recipient_id", how="inner").group_by("subject").agg(nw.col("amount").sum())
    rows = tables.engine.collect(sums.select("subject", nw.col("amount").cast(nw.Int64())))
    amounts[integers(rows["subject"])] = integers(rows["amount"], missing=0)
    return amounts


def ring_table(rings: Rings) -> Any:
    """The rings in ``out.rings`` form but for the score, which the models give."""
    at_risk = np.zeros(len(rings), dtype=np.int64)
    np.add.at(at_risk, rings.ring, rings.amounts[rings.subject])
    return pa.table(
        {
            "ring_id": pa.array(list(rings.ids), pa.string()),
            "size": pa.array(rings.size),
            "recipients": pa.array(rings.count(0)),
            "agents": pa.array(rings.count(1)),
            "officials": pa.array(rings.count(2)),
            "shared": pa.array(shared_kinds(rings), pa.string()),
            "amount_at_risk": pa.array(at_risk),
            "benign": pa.array(np.zeros(len(rings), dtype=np.bool_)),
        }
    )


def shared_kinds(rings: Rings) -> list[str]:
    """Which kinds of things each ring shares, comma-separated in the contract's order."""
    inside = rings.link_ring != UNKNOWN
    ring, kind = distinct_pairs(rings.link_ring[inside], rings.links.sharing.kind[inside])
    names: list[list[str]] = [[] for _ in range(len(rings))]
    for number, code in zip(ring.tolist(), kind.tolist(), strict=True):
        names[number].append(KINDS[code].value)
    return [",".join(entry) for entry in names]


def member_table(rings: Rings) -> Any:
    """The members with their ``position``; role and score are for the models to give."""
    ids = pa.array(list(rings.ids), pa.string())
    return pa.table(
        {
            "ring_id": ids.take(pa.array(rings.ring)),
            "subject_kind": rings.links.roll.kind_names(rings.subject),
            "subject_id": rings.links.roll.id_names(rings.subject),
            "position": pa.array(list(rings.position), pa.string()),
        }
    )
