"""What the rules of innocence look at: the sharing, who is whose kin, what is usual, and who shares money too."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.arrays import UNKNOWN, Bools, Floats, Ints, group_starts
from graph.habits import Habits
from graph.kinds import MONEY_SIDE, LinkKind
from graph.sharing import Sharing

OLD = 60
GROWN = 18
"""Ages of the programmes themselves: the elderly component begins at 60, and a minor is paid through somebody else."""


@dataclass(frozen=True)
class Scene:
    """The bipartite sharing with the party of each link, the parties of each node and the habits around each link."""

    sharing: Sharing
    party: Ints
    parties: Ints
    habits: Habits
    cleared: Bools
    tools: "Tools"

    @cached_property
    def recipient(self) -> Bools:
        """Which links are those of recipients."""
        return self.sharing.roll.is_recipient[self.sharing.subject]

    @cached_property
    def recipients(self) -> Ints:
        """How many recipients hold each node."""
        return self.sharing.per_node(self.recipient)

    @cached_property
    def in_care(self) -> Bools:
        """Which links are of a payee so old or so young that somebody else may go for the money."""
        age = self.sharing.roll.age[self.sharing.subject]
        return (age >= OLD) | (age < GROWN)

    def one_in(self, per_subject: Ints) -> Floats:
        """Per node, the largest share of its recipients that agree in a coded fact; unknown agrees with nobody."""
        return largest_share(self.sharing.node, per_subject[self.sharing.subject], self.recipient, self.sharing.nodes)

    def in_one_go(self, days: int) -> Floats:
        """Per node, the largest share of its recipients that registered within so many days."""
        day = self.sharing.roll.registered_on[self.sharing.subject]
        return largest_burst(self.sharing.node, day, self.recipient, nodes=self.sharing.nodes, days=days)

    def per_link(self, nodes: Bools) -> Bools:
        """A fact of the nodes, at each link."""
        return np.asarray(nodes[self.sharing.node], dtype=np.bool_)

    def corroborated(self, money: Bools) -> Bools:
        """Which links stand beside a shared purse.

        There the subject shares one of the ``money`` links with another party of the same node. The cost grows with
        the links of each subject, not with the size of a node.
        """
        return _beside(self.sharing, self.party, money)


@dataclass(frozen=True)
class Tools:
    """Facts of single links that the sharing alone does not tell.

    ``diverted``: the account is bound to this phone though the form names another of the subject's own.
    ``at_only_agent`` and ``on_trip``: together at the terminal for a reason (graph/queues.py).
    """

    diverted: Bools
    at_only_agent: Bools
    on_trip: Bools


def largest_share(node: Ints, value: Ints, chosen: Bools, nodes: int) -> Floats:
    """Per node, the share of its chosen links that hold the commonest known value."""
    whole = np.bincount(node[chosen], minlength=nodes)
    rows = chosen & (value != UNKNOWN)
    if not rows.any():
        return np.zeros(nodes)
    width = int(value[rows].max()) + 1
    keys, counts = np.unique(node[rows] * width + value[rows], return_counts=True)
    best = np.zeros(nodes)
    np.maximum.at(best, keys // width, counts)
    return np.asarray(best / np.maximum(whole, 1), dtype=np.float64)


def largest_burst(node: Ints, day: Ints, chosen: Bools, *, nodes: int, days: int) -> Floats:
    """Per node, the largest share of its chosen links whose known day lies within so many days of each other."""
    whole = np.bincount(node[chosen], minlength=nodes)
    rows = np.flatnonzero(chosen & (day != UNKNOWN))
    since = day[rows] - day[rows].min(initial=0)
    width = int(since.max(initial=0)) + days
    keys = np.sort(node[rows] * width + since)
    within = np.searchsorted(keys, keys + days) - np.arange(len(keys))
    best = np.zeros(nodes)
    np.maximum.at(best, keys // width, within)
    return np.asarray(best / np.maximum(whole, 1), dtype=np.float64)


def money_links(sharing: Sharing, benign: Bools) -> Bools:
    """Links on the side of the money that nothing has explained yet."""
    return sharing.of(*(kind for kind in LinkKind if kind in MONEY_SIDE)) & ~benign


def _beside(sharing: Sharing, party: Ints, money: Bools) -> Bools:
    """Pairs every link with the money links of its subject; two parties at one (node, purse) corroborate."""
    purse_rows = np.flatnonzero(money)
    purse_rows = purse_rows[np.argsort(sharing.subject[purse_rows], kind="stable")]
    owners = sharing.subject[purse_rows]
    first = np.searchsorted(owners, sharing.subject, side="left")
    count = np.searchsorted(owners, sharing.subject, side="right") - first
    link = np.repeat(np.arange(sharing.links), count)
    ends = np.cumsum(count)
    place = np.arange(len(link)) - np.repeat(ends - count, count) + np.repeat(first, count)
    purse = sharing.node[purse_rows[place]] if len(link) else link
    elsewhere = purse != sharing.node[link]
    link, purse = link[elsewhere], purse[elsewhere]
    return _shared_by_two(link, sharing.node[link] * max(sharing.nodes, 1) + purse, party[link], sharing.links)


def _shared_by_two(link: Ints, meeting: Ints, party: Ints, links: int) -> Bools:
    order = np.lexsort((party, meeting))
    meeting, party, link = meeting[order], party[order], link[order]
    starts = group_starts(meeting)
    found = np.zeros(links, dtype=np.bool_)
    if len(starts):
        ends = np.append(starts[1:], len(meeting)) - 1
        several = party[starts] != party[ends]
        found[link[np.repeat(several, ends - starts + 1)]] = True
    return found
