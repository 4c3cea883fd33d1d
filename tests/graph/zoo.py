"""A zoo of tiny graphs over which every function of the graph runs, also as holdings, links and drops."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from features.tables import Tables
from graph.arrays import Ints
from tests.graph.drops import drop, recipients


@dataclass(frozen=True)
class Shape:
    """So many subjects, and which thing each of them holds; an edge may be listed more than once."""

    name: str
    subjects: int
    edges: tuple[tuple[int, int], ...]

    @property
    def things(self) -> int:
        return max((thing for _, thing in self.edges), default=-1) + 1

    @property
    def distinct(self) -> list[tuple[int, int]]:
        """Each edge once, by thing and then subject, as the graph itself keeps them."""
        return sorted(set(self.edges), key=lambda edge: (edge[1], edge[0]))

    @property
    def shared(self) -> list[tuple[int, int]]:
        """The edges to things that at least two subjects hold."""
        holders = [thing for _, thing in self.distinct]
        return [edge for edge in self.distinct if holders.count(edge[1]) > 1]

    @property
    def arrays(self) -> tuple[Ints, Ints]:
        """Subject and thing of each edge."""
        pairs = np.array(self.distinct, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def _clique(members: range, first_thing: int) -> list[tuple[int, int]]:
    pairs = enumerate(combinations(members, 2))
    return [(one, first_thing + number) for number, pair in pairs for one in pair]


_LARGE = _clique(range(18), 0)
_SECOND = _clique(range(18, 36), 153)
ZOO = (
    Shape("empty", 0, ()),
    Shape("single", 1, ()),
    Shape("single with a thing", 1, ((0, 0),)),
    Shape("pair", 2, ((0, 0), (1, 0))),
    Shape("disconnected", 8, ((0, 0), (1, 0), (2, 1), (3, 1), (4, 1), (5, 2))),
    Shape("hub", 45, tuple((subject, 0) for subject in range(45))),
    Shape("holder of many things", 13, tuple((s, t) for t in range(12) for s in (0, t + 1))),
    Shape("chain", 40, tuple((s, t) for t in range(39) for s in (t, t + 1))),
    Shape("clique", 7, tuple(_clique(range(7), 0))),
    Shape("bipartite", 5, tuple((s, t) for s in range(5) for t in range(4))),
    Shape("duplicate edges", 4, ((0, 0), (1, 0), (1, 0), (2, 0), (0, 0), (3, 1), (3, 1))),
    Shape("two cliques and a bridge", 36, (*_LARGE, *_SECOND, (0, 306), (35, 306))),
)
NAMES = [shape.name for shape in ZOO]


def drop_of(shape: Shape) -> Tables:
    """The shape as a drop of recipients who share devices, among neighbours who share none."""
    people = recipients(shape.subjects)
    others = recipients(120, prefix="z") if shape.subjects else []
    devices = [
        {
            "subject_kind": "recipient",
            "subject_id": people[subject]["recipient_id"],
            "kind": "device",
            "value_key": f"device-{thing:03}",
        }
        for subject, thing in shape.edges
    ]
    alone = [
        {"subject_kind": "recipient", "subject_id": one["recipient_id"], "kind": "device", "value_key": f"own-{number}"}
        for number, one in enumerate(others)
    ]
    return drop(recipients=[*people, *others], attributes=[*devices, *alone])


def links_of(shape: Shape, weight: float = 0.5) -> pa.Table:
    """The shape as a table in ``out.links`` form; edges are as telling as their thing's number is low."""
    edges = shape.distinct
    rows = [
        {
            "subject_kind": "recipient",
            "subject_id": f"r{subject:04}",
            "kind": "device",
            "node_id": f"device-{thing:03}",
            "ring_id": None,
            "weight": round(weight / (1 + thing), 6),
            "benign": thing % 3 == 1,
            "benign_reason": "kin" if thing % 3 == 1 else None,
            "subjects": sum(1 for _, other in edges if other == thing),
            "expected": 1.0,
            "text_en": f"Shares device {thing}.",
            "text_id": f"Berbagi perangkat {thing}.",
        }
        for subject, thing in edges
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


LINKS = pa.schema(
    {
        "subject_kind": pa.string(),
        "subject_id": pa.string(),
        "kind": pa.string(),
        "node_id": pa.string(),
        "ring_id": pa.string(),
        "weight": pa.float64(),
        "benign": pa.bool_(),
        "benign_reason": pa.string(),
        "subjects": pa.int64(),
        "expected": pa.float64(),
        "text_en": pa.string(),
        "text_id": pa.string(),
    }.items()
)
