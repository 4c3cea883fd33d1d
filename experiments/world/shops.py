"""Agents at whom aid is taken out, their terminals, and the cash machines of banks."""

import numpy as np

from experiments.world.calendar import day
from experiments.world.places import kilometres
from experiments.world.rows import NONE, Ints, Rows, stack
from experiments.world.staff import better_off, take_families
from experiments.world.world import World

KINDS = ("e_warong", "bank_agent", "post_office", "shop", "other")
E_WARONG, BANK_AGENT, POST_OFFICE, SHOP = range(4)
FAMILIES_PER_AGENT = 190
FAMILIES_PER_CASH_MACHINE = 900
LIFE = 26.0
"""Transactions a month outside aid in the extract of a usual agent: a sample of the contract floor of 200."""


def open_shops(world: World, families: Rows, persons: Rows) -> Rows:
    """All agents: in villages by size, one post counter per district."""
    rng = world.rng("agents")
    villages = world["villages"]
    share = villages["families"] / FAMILIES_PER_AGENT * np.where(villages["remote"] == 1, 0.7, 1.0)
    here = np.floor(share + rng.random(len(villages))).astype(np.int64)
    here[np.argmax(share)] = max(1, int(here[np.argmax(share)]))
    village = np.repeat(np.arange(len(villages)), here)
    kind = rng.choice([E_WARONG, BANK_AGENT, SHOP], size=len(village), p=[0.3, 0.6, 0.1])
    posts = np.unique(villages["district"], return_index=True)[1]
    agents = stack([Rows(len(village), village=village, kind=kind), Rows(len(posts), village=posts, kind=POST_OFFICE)])
    _owners(world, agents, families, persons)
    _describe(world, agents)
    return agents


def _owners(world: World, agents: Rows, families: Rows, persons: Rows) -> None:
    rank = better_off(world, families, "officials")
    serving = np.bincount(world["officials"]["village"], minlength=len(world["villages"]))
    family = take_families(families, rank, agents["village"], serving)
    agents["family"] = family
    adult = np.where(families["wife"][family] >= 0, families["wife"][family], families["head"][family])
    owner = np.where(np.arange(len(agents)) % 3 == 0, families["head"][family], adult)
    agents["owner"] = np.where(agents["kind"] == POST_OFFICE, NONE, owner)
    phone = persons["phone"][owner]
    agents["phone"] = np.where(phone >= 0, phone, 85_200_000_000 + np.arange(len(agents)) * 6_151 % 900_000_000)
    persons["phone"][owner] = agents["phone"]
    spot = world.rng("shop fronts").normal(0, 0.0001, (2, len(agents)))
    villages = world["villages"]
    middle = np.nan_to_num(families["latitude"][family], nan=0.0)
    agents["latitude"] = np.where(middle == 0, villages["latitude"][agents["village"]], middle) + spot[0]
    middle = np.nan_to_num(families["longitude"][family], nan=0.0)
    agents["longitude"] = np.where(middle == 0, villages["longitude"][agents["village"]], middle) + spot[1]


def _describe(world: World, agents: Rows) -> None:
    rng = world.rng("agent lives")
    count = len(agents)
    agents["opened"] = rng.integers(day(2016, 3, 1), day(2024, 11, 1), count)
    agents["name1"] = rng.integers(0, 40, count)
    agents["life"] = np.where(agents["kind"] == POST_OFFICE, LIFE * 2, LIFE) * rng.lognormal(0, 0.45, count)
    agents["basket"] = NONE
    agents["supplier"] = rng.integers(0, max(3, count // 8), count)
    agents["markup"] = np.round(rng.normal(0.03, 0.03, count), 3)


def place_terminals(world: World, agents: Rows) -> Rows:
    """One machine per agent, two at every sixth, and cash machines near the middle of each district."""
    rng = world.rng("terminals")
    count = len(agents)
    second = np.flatnonzero(rng.random(count) < 0.16)
    agent = np.r_[np.arange(count), second]
    activated = np.maximum(agents["opened"][agent], day(2018, 1, 1)) + rng.integers(0, 60, len(agent))
    machines = Rows(
        len(agent),
        agent=agent,
        latitude=agents["latitude"][agent],
        longitude=agents["longitude"][agent],
        activated=activated,
    )
    agents["terminal"] = np.arange(count)
    agents["terminal2"] = np.arange(count)
    agents["terminal2"][second] = count + np.arange(len(second))
    return stack([machines, _cash_machines(world, rng)])


def _cash_machines(world: World, rng: np.random.Generator) -> Rows:
    villages = world["villages"]
    size = np.bincount(villages["district"], weights=villages["families"])
    count = np.maximum(1, np.round(size / FAMILIES_PER_CASH_MACHINE)).astype(np.int64)
    district = np.repeat(np.arange(len(size)), count)
    busiest = np.lexsort((-villages["families"], villages["district"]))
    first = np.searchsorted(villages["district"][busiest], district)
    village = busiest[first]
    return Rows(
        len(village),
        agent=NONE,
        latitude=villages["latitude"][village] + rng.normal(0, 0.01, len(village)),
        longitude=villages["longitude"][village] + rng.normal(0, 0.01, len(village)),
        activated=rng.integers(day(2014, 1, 1), day(2023, 1, 1), len(village)),
    )


def nearest(world: World, places: Rows, wanted: int) -> Ints:
    """For each village the positions of the nearest places, nearest first: an array villages x wanted."""
    villages = world["villages"]
    found = np.zeros((len(villages), wanted), dtype=np.int64)
    for start in range(0, len(villages), 256):
        part = slice(start, start + 256)
        far = kilometres(
            villages["latitude"][part, None],
            villages["longitude"][part, None],
            places["latitude"][None, :],
            places["longitude"][None, :],
        )
        order = np.argsort(far, axis=1, kind="stable")[:, :wanted]
        found[part] = order[:, np.arange(wanted) % order.shape[1]]
    return found
