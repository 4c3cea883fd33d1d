"""Context: the day and hand of registration and the usual terminal, shown for those who are linked otherwise.

Everybody was registered by somebody and withdraws somewhere. Such things are evidence only among subjects whom other
things link already, and only if the linked ones make up much of the batch: forty of forty-two registered that day say
something, forty of nine hundred nothing. Listing them for everybody would bury the rest.
"""

from dataclasses import dataclass

import numpy as np

from graph.arrays import UNKNOWN, Bools, Floats, Ints
from graph.held import Held
from graph.kinds import REASON_CODE, STRENGTH, LinkKind, Reason
from graph.roll import Roll
from graph.visits import Visits, commonest

MUCH = 0.5
"""Below one half, the batch is mostly other people: then being in it is no mark of the group."""


@dataclass(frozen=True)
class Context:
    """Holdings of one kind of context, with the weight and the innocent reason of each link."""

    held: Held
    weight: Floats
    reason: Ints


def registered_together(roll: Roll, linked: Bools) -> Context:
    """Batches: the same hand on the same day."""
    known = roll.is_recipient & (roll.registered_by != UNKNOWN) & (roll.registered_on != UNKNOWN)
    subject = np.flatnonzero(known)
    day = roll.registered_on[subject]
    width = int(day.max(initial=0)) + 1
    keys, batch = np.unique(roll.registered_by[subject] * width + day, return_inverse=True)
    names = [f"{roll.hands[key // width]}@{np.datetime64(int(key % width), 'D')}" for key in keys.tolist()]
    found = _listed(LinkKind.REGISTERED_TOGETHER, subject, batch.reshape(-1).astype(np.int64), names, linked)
    few = found.weight < STRENGTH[LinkKind.REGISTERED_TOGETHER] * MUCH
    return Context(found.held, found.weight, np.where(few, REASON_CODE[Reason.BULK_OPENING], UNKNOWN))


def terminals(roll: Roll, seen: Visits, linked: Bools) -> Context:
    """The terminal where each card is mostly used; innocent where the subject's village mostly goes."""
    place, _ = commonest(seen.subject, seen.place, len(roll))
    subject = np.flatnonzero(place != UNKNOWN)
    found = _listed(LinkKind.TERMINAL, subject, place[subject], list(seen.places), linked)
    village_goes = usual_place(roll.village, place)
    names = {name: number for number, name in enumerate(seen.places)}
    at = np.array([names[name] for name in found.held.things], dtype=np.int64)[found.held.thing]
    usual = village_goes[roll.village[found.held.subject]] == at
    few = found.weight < STRENGTH[LinkKind.TERMINAL] * MUCH
    reason = np.where(few, REASON_CODE[Reason.EXPECTED_BY_CHANCE], UNKNOWN)
    return Context(found.held, found.weight, np.where(usual, REASON_CODE[Reason.ONLY_AGENT], reason))


def usual_place(village: Ints, place: Ints) -> Ints:
    """Per village the place where more than half of its cards are mostly used, else ``UNKNOWN``.

    The last entry stands for the unknown village, which has no usual place.
    """
    known = (village != UNKNOWN) & (place != UNKNOWN)
    villages = int(village.max(initial=-1)) + 1
    best, times = commonest(village[known], place[known], villages)
    whole = np.bincount(village[known], minlength=villages)
    return np.append(np.where(times > MUCH * whole, best, UNKNOWN), UNKNOWN).astype(np.int64)


def _listed(kind: LinkKind, subject: Ints, batch: Ints, names: list[str], linked: Bools) -> Context:
    """The links of the linked subjects to the batches that hold at least two of them."""
    whole = np.bincount(batch, minlength=len(names))
    mine = linked[subject]
    among = np.bincount(batch[mine], minlength=len(names))
    rows = mine & (among[batch] > 1)
    subject, batch = subject[rows], batch[rows]
    used = sorted(np.unique(batch).tolist(), key=lambda number: names[number])
    place = np.full(len(names) + 1, UNKNOWN, dtype=np.int64)
    place[used] = np.arange(len(used))
    order = np.lexsort((subject, place[batch]))
    subject, batch = subject[order], batch[order]
    held = Held(
        kind=kind,
        subject=subject,
        thing=place[batch],
        things=tuple(names[number] for number in used),
        knowing=subject,
        beyond=(whole - among)[used].astype(np.int64),
    )
    weight = np.round(STRENGTH[kind] * among[batch] / np.maximum(whole[batch], 1), 6)
    return Context(held, weight, np.full(len(subject), UNKNOWN, dtype=np.int64))
