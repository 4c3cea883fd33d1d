"""Emptied together: aid that lay untouched for half a year and was taken at one place within a month, with others'."""

from collections.abc import Iterator

import numpy as np

from features.accounts.silence import MONTH_DAYS, NEEDS, emptied
from features.subjects import SubjectKind
from features.tables import Tables
from graph.arrays import Ints, first_seen, in_order, integers
from graph.held import Held, held
from graph.kinds import LinkKind
from graph.roll import Roll
from graph.sources.names import group_names

EMPTIED = "emptied"


def emptied_together(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Groups of recipients whose silent aid was emptied at one place, each within a month of the next.

    One forgotten card comes back to life anywhere; several at one machine in one month lay in one drawer.
    """
    if not (tables.has(NEEDS) and "recipients" in tables.frames):
        return
    keyed = roll.keyed(SubjectKind.RECIPIENT)
    rows = tables.engine.collect(emptied(tables).join(keyed, on="recipient_id", how="inner"))
    rows = rows.filter(rows["place"].is_valid())
    subject, day, place = integers(rows["subject"]), integers(rows["day"]), first_seen(rows["place"])[0]
    order = in_order(place, day, subject)
    subject, group = subject[order], spells(place[order], day[order])
    several = (np.bincount(group) > 1)[group] if len(group) else group > 0
    things, thing = group_names(f"{EMPTIED}:", roll, subject[several], group[several])
    yield held(LinkKind.ATTRIBUTE, (subject[several], thing), things=things, knowing=np.flatnonzero(roll.is_recipient))


def spells(place: Ints, day: Ints) -> Ints:
    """The spell of each entry, sorted by place and day: a new one at each place and after more than a month."""
    new = (np.diff(place, prepend=place[:1]) != 0) | (np.diff(day, prepend=day[:1]) > MONTH_DAYS)
    return np.cumsum(new).astype(np.int64)
