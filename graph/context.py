"""Context: the day and hand of registration and the usual terminal, shown for those who are linked otherwise.

Everybody was registered by somebody and withdraws somewhere. Such things are evidence only among subjects whom other
things link already, and only if the linked ones make up much of the batch: forty of forty-two registered that day say
something, forty of nine hundred nothing. Listing them for everybody would bury the rest. The agent of the terminal and
the official who registered stand beside them.
"""

from dataclasses import dataclass

import numpy as np

from graph.arrays import UNKNOWN, Bools, Floats, Ints, distinct
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


@dataclass(frozen=True)
class Batches:
    """Batches of subjects: each subject's batch, and per batch its name and whoever keeps it, ``UNKNOWN`` if nobody.

    The agent keeps a terminal and the official a day's registrations: without them nobody would see that a ring is
    one hand's work.
    """

    of: Ints
    names: list[str]
    keeper: Ints


def registered_together(roll: Roll, linked: Bools) -> Context:
    """Batches: the same hand on the same day, with the official whose hand it was."""
    known = roll.is_recipient & (roll.registered_by != UNKNOWN) & (roll.registered_on != UNKNOWN)
    subject = np.flatnonzero(known)
    day = roll.registered_on[subject]
    width = int(day.max(initial=0)) + 1
    keys, batch = np.unique(roll.registered_by[subject] * width + day, return_inverse=True)
    names = [f"{roll.hands[key // width]}@{np.datetime64(int(key % width), 'D')}" for key in keys.tolist()]
    batches = Batches(batch.astype(np.int64), names, roll.officials_of(keys // width))
    found = _listed(LinkKind.REGISTERED_TOGETHER, subject, batches, linked)
    few = found.weight < STRENGTH[LinkKind.REGISTERED_TOGETHER] * MUCH
    return Context(found.held, found.weight, np.where(few, REASON_CODE[Reason.BULK_OPENING], UNKNOWN))


def terminals(roll: Roll, seen: Visits, linked: Bools) -> Context:
    """The terminal where each card is mostly used, with its agent; innocent where the subject's village mostly goes."""
    place = seen.usual_place
    subject = np.flatnonzero(place != UNKNOWN)
    batches = Batches(place[subject], list(seen.places), seen.agent_of_place)
    found = _listed(LinkKind.TERMINAL, subject, batches, linked)
    village_goes = usual_place(roll.village, place)
    names = {name: number for number, name in enumerate(seen.places)}
    at = np.array([names[name] for name in found.held.things], dtype=np.int64)[found.held.thing]
    usual = village_goes[roll.village[found.held.subject]] == at
    few = found.weight < STRENGTH[LinkKind.TERMINAL] * MUCH
    reason = np.where(few, REASON_CODE[Reason.EXPECTED_BY_CHANCE], UNKNOWN)
    reason = np.where(usual, REASON_CODE[Reason.ONLY_AGENT], reason)
    return Context(found.held, found.weight, _of_keepers(roll, found.held, reason))


def _of_keepers(roll: Roll, held: Held, reason: Ints) -> Ints:
    """The same reasons, a keeper's being that of most who come: unexplained as soon as one of them is."""
    comes = roll.is_recipient[held.subject]
    usual, _ = commonest(held.thing[comes], reason[comes], len(held.things))
    usual[held.thing[comes & (reason == UNKNOWN)]] = UNKNOWN
    return np.where(comes, reason, usual[held.thing])


def usual_place(village: Ints, place: Ints) -> Ints:
    """Per village the place where more than half of its cards are mostly used, else ``UNKNOWN``.

    The last entry stands for the unknown village, which has no usual place.
    """
    known = (village != UNKNOWN) & (place != UNKNOWN)
    villages = int(village.max(initial=-1)) + 1
    best, times = commonest(village[known], place[known], villages)
    whole = np.bincount(village[known], minlength=villages)
    return np.append(np.where(times > MUCH * whole, best, UNKNOWN), UNKNOWN).astype(np.int64)


def _listed(kind: LinkKind, subject: Ints, batches: Batches, linked: Bools) -> Context:
    """The links of the linked subjects, and of the keeper, to the batches that hold at least two of them."""
    batch, names = batches.of, batches.names
    whole = np.bincount(batch, minlength=len(names))
    mine = linked[subject]
    among = np.bincount(batch[mine], minlength=len(names))
    rows = mine & (among[batch] > 1)
    used = distinct(batch[rows])
    kept = used[batches.keeper[used] != UNKNOWN]
    subject, batch = np.concatenate([subject[rows], batches.keeper[kept]]), np.concatenate([batch[rows], kept])
    in_order = sorted(used.tolist(), key=lambda number: names[number])
    place = np.full(len(names) + 1, UNKNOWN, dtype=np.int64)
    place[in_order] = np.arange(len(in_order))
    order = np.lexsort((subject, place[batch]))
    subject, batch = subject[order], batch[order]
    held = Held(
        kind=kind,
        subject=subject,
        thing=place[batch],
        things=tuple(names[number] for number in in_order),
        knowing=subject,
        beyond=(whole - among)[in_order].astype(np.int64),
    )
    weight = np.round(STRENGTH[kind] * among[batch] / np.maximum(whole[batch], 1), 6)
    return Context(held, weight, np.full(len(subject), UNKNOWN, dtype=np.int64))
