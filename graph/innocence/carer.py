"""A carer's account: somebody fetches the money of two or three who cannot go themselves."""

import numpy as np

from graph.arrays import Bools
from graph.innocence.scene import Scene
from graph.kinds import LinkKind

_AT_MOST = 6
_KINDS = (LinkKind.ACCOUNT, LinkKind.HOLDER, LinkKind.PHONE, LinkKind.COUNTERPARTY, LinkKind.TOGETHER, LinkKind.DEVICE)


def carer(scene: Scene) -> Bools:
    """Up to six parties of one village, all but one of them old or young, and no agent among them.

    All but one, because the carer may be paid as well; an official who helps takes that place. About a quarter of
    payees are so old or young: five of six would be so by chance once in two hundred groups, so that what they have
    in common is that somebody must go for them. More than six are no longer a morning's errand. At the terminal, where
    each still has a card and an account of their own, a helper may bring the old of neighbouring villages, too.
    """
    sharing = scene.sharing
    cared = sharing.per_node(scene.in_care & scene.recipient)
    agents = sharing.per_node(sharing.roll.kind[sharing.subject] == 1)
    few = (scene.parties <= _AT_MOST) & (agents == 0)
    one_village = scene.one_in(sharing.roll.village) == 1
    found = few & one_village & (cared >= np.maximum(sharing.size - 1, 1))
    escorted = few & (scene.one_in(sharing.roll.district) == 1) & (cared == sharing.size)
    return (scene.per_link(found) & sharing.of(*_KINDS)) | (scene.per_link(escorted) & sharing.of(LinkKind.TOGETHER))
