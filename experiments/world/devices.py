"""Devices and pairs: who applied on whose phone, and which look-alike people reviewers have looked at."""

import numpy as np

from experiments.world.calendar import AS_OF_SECOND
from experiments.world.rows import DAY, Rows, stack
from experiments.world.world import World

ONLINE = 0.12


def devices(world: World, planned: list[Rows]) -> Rows:
    """Devices of recipients who registered through the portal: mostly their own; planned ones are shared."""
    rng = world.rng("devices")
    recipients = world["recipients"]
    taken = np.concatenate([rows["subject"][rows["kind"] == 0] for rows in planned] or [np.zeros(0, dtype=np.int64)])
    online = np.flatnonzero((recipients["channel"] == 0) | (rng.random(len(recipients)) < ONLINE / 4))
    online = np.setdiff1d(online, taken)
    own = Rows(len(online), kind=0, subject=online, what=0, device=1_000_000 + recipients["family"][online])
    own["seen"] = recipients["registered"][online] * DAY + rng.integers(8 * 3_600, 20 * 3_600, len(online))
    return stack([own, *planned])


def pair_decisions(world: World) -> Rows:
    """Reviewers have said of a few same-named people whether they are one."""
    rng = world.rng("pairs")
    persons = world["persons"]
    key = persons["name1"] * 1_000_000 + persons["name2"] * 1_000 + persons["mother1"]
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order][1:] == key[order][:-1])
    chosen = same[rng.random(len(same)) < min(1.0, 40 / max(len(same), 1))]
    left, right = order[chosen], order[chosen + 1]
    rows = Rows(len(chosen), left=np.minimum(left, right), right=np.maximum(left, right), same=0)
    rows["time"] = AS_OF_SECOND - rng.integers(20 * DAY, 200 * DAY, len(chosen))
    return rows
