"""Links and rings as the tables of a run folder."""

from typing import Any

import numpy as np
import pyarrow as pa

from graph.arrays import UNKNOWN, Bools, Ints, distinct_pairs, labels
from graph.kinds import KIND_CODE, KINDS, LinkKind
from graph.links import Links
from graph.rings import CENTRE, MEMBER, POSITIONS, Rings

_TAKEN_BY_OTHERS = (LinkKind.ACCOUNT, LinkKind.HOLDER, LinkKind.COUNTERPARTY, LinkKind.TOGETHER)


def links_table(links: Links, rings: Rings | None = None) -> Any:
    """The links in ``out.links`` form, sorted by key, with the ring of each link once there are rings."""
    table = links.table
    if rings is not None and len(rings):
        at = table.schema.get_field_index("ring_id")
        table = table.set_column(at, "ring_id", labels(rings.ids, rings.link_ring[links.order]))
    return table


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
            "benign": pa.array(explained(rings)),
        }
    )


def member_table(rings: Rings) -> Any:
    """The members in ``out.ring_members`` form but for the score, with ``position``, ``share`` and ``excess`` beside.

    The role is what the structure suggests; the models have the last word. Who stands at a centre is worth looking at
    first; members whose money others seem to take are harmed; where no centre shows, it stays unclear.
    """
    ids = pa.array(list(rings.ids), pa.string())
    return pa.table(
        {
            "ring_id": ids.take(pa.array(rings.ring)),
            "subject_kind": rings.links.roll.kind_names(rings.subject),
            "subject_id": rings.links.roll.id_names(rings.subject),
            "role": pa.array(_roles(rings), pa.string()),
            "position": labels(POSITIONS, rings.position),
            "share": pa.array(rings.share),
            "excess": pa.array(rings.excess),
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


def explained(rings: Rings) -> Bools:
    """Rings most of whose members' links, by count, have an innocent reason: shown, and not worth a visit."""
    ring = rings.ring_of[rings.links.sharing.subject]
    inside = ring != UNKNOWN
    benign = np.bincount(ring[inside & rings.links.benign], minlength=len(rings))
    whole = np.bincount(ring[inside], minlength=len(rings))
    return np.asarray(2 * benign > whole)


def _roles(rings: Rings) -> list[str]:
    centred = np.zeros(len(rings), dtype=np.bool_)
    centred[rings.ring[rings.position == POSITIONS.index(CENTRE)]] = True
    taken = np.zeros(len(rings), dtype=np.bool_)
    kinds: Ints = np.array([KIND_CODE[kind] for kind in _TAKEN_BY_OTHERS])
    rows = (rings.link_ring != UNKNOWN) & np.isin(rings.links.sharing.kind, kinds)
    taken[rings.link_ring[rows]] = True
    role_of = {CENTRE: "suspect", MEMBER: "harmed"}
    harmed = (centred & taken)[rings.ring] & rings.links.roll.is_recipient[rings.subject]
    return [
        role_of[CENTRE] if position == 0 else role_of[MEMBER] if hurt else "unclear"
        for position, hurt in zip(rings.position.tolist(), harmed.tolist(), strict=True)
    ]
