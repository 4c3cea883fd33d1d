"""The only agent around: where a whole village has one counter, its people meet there again and again."""

from graph.arrays import Bools
from graph.innocence.scene import Scene


def only_agent(scene: Scene) -> Bools:
    """Cards together at the counter where their village goes, when most of that counter's regulars are together too.

    What holds for most regulars is how the counter works: an aid day, one hour of network. A stack of cards at such a
    counter is a smaller part of its regulars, and a stack at a distant machine is not where the village goes.
    """
    return scene.tools.at_only_agent
