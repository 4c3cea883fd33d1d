"""Poor lodging: boarding houses and crowded homes, where many families share a door and nothing else."""

from graph.arrays import Bools
from graph.innocence.scene import Scene
from graph.kinds import LinkKind

_NEARLY_ALL = 0.8


def lodging(scene: Scene, apart: Bools) -> Bools:
    """A house whose families keep their purses apart.

    Eight family cards in one Jakarta house were real people. An address farm is made for the money, so there the
    money meets again: in an account, a holder, a hand at the terminal. Where four of five share no purse with
    another family of the house, the house is where they live.
    """
    mostly_apart = scene.per_link(scene.sharing.share(apart) >= _NEARLY_ALL)
    return mostly_apart & scene.sharing.of(LinkKind.ADDRESS)
