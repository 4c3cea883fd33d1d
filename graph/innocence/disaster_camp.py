"""A disaster camp: a village moves under one roof within days, with new phones and shared papers."""

import numpy as np

from graph.arrays import UNKNOWN, Bools, Ints
from graph.innocence.scene import Scene
from graph.kinds import LinkKind

_AT_LEAST = 8
_NEARLY_ALL = 0.8
_DAYS = 14
_OF_THE_VILLAGE = 0.3
_KINDS = (LinkKind.ADDRESS, LinkKind.PHONE, LinkKind.DEVICE, LinkKind.ATTRIBUTE)


def disaster_camp(scene: Scene, apart: Bools) -> Bools:
    """Eight recipients or more from one village, registered within two weeks in which a third of the village was.

    Emergency registration takes days, an ordinary village trickles in over years; a third of a village in one
    fortnight is an event that befell the village, and what its people share then was handed out to them.
    """
    sharing, roll = scene.sharing, scene.sharing.roll
    rush = _rush(roll.village, roll.registered_on, roll.is_recipient)
    found = (scene.recipients >= _AT_LEAST) & (scene.one_in(roll.village) >= _NEARLY_ALL)
    found &= sharing.share(rush[sharing.subject], among=scene.recipient) >= _NEARLY_ALL
    found &= sharing.share(apart) >= _NEARLY_ALL
    return scene.per_link(found) & sharing.of(*_KINDS)


def _rush(village: Ints, day: Ints, recipient: Bools) -> Bools:
    """Which recipients registered within some two weeks that brought a large part of their village."""
    rush = np.zeros(len(village), dtype=np.bool_)
    rows = np.flatnonzero(recipient & (day != UNKNOWN) & (village != UNKNOWN))
    if not len(rows):
        return rush
    width = int(day.max()) + _DAYS
    rows = rows[np.lexsort((day[rows], village[rows]))]
    keys = village[rows] * width + day[rows]
    end = np.searchsorted(keys, keys + _DAYS)
    whole = np.bincount(village[recipient & (village != UNKNOWN)])
    large = end - np.arange(len(rows)) >= np.maximum(_OF_THE_VILLAGE * whole[village[rows]], _AT_LEAST)
    covered = np.zeros(len(rows) + 1, dtype=np.int64)
    np.add.at(covered, np.flatnonzero(large), 1)
    np.add.at(covered, end[large], -1)
    rush[rows[np.cumsum(covered[:-1]) > 0]] = True
    return rush
