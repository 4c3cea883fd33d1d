"""Village heads, officials, operators, facilitators and enumerators, each with a household of their own."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY, day
from experiments.world.people import YEAR
from experiments.world.rows import NONE, Ints, Rows, order_within, stack
from experiments.world.world import World

ROLES = ("village_head", "village_official", "facilitator", "operator", "enumerator", "other")
VILLAGE_HEAD, VILLAGE_OFFICIAL, FACILITATOR, OPERATOR, ENUMERATOR = range(5)
OFFICIALS_PER_VILLAGE = 3
FAMILIES_PER_FACILITATOR, FAMILIES_PER_ENUMERATOR = 520, 170


def beats(world: World, families: Rows) -> None:
    """Which facilitator and enumerator serves each family: neighbouring families, within one district."""
    district = world["villages"]["district"][families["village"]]
    position = order_within(district)
    for name, load in (("facilitator_beat", FAMILIES_PER_FACILITATOR), ("enumerator_beat", FAMILIES_PER_ENUMERATOR)):
        beat = district * 1_000_000 + position // load
        families[name] = np.unique(beat, return_inverse=True)[1]


def appoint(world: World, families: Rows, persons: Rows) -> Rows:
    """All officials; ``families`` gains the positions of those who serve it."""
    villages = len(world["villages"])
    everywhere = np.arange(villages)
    posts = [
        Rows(villages, role=VILLAGE_HEAD, village=everywhere),
        Rows(villages, role=OPERATOR, village=everywhere),
        Rows(
            villages * OFFICIALS_PER_VILLAGE,
            role=VILLAGE_OFFICIAL,
            village=np.repeat(everywhere, OFFICIALS_PER_VILLAGE),
        ),
        _on_beats(families, "facilitator_beat", FACILITATOR),
        _on_beats(families, "enumerator_beat", ENUMERATOR),
    ]
    officials = stack(posts)
    starts = np.cumsum([0, *(len(post) for post in posts)])
    families["village_head"] = starts[0] + families["village"]
    families["operator"] = starts[1] + families["village"]
    families["facilitator"] = starts[3] + families["facilitator_beat"]
    families["enumerator"] = starts[4] + families["enumerator_beat"]
    _households(world, officials, families, persons)
    return officials


def _on_beats(families: Rows, beat: str, role: int) -> Rows:
    numbers, first = np.unique(families[beat], return_index=True)
    return Rows(len(numbers), role=role, village=families["village"][first])


def better_off(world: World, families: Rows, purpose: str) -> Ints:
    """Rank of each family within its village for a post or a business: settled, working age, not among the poorest."""
    rng = world.rng(purpose)
    age = (AS_OF_DAY - world["persons"]["born"][families["head"]]) / YEAR
    score = rng.random(len(families)) + (families["decile"] >= 5) + 0.8 * (families["split_from"] < 0) + 2 * (age < 64)
    order = np.lexsort((-score, families["village"]))
    rank = np.empty(len(families), dtype=np.int64)
    rank[order] = order_within(families["village"][order])
    return rank


def take_families(families: Rows, rank: Ints, village: Ints, first: Ints) -> Ints:
    """For each post in a village the next family by rank, counting from ``first`` of that village."""
    width = int(rank.max()) + 1
    size = np.bincount(families["village"])
    key = np.full(len(size) * width, NONE, dtype=np.int64)
    key[families["village"] * width + rank] = np.arange(len(families))
    wanted = (order_within(village) + first[village]) % size[village]
    return np.asarray(key[village * width + wanted], dtype=np.int64)


def _households(world: World, officials: Rows, families: Rows, persons: Rows) -> None:
    rank = better_off(world, families, "officials")
    family = take_families(families, rank, officials["village"], np.zeros(len(world["villages"]), dtype=np.int64))
    officials["family"] = family
    officials["person"] = families["head"][family]
    phone = persons["phone"][officials["person"]]
    officials["phone"] = np.where(phone >= 0, phone, 82_100_000_000 + np.arange(len(officials)) * 7_919 % 900_000_000)
    persons["phone"][officials["person"]] = officials["phone"]
    facilitator = officials["role"] == FACILITATOR
    families["decile"][family] = np.maximum(families["decile"][family], np.where(facilitator, 6, 4))


def assign(world: World, families: Rows, officials: Rows) -> Rows:
    """Where each official serves and since when."""
    rng = world.rng("assignments")
    beats_of = np.concatenate([families["facilitator"], families["enumerator"]])
    pairs = np.unique(np.stack([beats_of, np.tile(families["village"], 2)]), axis=1)
    local = np.flatnonzero(~np.isin(officials["role"], (FACILITATOR, ENUMERATOR)))
    official = np.r_[pairs[0], local]
    village = np.r_[pairs[1], officials["village"][local]]
    started = rng.integers(day(2016, 1, 4), day(2023, 6, 1), len(official))
    return Rows(len(official), official=official, village=village, started=started, ended=NONE)
