"""A disaster camp: a village moves under one roof within days, with new phones and shared papers."""

import numpy as np

from graph.arrays import UNKNOWN, Bools, Ints
from graph.innocence.scene import Scene
from graph.kinds import LinkKind
from graph.visits import commonest

_AT_LEAST = 8
_NEARLY_ALL = 0.8
_DAYS = 14
_OF_THE_OTHERS = 0.3
_OF_THE_VILLAGE = 0.5
_KINDS = (LinkKind.ADDRESS, LinkKind.PHONE, LinkKind.DEVICE, LinkKind.ATTRIBUTE)


def disaster_camp(scene: Scene, apart: Bools) -> Bools:
    """Eight recipients or more from one village, registered within the same two weeks as a third of the others there.

    Emergency registration takes days, an ordinary village trickles in over years; a third of a village in one
    fortnight is an event that befell the village, and what its people share then was handed out to them. Who holds the
    thing in question does not count among the others, or a large farm would make itself a camp; only where half of the
    village holds it there is nobody left to ask.
    """
    sharing, roll = scene.sharing, scene.sharing.roll
    found = (scene.recipients >= _AT_LEAST) & (scene.one_in(roll.village) >= _NEARLY_ALL)
    found &= scene.in_one_go(_DAYS) >= _NEARLY_ALL
    found &= sharing.share(apart) >= _NEARLY_ALL
    nodes, by_village = np.flatnonzero(found), np.argsort(roll.village, kind="stable")
    found[nodes] = [_befell(scene, int(node), by_village) for node in nodes]
    return scene.per_link(found) & sharing.of(*_KINDS)


def _befell(scene: Scene, node: int, by_village: Ints) -> bool:
    """Whether the village of a thing's holders was registered in the days in which they were."""
    sharing, roll = scene.sharing, scene.sharing.roll
    holders = sharing.subject[slice(*np.searchsorted(sharing.node, (node, node + 1)))]
    holders = holders[roll.is_recipient[holders]]
    village = int(commonest(np.zeros_like(holders), roll.village[holders], 1)[0][0])
    everybody = by_village[slice(*np.searchsorted(roll.village, (village, village + 1), sorter=by_village))]
    everybody = everybody[roll.is_recipient[everybody]]
    others = np.setdiff1d(everybody, holders)
    if len(others) <= _OF_THE_VILLAGE * len(everybody):
        return True
    start = busiest(roll.registered_on[holders], _DAYS)
    return share_within(roll.registered_on[others], start, _DAYS) >= _OF_THE_OTHERS


def busiest(day: Ints, days: int) -> int:
    """The first day of the window of so many days in which most of the known days lie (ties: the earliest)."""
    known = np.sort(day[day != UNKNOWN])
    within = np.searchsorted(known, known + days) - np.arange(len(known))
    return int(known[np.argmax(within)])


def share_within(day: Ints, start: int, days: int) -> float:
    """The share of the days that lie in the window; unknown ones lie nowhere."""
    return float(np.mean((day >= start) & (day < start + days))) if len(day) else 0.0
