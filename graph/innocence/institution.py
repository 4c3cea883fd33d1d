"""An orphanage or a home for the old: many payees under one roof whose money a guardian keeps."""

from graph.arrays import Bools, Ints
from graph.innocence.scene import Scene
from graph.kinds import LinkKind

_AT_LEAST = 5
_NEARLY_ALL = 0.8
_KINDS = (
    LinkKind.ADDRESS,
    LinkKind.ACCOUNT,
    LinkKind.HOLDER,
    LinkKind.PHONE,
    LinkKind.COUNTERPARTY,
    LinkKind.TOGETHER,
    LinkKind.DEVICE,
)


def institution(scene: Scene) -> Bools:
    """Five payees or more, four of five of them minors or old, in one house.

    About a third of a poor population is under 18 or over 59 as a payee at the very most, so that four of five among
    five strangers would happen once in twenty groups; with the one roof it is a home. A thief who collects the cards
    of the old takes them from many houses.
    """
    sharing = scene.sharing
    kept = sharing.share(scene.in_care, among=scene.recipient) >= _NEARLY_ALL
    found = (scene.recipients >= _AT_LEAST) & kept & (scene.one_in(homes(scene)) >= _NEARLY_ALL)
    return scene.per_link(found) & sharing.of(*_KINDS)


def homes(scene: Scene) -> Ints:
    """Per subject, the node of the house it shares; unknown where it shares none."""
    sharing = scene.sharing
    house = sharing.roll.village * 0 - 1
    at = sharing.of(LinkKind.ADDRESS)
    house[sharing.subject[at]] = sharing.node[at]
    return house
