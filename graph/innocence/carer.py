"""A carer's account: somebody fetches the money of two or three who cannot go themselves."""

import numpy as np

from graph.arrays import Bools
from graph.innocence.scene import Scene
from graph.kinds import LinkKind

_AT_MOST = 4
_KINDS = (LinkKind.ACCOUNT, LinkKind.HOLDER, LinkKind.PHONE, LinkKind.COUNTERPARTY, LinkKind.TOGETHER, LinkKind.DEVICE)


def carer(scene: Scene) -> Bools:
    """Few parties of one village, all but one of them old or young, and no agent or official among them.

    The national cap is four paid members per family, so who cares for his own and two or three more stays at four
    parties. All but one, because the carer may be paid as well.
    """
    sharing = scene.sharing
    cared = sharing.per_node(scene.in_care & scene.recipient)
    few = (scene.parties <= _AT_MOST) & (scene.recipients == sharing.size)
    one_village = scene.one_in(sharing.roll.village) == 1
    found = few & one_village & (cared >= np.maximum(sharing.size - 1, 1))
    return scene.per_link(found) & sharing.of(*_KINDS)
