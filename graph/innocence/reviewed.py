"""Looked at already: an investigation found nothing wrong with those who share it."""

from graph.arrays import Bools
from graph.innocence.scene import Scene


def reviewed(scene: Scene) -> Bools:
    """Things that one cleared recipient shares: all other parties were cleared too.

    ``cleared`` holds who was cleared by an investigation's latest outcome and not confirmed since.
    """
    return scene.per_link(scene.sharing.share(scene.cleared[scene.sharing.subject]) == 1)
