"""Sharing: everybody's holdings of every flavour in one bipartite table of subjects and things."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from graph.arrays import Bools, Floats, Ints
from graph.held import Held
from graph.kinds import KIND_CODE, LinkKind
from graph.roll import Roll


@dataclass(frozen=True)
class Sharing:
    """Subjects and the things that at least two of them hold.

    ``subject`` and ``node`` are parallel, one entry per link, sorted by node and then subject. Per node there are its
    kind's code, its flavour (a link kind, or one kind of attribute), its pseudonym and how many hold it ``beyond`` the
    subjects listed.
    ``flavours`` holds the kind of each flavour, ``knowing[flavour]`` lists the subjects of whom any thing of that
    flavour is known, ``kin_apart[flavour]`` whether kin count apart in it.
    """

    roll: Roll
    subject: Ints
    node: Ints
    node_kind: Ints
    node_flavour: Ints
    node_names: tuple[str, ...]
    beyond: Ints
    flavours: tuple[int, ...]
    knowing: tuple[Ints, ...]
    kin_apart: tuple[bool, ...]

    @property
    def links(self) -> int:
        """How many links there are."""
        return len(self.subject)

    @property
    def nodes(self) -> int:
        """How many shared things there are."""
        return len(self.node_kind)

    @cached_property
    def size(self) -> Ints:
        """How many subjects hold each thing, listed or not."""
        return self.per_node(np.ones(self.links, dtype=np.bool_)) + self.beyond

    @cached_property
    def kind(self) -> Ints:
        """The kind of each link's thing."""
        return self.node_kind[self.node]

    def of(self, *kinds: LinkKind) -> Bools:
        """Which links are of one of these kinds."""
        return np.isin(self.kind, [KIND_CODE[kind] for kind in kinds])

    def per_node(self, chosen: Bools) -> Ints:
        """How many of the chosen links each node has."""
        return np.bincount(self.node[chosen], minlength=self.nodes).astype(np.int64)

    def share(self, chosen: Bools, among: Bools | None = None) -> Floats:
        """Of each node's links (or of those ``among``), the share that is chosen; 0 where there is none."""
        whole = self.per_node(np.ones(self.links, dtype=np.bool_) if among is None else among)
        part = self.per_node(chosen if among is None else chosen & among)
        return np.asarray(part / np.maximum(whole, 1), dtype=np.float64)


def _beyond(entry: Held) -> Ints:
    return np.zeros(len(entry.things), dtype=np.int64) if entry.beyond is None else entry.beyond


def assemble(roll: Roll, helds: Sequence[Held]) -> Sharing:
    """One table of links out of the flavours, in their order."""
    offsets = np.cumsum([0, *(len(entry.things) for entry in helds)])
    none = [np.zeros(0, dtype=np.int64)]
    things = [np.full(len(entry.things), KIND_CODE[entry.kind], dtype=np.int64) for entry in helds]
    flavours = [np.full(len(entry.things), flavour, dtype=np.int64) for flavour, entry in enumerate(helds)]
    nodes = [entry.thing + offset for entry, offset in zip(helds, offsets, strict=False)]
    return Sharing(
        roll=roll,
        subject=np.concatenate([entry.subject for entry in helds] or none),
        node=np.concatenate(nodes or none),
        node_kind=np.concatenate(things or none),
        node_flavour=np.concatenate(flavours or none),
        node_names=tuple(chain.from_iterable(entry.things for entry in helds)),
        beyond=np.concatenate([_beyond(entry) for entry in helds] or none),
        flavours=tuple(KIND_CODE[entry.kind] for entry in helds),
        knowing=tuple(entry.knowing for entry in helds),
        kin_apart=tuple(entry.kin_apart for entry in helds),
    )
