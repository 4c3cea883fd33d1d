"""What everybody does: a way of sharing too common among peers to be a mark of anything."""

from graph.arrays import Bools
from graph.innocence.scene import Scene

_COMMON = 0.1


def expected_by_chance(scene: Scene) -> Bools:
    """One peer in ten, other holders of the same thing left out, shares such a thing as widely.

    Measured leakage lies between one and seven per cent. What a tenth of the peers do is more common than all fraud
    together, so it cannot tell fraud from the rest.
    """
    return scene.habits.share >= _COMMON
