"""Innocence: the look-alikes of fraud, one file per twin, each with its argument."""

import numpy as np

from graph.arrays import UNKNOWN, Bools, Ints
from graph.innocence.cadre import cadre
from graph.innocence.carer import carer
from graph.innocence.disaster_camp import disaster_camp
from graph.innocence.expected_by_chance import expected_by_chance
from graph.innocence.group_trip import group_trip
from graph.innocence.institution import institution
from graph.innocence.kin import kin
from graph.innocence.lodging import lodging
from graph.innocence.only_agent import only_agent
from graph.innocence.reviewed import reviewed
from graph.innocence.scene import Scene, Tools, money_links
from graph.kinds import REASON_CODE, Reason

__all__ = ["Scene", "Tools", "explain"]


def explain(scene: Scene) -> Ints:
    """Per link the code of its innocent reason, ``UNKNOWN`` where there is none; the first rule that holds names it.

    Rules about the purse come first, because a phone or a house is innocent only where its holders' purses are apart.
    """
    reasons = np.full(scene.sharing.links, UNKNOWN, dtype=np.int64)
    for reason, found in (
        (Reason.KIN, kin(scene)),
        (Reason.REVIEWED, reviewed(scene)),
        (Reason.INSTITUTION, institution(scene)),
        (Reason.CARER, carer(scene)),
        (Reason.ONLY_AGENT, only_agent(scene)),
        (Reason.GROUP_TRIP, group_trip(scene)),
        (Reason.EXPECTED_BY_CHANCE, expected_by_chance(scene)),
    ):
        _name(reasons, reason, found)
    apart = ~scene.corroborated(money_links(scene.sharing, reasons != UNKNOWN))
    for reason, found in (
        (Reason.DISASTER_CAMP, disaster_camp(scene, apart)),
        (Reason.CADRE, cadre(scene, apart)),
        (Reason.LODGING, lodging(scene, apart)),
    ):
        _name(reasons, reason, found)
    return reasons


def _name(reasons: Ints, reason: Reason, found: Bools) -> None:
    reasons[(reasons == UNKNOWN) & found] = REASON_CODE[reason]
