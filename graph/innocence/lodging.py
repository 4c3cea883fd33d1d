"""Poor lodging: boarding houses and crowded homes, where many families share a door and nothing else."""

from graph.arrays import Bools
from graph.innocence.scene import Scene
from graph.kinds import LinkKind

_NEARLY_ALL = 0.8
_ALLOWED = 3
_DAYS = 14
_IN_ONE_GO = 0.5


def lodging(scene: Scene, apart: Bools) -> Bools:
    """A house whose families keep their purses apart.

    Eight family cards in one Jakarta house were real people, while the rule there allows three to a house. An address
    farm is made for the money, so there the money meets again: in an account, a holder, a hand at the terminal. And
    it is made in one go, while a house fills over years. Where four of five share no purse with another family of the
    house, and more than three families did not register mostly within one fortnight, the house is where they live.
    """
    sharing = scene.sharing
    mostly_apart = sharing.share(apart) >= _NEARLY_ALL
    over_years = (scene.parties <= _ALLOWED) | (scene.in_one_go(_DAYS) <= _IN_ONE_GO)
    return scene.per_link(mostly_apart & over_years) & sharing.of(LinkKind.ADDRESS)
