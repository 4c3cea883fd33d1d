"""Homes: recipients of one family, one house, one electricity meter, or of cards that left one another.

Who looks at one of them is at the door of the others. A home says nothing of anybody: it only keeps ten neighbours in
one shelter from being looked at as if they were ten cases.
"""

import numpy as np
import pyarrow as pa

from features.expressions import col, join
from features.houses import houses
from features.numbers import GIVEN, by_number
from features.shapes import rows
from features.tables import Tables
from graph.arrays import UNKNOWN, Ints, as_array, first_seen
from graph.components import components

FAMILY, ORIGIN = "family_id", "split_from_family_id"
HELD = ("house", "meter")


def homes(tables: Tables) -> dict[str, int]:
    """The number of the home of each recipient who has one with somebody else."""
    tables = by_number(tables)
    own = GIVEN if tables.by_number else "recipient_id"
    people = rows(tables, "recipients").select(FAMILY, col(own).alias("own"))
    found = tables.engine.collect(join(people, houses(tables, ORIGIN), FAMILY))
    home = _together(_things(found))
    lived = np.flatnonzero(home != UNKNOWN)
    return dict(zip(as_array(found["own"]).take(lived).to_pylist(), home[lived].tolist(), strict=True))


def _things(found: pa.Table) -> list[Ints]:
    """What each row shares, numbered apart; both family cards are of one kind."""
    family, origin = found[FAMILY], found[ORIGIN].cast(found[FAMILY].type)
    cards, _ = first_seen(pa.chunked_array([*family.chunks, *origin.chunks], family.type))
    things = [cards[: len(found)], cards[len(found) :]]
    for column in HELD:
        number, _ = first_seen(found[column])
        things.append(
            np.where(number == UNKNOWN, UNKNOWN, number + 1 + max(one.max(initial=UNKNOWN) for one in things))
        )
    return things


def _together(things: list[Ints]) -> Ints:
    """The component of each row, ``UNKNOWN`` where it is alone in it."""
    known = [np.flatnonzero(held != UNKNOWN) for held in things]
    row = np.concatenate(known)
    thing = np.concatenate([held[of] for held, of in zip(things, known, strict=True)])
    shared = np.bincount(thing, minlength=1)[thing] > 1
    home = components(row[shared], thing[shared], len(things[0]), int(thing.max(initial=UNKNOWN)) + 1)[0]
    several = np.append(np.bincount(home[home != UNKNOWN], minlength=1) > 1, [False])
    return np.where(several[home], home, UNKNOWN)
