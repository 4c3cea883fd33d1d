"""Rings: groups of subjects whose sharing nothing innocent explains, with whoever stands at their centre."""

from dataclasses import dataclass
from functools import cached_property

import narwhals as nw
import numpy as np

from features.numbers import by_number
from features.payments.ledger import payment_totals
from features.subjects import SubjectKind
from features.tables import Tables
from graph.arrays import UNKNOWN, Bools, Floats, Ints, distinct_pairs, integers
from graph.centres import EXCESS, Ties, middles
from graph.communities import split_large
from graph.components import components
from graph.kinds import CONTEXT_ONLY, LinkKind
from graph.links import Links
from graph.ring_ids import RingIds, name_rings

TELLING = 0.1
"""A link weaker than a tenth of the strongest builds no ring."""
SMALLEST = 3
"""Two are a pair, which their own features show; a ring begins with three."""
CENTRE, MEMBER, ATTACHED = "centre", "member", "attached"
POSITIONS = (CENTRE, MEMBER, ATTACHED)
Pair = tuple[Ints, Ints]


@dataclass(frozen=True)
class Rings:
    """Rings as parallel arrays of membership, sorted by ring and then subject.

    ``position`` says where the structure puts a subject: a member, a centre (an agent or official on whom the
    evidence converges) or attached (one who is merely near). ``share`` and ``excess`` tell how strongly: the part of
    the members tied to a centre, and how far that exceeds what their villages explain; 0 for members.
    ``link_ring`` numbers the ring of each link, ``UNKNOWN`` outside; ``amounts`` is what each subject of the roll was
    paid in the twelve months before ``as_of``.
    """

    links: Links
    ids: tuple[str, ...]
    ring: Ints
    subject: Ints
    position: Ints
    share: Floats
    excess: Floats
    link_ring: Ints
    amounts: Ints

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def size(self) -> Ints:
        """How many subjects each ring has."""
        return np.bincount(self.ring, minlength=len(self)).astype(np.int64)

    @cached_property
    def ring_of(self) -> Ints:
        """The ring of each subject of the roll by its own links, ``UNKNOWN`` outside rings."""
        found = np.full(len(self.links.roll), UNKNOWN, dtype=np.int64)
        own = self.position == POSITIONS.index(MEMBER)
        found[self.subject[own]] = self.ring[own]
        return found

    def count(self, kind: int) -> Ints:
        """How many subjects of a kind (index into ``SUBJECT_KINDS``) each ring has."""
        mine = self.links.roll.kind[self.subject] == kind
        return np.bincount(self.ring[mine], minlength=len(self)).astype(np.int64)


def find_rings(links: Links, tables: Tables, *, previous: RingIds | None = None, seed: int = 0) -> Rings:
    """The rings of a drop; with the members of an earlier run, rings that stayed keep their ids.

    Recipients build rings among themselves; agents and officials, who would tie together everybody they serve, are
    added afterwards, to as many rings as the evidence says. What agents and officials share only with each other
    makes rings of their own.
    """
    tables = by_number(tables)
    rows = np.flatnonzero(building(links))
    of_recipient = links.roll.is_recipient[links.sharing.subject[rows]]
    group = np.full(len(rows), UNKNOWN, dtype=np.int64)
    group[of_recipient] = _groups(links, rows[of_recipient], seed)
    others = rows[~of_recipient]
    own = _groups(links, others, seed)
    group[~of_recipient] = np.where(own == UNKNOWN, UNKNOWN, own + group.max(initial=UNKNOWN) + 1)
    inside = group != UNKNOWN
    ring, member = distinct_pairs(group[inside], links.sharing.subject[rows][inside])
    link_ring = np.full(links.sharing.links, UNKNOWN, dtype=np.int64)
    link_ring[rows] = group
    middle = middles(links, rows, ring, member)
    return _assemble(links, (ring, member), middle, link_ring, (previous, _amounts(tables, links)))


def _groups(links: Links, rows: Ints, seed: int) -> Ints:
    """The group of each of the links in ``rows``, ``UNKNOWN`` where it is too small for a ring."""
    subject, node = links.sharing.subject[rows], links.sharing.node[rows]
    component = components(subject, node, len(links.roll), links.sharing.nodes)[0][subject]
    group = split_large(component, subject, node, links.weight[rows], seed)
    return _large_enough(group, subject, links.party[rows])


def _assemble(links: Links, members: Pair, middle: Ties, link_ring: Ints, given: tuple[RingIds | None, Ints]) -> Rings:
    """Rings in the order of their ids, members and those in the middle together."""
    ring, member = members
    new = ~np.isin(middle.ring * len(links.roll) + middle.subject, ring * len(links.roll) + member)
    position = np.where(middle.excess >= EXCESS, POSITIONS.index(CENTRE), POSITIONS.index(ATTACHED))[new]
    none = np.zeros(len(ring))
    columns = {
        "ring": np.concatenate([ring, middle.ring[new]]),
        "subject": np.concatenate([member, middle.subject[new]]),
        "position": np.concatenate([np.full(len(ring), POSITIONS.index(MEMBER)), position]).astype(np.int64),
        "share": np.concatenate([none, middle.share[new]]),
        "excess": np.concatenate([none, middle.excess[new]]),
    }
    previous, amounts = given
    names = name_rings(_member_names(links, ring, member), previous)
    rank = np.argsort(np.argsort(np.array(names, dtype=object).astype(str))).astype(np.int64)
    columns["ring"] = rank[columns["ring"]] if len(names) else columns["ring"]
    order = np.lexsort((columns["subject"], columns["ring"]))
    return Rings(
        links=links,
        ids=tuple(sorted(names)),
        link_ring=np.append(rank, UNKNOWN)[link_ring],
        amounts=amounts,
        **{name: column[order] for name, column in columns.items()},
    )


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
    paid = payment_totals(tables).select("recipient_id", nw.col("year_amount").cast(nw.Int64()))
    keyed = links.roll.keyed(SubjectKind.RECIPIENT)
    rows = tables.engine.collect(paid.join(keyed, on="recipient_id", how="inner").select("subject", "year_amount"))
    amounts[integers(rows["subject"])] = integers(rows["year_amount"], missing=0)
    return amounts
