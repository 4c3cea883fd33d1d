"""Groups at the terminal as things held, with what speaks for their innocence."""

from dataclasses import dataclass

import numpy as np

from graph.arrays import UNKNOWN, Bools, Ints, distinct_pairs
from graph.context import MUCH, usual_place
from graph.held import Held, held
from graph.kinds import LinkKind
from graph.roll import Roll
from graph.sources import group_names
from graph.together import DAYS, Groups
from graph.visits import Visits, commonest, regulars

ONE_RIDE = 20
"""A pick-up with benches takes about twenty."""
NO_ORDER = 0.875
"""Share of days on which a pair keeps its usual order: 0.75 on average over three days by chance (and less over more),
1 for a stack kept in order; the line lies midway."""
_OF_A_GROUP = 0.8


@dataclass(frozen=True)
class Queues:
    """Holdings of groups at the terminal and, per group in the order of ``held.things``, what may explain it."""

    held: Held
    at_only_agent: Bools
    on_trip: Bools


def queues(roll: Roll, seen: Visits, found: Groups) -> Queues:
    """The groups as shared things."""
    things, thing = group_names("T", roll, found.subject, found.group)
    regular = regulars(seen, DAYS)
    entry = held(LinkKind.TOGETHER, (found.subject, thing), things=things, knowing=regular)
    around = seen.only(np.isin(seen.place, found.place))
    at_home, elsewhere = _at_usual_place(roll, usual_place(roll.village, seen.usual_place), around, found)
    crowded = _most_regulars(around, found, regular)
    size = np.bincount(found.group, minlength=len(found))
    trip = elsewhere & (size <= ONE_RIDE) & (found.order < NO_ORDER)
    by_name = np.zeros(len(found), dtype=np.int64)
    by_name[thing] = found.group
    return Queues(entry, (at_home & crowded)[by_name], trip[by_name])


def _at_usual_place(roll: Roll, usual: Ints, around: Visits, found: Groups) -> tuple[Bools, Bools]:
    """Groups of one village at the counter where that village goes, and groups of one village at one outside it.

    ``usual`` is where each village goes, ``around`` are the visits to the places of the groups.
    """
    village, times = commonest(found.group, roll.village[found.subject], len(found))
    one_village = times >= _OF_A_GROUP * np.bincount(found.group, minlength=len(found))
    here = (usual[village] == found.place) & (village != UNKNOWN)
    lies_in = _lies_in(roll, around, found)
    outside = (lies_in[found.place] != village) & ~here if len(around.places) else here
    return one_village & here, one_village & outside


def _lies_in(roll: Roll, seen: Visits, found: Groups) -> Ints:
    """The village of each place: its agent's, else that of most who come and are in no group.

    A machine to which people of many villages come lies in none of them, whichever of them comes oftenest.
    """
    agent = seen.agent_of_place
    single = ~np.isin(seen.subject, found.subject)
    place = seen.place[single]
    visitors, times = commonest(place, roll.village[seen.subject[single]], len(seen.places))
    whole = np.bincount(place, minlength=len(seen.places))
    visitors = np.where(times > MUCH * whole, visitors, UNKNOWN)
    of_agent = np.where(agent == UNKNOWN, UNKNOWN, roll.village[agent])
    return np.where(of_agent == UNKNOWN, visitors, of_agent)


def _most_regulars(seen: Visits, found: Groups, regular: Ints) -> Bools:
    """Groups at a place where most of those who come regularly are in some group."""
    often = np.isin(seen.subject, regular)
    place, subject = distinct_pairs(seen.place[often], seen.subject[often])
    whole = np.bincount(place, minlength=len(seen.places))
    part = np.bincount(place[np.isin(subject, found.subject)], minlength=len(seen.places))
    return np.asarray((part > MUCH * whole)[found.place]) if len(seen.places) else np.zeros(0, dtype=np.bool_)
