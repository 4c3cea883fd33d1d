"""An index over the links of a run, built once, so that a question about one subject touches only its surroundings."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.arrays import Bools, Floats, Ints, as_array, coded, floats

Key = tuple[str, str]


@dataclass(frozen=True)
class Edge:
    """A link between a subject (kind, id) and a thing (kind of the link, node id)."""

    subject: Key
    thing: Key
    weight: float
    benign: bool
    benign_reason: str | None
    text_en: str
    text_id: str


@dataclass(frozen=True)
class LinkIndex:
    """Links of a run as a graph: vertices are subjects, numbered from 0, then things; edges are rows of the table.

    ``rows`` lists the edges of every vertex, the most telling first; those of vertex v stand between ``bounds[v]``
    and ``bounds[v + 1]``.
    """

    table: Any
    subject: Ints
    thing: Ints
    weight: Floats
    subjects: Any
    things: Any
    rows: Ints
    bounds: Ints

    @staticmethod
    def of(links: Any) -> "LinkIndex":
        """Of an Arrow table in ``out.links`` form, as a run folder holds it."""
        subject, subjects = _keyed(links, "subject_kind", "subject_id")
        thing, things = _keyed(links, "kind", "node_id")
        thing = thing + len(subjects)
        weight = floats(links["weight"])
        ends, edge = np.concatenate([subject, thing]), np.tile(np.arange(len(weight)), 2)
        order = np.lexsort((edge, -weight[edge], ends))
        counts = np.bincount(ends, minlength=len(subjects) + len(things))
        bounds = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        table = pa.table({name: as_array(links[name]) for name in ("benign", "benign_reason", "text_en", "text_id")})
        return LinkIndex(table, subject, thing, weight, subjects, things, edge[order], bounds)

    @cached_property
    def benign(self) -> Bools:
        """Which edges something innocent explains."""
        return np.asarray(as_array(self.table["benign"]).to_numpy(zero_copy_only=False), dtype=np.bool_)

    def find(self, kind: str, subject_id: str) -> int | None:
        """The vertex of a subject; None if it has no links."""
        key = f"{kind}\t{subject_id}"
        place = bisect_left(range(len(self.subjects)), key, key=lambda number: self.subjects[number].as_py())
        return place if place < len(self.subjects) and self.subjects[place].as_py() == key else None

    def is_thing(self, vertex: int) -> bool:
        """Whether a vertex is a shared thing."""
        return vertex >= len(self.subjects)

    def edges_of(self, vertex: int) -> Ints:
        """The edges of a vertex, the most telling first."""
        return self.rows[self.bounds[vertex] : self.bounds[vertex + 1]]

    def across(self, edge: int, vertex: int) -> int:
        """The other end of an edge."""
        return int(self.subject[edge] if self.is_thing(vertex) else self.thing[edge])

    def key(self, vertex: int) -> Key:
        """Kind and id of a vertex."""
        names = self.things if self.is_thing(vertex) else self.subjects
        kind, _, name = names[vertex - len(self.subjects) * self.is_thing(vertex)].as_py().partition("\t")
        return kind, name

    def edge(self, row: int) -> Edge:
        """An edge with its sentences."""
        rest = {name: self.table[name][row].as_py() for name in self.table.column_names}
        subject, thing = self.key(int(self.subject[row])), self.key(int(self.thing[row]))
        return Edge(subject=subject, thing=thing, weight=float(self.weight[row]), **rest)


def _keyed(links: Any, kind: str, name: str) -> tuple[Ints, Any]:
    """Each row's (kind, id) as a number, and the sorted keys."""
    return coded(pc.binary_join_element_wise(*(links[column].cast(pa.string()) for column in (kind, name)), "\t"))
