"""What lies on accounts when a scheme reaches for it."""

import numpy as np

from experiments.world.pay import CREDITED
from experiments.world.rows import Ints
from experiments.world.world import World


def _paid_to(world: World, account: Ints) -> tuple[Ints, Ints]:
    """Positions of credited payments into these accounts, and the place of each account among them."""
    payments = world["payments"]
    order = np.argsort(account, kind="stable")
    here = np.flatnonzero((payments["status"] == CREDITED) & np.isin(payments["account"], account))
    return here, order[np.searchsorted(account[order], payments["account"][here])]


def first_credit(world: World, account: Ints) -> Ints:
    """Time of the first credit of each account; the largest number where there is none."""
    here, place = _paid_to(world, account)
    first = np.full(len(account), np.iinfo(np.int64).max)
    np.minimum.at(first, place, world["payments"]["credited"][here])
    return first


def credited_so_far(world: World, account: Ints, time: Ints) -> Ints:
    """Money credited to each account before its time."""
    here, place = _paid_to(world, account)
    before = world["payments"]["credited"][here] < time[place]
    total = np.zeros(len(account), dtype=np.int64)
    np.add.at(total, place[before], world["payments"]["amount"][here][before])
    return total
