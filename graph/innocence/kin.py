"""Kin in one house: an extended family shares a phone, a roof and sometimes a purse."""

from graph.arrays import Bools
from graph.innocence.scene import Scene


def kin(scene: Scene) -> Bools:
    """Things held by one party only.

    Families split from one card, joined by a mother or by a couple are one party (graph/kinship.py): their sharing is
    family life. Whether the split itself was made for aid is asked of the household, not of the link.
    """
    return scene.per_link(scene.parties == 1)
