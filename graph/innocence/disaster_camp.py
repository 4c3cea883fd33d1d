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
    fortnight = np.where(roll.registered_on == UNKNOWN, UNKNOWN, roll.registered_on // _DAYS)
    rush = _rush(roll.village, fortnight, roll.is_recipient)
    found = (scene.recipients >= _AT_LEAST) & (scene.one_in(roll.village) >= _NEARLY_ALL)
    found &= sharing.share(rush[sharing.subject], among=scene.recipient) >= _NEARLY_ALL
    found &= sharing.share(apart) >= _NEARLY_ALL
    return scene.per_link(found) & sharing.of(*_KINDS)


def _rush(village: Ints, fortnight: Ints, recipient: Bools) -> Bools:
    """Which recipients registered in, or next to, a fortnight that brought a large part of their village."""
    known = recipient & (fortnight != UNKNOWN) & (village != UNKNOWN)
    if not known.any():
        return np.zeros(len(village), dtype=np.bool_)
    width = int(fortnight[known].max()) + 2
    keys = np.where(known, village * width + fortnight, UNKNOWN)
    weeks, counts = np.unique(keys[known], return_counts=True)
    whole = np.bincount(village[recipient & (village != UNKNOWN)], minlength=int(village.max(initial=0)) + 1)
    large = weeks[counts >= np.maximum(_OF_THE_VILLAGE * whole[weeks // width], _AT_LEAST)]
    return np.asarray(known & np.isin(keys, large), dtype=np.bool_)
