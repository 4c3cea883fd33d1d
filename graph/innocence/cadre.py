"""A cadre's phone: who has none of their own is registered under the number of the one who helped."""

from graph.arrays import Bools
from graph.innocence.scene import Scene
from graph.kinds import LinkKind

_NEARLY_ALL = 0.8


def cadre(scene: Scene, apart: Bools) -> Bools:
    """A number on the forms of several parties that is an official's own, or came with one registering hand.

    In the Banyuwangi pilot half of those targeted had no usable phone, so such numbers are expected. The rule ends
    where the money joins in: ``apart`` marks links whose holders share no purse, and where the form names a phone of
    their own but the account is bound to this one, nobody was helped out.
    """
    sharing = scene.sharing
    officials = sharing.per_node(sharing.roll.kind[sharing.subject] == 2) > 0  # noqa: PLR2004 officials are the roll's third kind
    hand = scene.one_in(sharing.roll.registered_by) >= _NEARLY_ALL
    guide = scene.one_in(sharing.roll.facilitator) >= _NEARLY_ALL
    helped = scene.per_link(officials | hand | guide)
    mostly_apart = scene.per_link(sharing.share(apart) >= _NEARLY_ALL)
    return helped & mostly_apart & ~scene.tools.diverted & sharing.of(LinkKind.PHONE)
