"""The graph's features as frames, one per kind of subject."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from features.engine import Frame
from features.numbers import by_number
from features.subjects import SubjectKind
from features.tables import Tables
from graph.arrays import Ints, labels
from graph.catalogue import FEATURES
from graph.links import Links
from graph.ring_facts import ring_facts
from graph.rings import MEMBER, POSITIONS, Rings
from graph.roll import SUBJECT_KINDS
from graph.subject_facts import links_weight, strongest_links, subject_facts
from graph.visits import commonest


def graph_features(links: Links, rings: Rings, tables: Tables) -> Mapping[SubjectKind, Frame]:
    """Every catalogued feature of the graph: ``subject_id`` and one Float64 column each, per kind.

    Rings come with the village, district and regency of most of their members, their ``channel`` (empty: rings
    were registered through none) and ``amount_at_risk``.
    """
    tables = by_number(tables)
    strongest = strongest_links(links)
    weight = links_weight(links, strongest)
    facts = subject_facts(links, rings, strongest, weight)
    frames = {}
    for code, kind in enumerate(SUBJECT_KINDS):
        mine = np.flatnonzero(links.roll.kind == code)
        frames[kind] = pa.table({"subject_id": links.roll.id_names(mine), **_columns(kind, facts[kind])})
    told = ring_facts(rings, tables, weight)
    frames[SubjectKind.RING] = pa.table({**_where(rings), **_columns(SubjectKind.RING, told)})
    return {kind: tables.engine.load(table, f"graph_{kind.value}_features") for kind, table in frames.items()}


def _columns(kind: SubjectKind, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Arrow columns in the catalogue's order, NaN as empty."""
    names = [feature.name for feature in FEATURES if feature.kind == kind]
    return {name: pa.array(facts[name], pa.float64(), from_pandas=True) for name in names}


def _where(rings: Rings) -> dict[str, Any]:
    roll = rings.links.roll
    own = rings.position == POSITIONS.index(MEMBER)
    ring, subject = rings.ring[own], rings.subject[own]
    village, _ = commonest(ring, roll.village[subject], len(rings))
    amounts: Ints = np.zeros(len(rings), dtype=np.int64)
    np.add.at(amounts, rings.ring, rings.amounts[rings.subject])
    district, regency = roll.areas.names(village)
    return {
        "subject_id": pa.array(list(rings.ids), pa.string()),
        "village_code": labels(roll.villages, village),
        "district_code": district,
        "regency_code": regency,
        "channel": pa.nulls(len(rings), pa.string()),
        "amount_at_risk": pa.array(amounts),
    }
