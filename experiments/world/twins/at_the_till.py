"""People who take money out together, or confirm together, for good reasons."""

import numpy as np

from experiments.world.rows import DAY, Ints
from experiments.world.schemes.cast import Cast
from experiments.world.schemes.fictitious import to_village_aid
from experiments.world.schemes.plan import Step
from experiments.world.staff import FACILITATOR
from experiments.world.visits import FULL
from experiments.world.voices import PHOTO
from experiments.world.world import World

ELDERLY = -1_600
"""Born before about August 1965."""


def group_trip(cast: Cast, share: float) -> None:
    """A hired car from a remote village to the cash machine: by day, in changing order, everyone their own amount."""
    remote = cast.world["villages"]["remote"] == 1
    for size in cast.sizes(share, 6, 14):
        _, members = cast.group("village", size, cast.banked(), remote if remote.any() else None)
        machine = int(cast.recipients["machine"][members[0]])
        start, gap = int(cast.rng.integers(510, 700)), int(cast.rng.integers(90, 240))
        cast.session(members, [machine], delay=2, wanders=2, start=start, gap=gap, shuffled=1)
        cast.world.truth.twin("recipient", members, "group_trip", ring=cast.ring())


def carer(cast: Cast, share: float) -> None:
    """A neighbour takes out the money of three to six old people at the village's agent."""
    old = cast.persons["born"][cast.recipients["person"]] < ELDERLY
    for size in cast.sizes(share, 3, 6):
        _, members = cast.group("village", size, cast.banked() & old)
        _helped(cast, members)
        helper = int(cast.persons["phone"][cast.families["head"][cast.recipients["family"][members[0]]]])
        if helper >= 0:
            cast.account_phone(members, helper, 0.8)
        cast.world.truth.twin("recipient", members, "carer", ring=cast.ring())


def lawful_helper(cast: Cast, share: float) -> None:
    """A facilitator goes with disabled or very old people and hands over every rupiah."""
    frail = (cast.persons["disabled"] == 1) | (cast.persons["born"] < ELDERLY)
    suits = cast.banked() & frail[cast.recipients["person"]]
    for size in cast.sizes(share, 3, 6):
        official, members = cast.group("facilitator", size, suits, cast.officials(FACILITATOR))
        _helped(cast, members)
        ring = cast.ring()
        cast.world.truth.twin("recipient", members, "lawful_helper", ring=ring)
        cast.world.truth.twin("official", official, "lawful_helper", ring=ring)


def _helped(cast: Cast, members: Ints) -> None:
    cast.recipients["habit"][members] = FULL
    terminal = int(cast.world["agents"]["terminal"][cast.recipients["agent"][members[0]]])
    start = int(cast.rng.integers(500, 700))
    cast.session(members, [terminal], delay=1, wanders=1, start=start, gap=130, shuffled=1)


def weak_signal(cast: Cast, share: float) -> None:
    """Proofs of village aid uploaded in one go where there was signal: own places, own pictures, one moment."""
    everyone = np.ones(len(cast.recipients), dtype=np.bool_)
    for size in cast.sizes(share, 8, 20):
        _, members = cast.group("village", size, everyone)
        to_village_aid(cast, members)
        cast.plan.signatures.append(_uploaded(members))
        cast.world.truth.twin("recipient", members, "weak_signal", ring=cast.ring())


def _uploaded(members: Ints) -> Step:
    def upload(world: World) -> None:
        rows = world["receipts"]
        theirs = np.flatnonzero(np.isin(rows["recipient"], members))
        batch = world["payments"]["credited"][rows["payment"][theirs]] // DAY * DAY + 2 * DAY + 17 * 3_600
        rows["received"][theirs] = batch + np.arange(len(theirs)) % 40
        rows["method"][theirs] = PHOTO
        rows["evidence"][theirs] = 50_000_000 + theirs

    return upload
