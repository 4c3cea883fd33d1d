"""A group trip: neighbours of a distant village share the ride to the machine."""

from graph.arrays import Bools
from graph.innocence.scene import Scene


def group_trip(scene: Scene) -> Bools:
    """One village, a counter outside it, no more people than a pick-up takes, and no fixed order in the queue.

    People queue as they come, while a stack of cards keeps its order from day to day (graph/queues.py states the
    arithmetic). A collector who shuffles the stack passes here and is left to the other evidence.
    """
    return scene.tools.on_trip
