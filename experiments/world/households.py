"""Families as the registry sees them: welfare decile, house, assets, card and survey dates."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY, day
from experiments.world.rows import DAY, NONE, Floats, Ints, Rows
from experiments.world.world import World

DECILES = np.array([0.15, 0.15, 0.15, 0.14, 0.13, 0.09, 0.07, 0.05, 0.04, 0.03])
"""Share of families by decile in the extract of an assistance agency: the poor half nearly whole, the rest thin."""

ASSETS = {
    "has_motorcycle": (-0.4, 0.32),
    "has_car": (-5.6, 0.55),
    "has_refrigerator": (-2.0, 0.38),
    "has_air_conditioner": (-6.5, 0.6),
    "has_gold": (-4.2, 0.42),
    "has_smartphone": (-0.2, 0.35),
    "has_second_house": (-6.5, 0.48),
}
"""Log-odds of owning, at decile nought and per decile."""

FLOOR = ("marble", "ceramic", "parquet", "tile", "wood", "cement", "bamboo", "earth", "other")
WALL = ("brick", "plastered_bamboo", "board", "woven_bamboo", "log", "bamboo", "other")
ROOF = ("concrete", "clay_tile", "zinc", "asbestos", "wood", "bamboo", "thatch", "other")
POWER = np.array([450, 900, 1300, 2200, 3500])


def furnish(world: World, families: Rows) -> None:
    """Decile, house and assets; a house shared by kin keeps its own meter and power."""
    rng = world.rng("assets")
    count = len(families)
    decile = rng.choice(10, size=count, p=DECILES) + 1
    near = (families["split_from"] >= 0) & (rng.random(count) < 0.5)
    decile = np.where(near, decile[np.maximum(families["split_from"], 0)], decile)
    families["decile"] = decile
    for asset, (base, slope) in ASSETS.items():
        families[asset] = rng.random(count) < 1 / (1 + np.exp(-(base + slope * decile)))
    wealth = decile + rng.normal(0, 1.6, count)
    families["floor"] = np.select([wealth > 7, wealth > 4.5, wealth > 1.2, wealth > 0], [1, 3, 5, 7], 6)
    families["wall"] = np.select([wealth > 3, wealth > 1, wealth > 0], [0, 2, 3], 5)
    families["roof"] = np.select([wealth > 9.5, wealth > 1, wealth > -0.5], [0, 1, 3], 2)
    families["floor_area"] = np.round(np.clip(rng.lognormal(3.6, 0.4, count) + 4 * decile, 8, 400))
    power = np.digitize(decile + rng.normal(0, 1.7, count), [3.0, 7.5, 9.6, 11.5])
    families["power"] = np.where(families["meter"] >= 0, POWER[power], NONE)
    families["land"] = np.where(rng.random(count) < 0.3, np.round(rng.lognormal(6.0, 0.9, count)), 0.0)


def card_and_survey(world: World, families: Rows, enumerators: Ints) -> None:
    """When the family card was recorded and when and by whom the family was surveyed."""
    rng = world.rng("cards")
    count = len(families)
    splits = families["split_from"] >= 0
    recorded = np.where(splits, _days(rng, count, 2014, 2024), _days(rng, count, 2004, 2023))
    families["card_recorded"] = recorded
    families["surveyed"] = np.maximum(_days(rng, count, 2022, 2024), recorded + 20)
    families["enumerator"] = enumerators
    families["known"] = np.minimum(families["surveyed"] + rng.integers(20, 90, count), AS_OF_DAY - 1) * DAY
    families["known"] += rng.integers(8, 17, count) * 3600


def _days(rng: np.random.Generator, count: int, first_year: int, last_year: int) -> Ints:
    return rng.integers(day(first_year, 1, 1), day(last_year, 12, 20), count)


def thin_out(world: World, families: Rows) -> None:
    """Cells that a real registry leaves empty."""
    rng = world.rng("empty cells")
    empty: Floats = rng.random(len(families))
    families["latitude"] = np.where(empty < 0.06, np.nan, families["latitude"])
    families["longitude"] = np.where(empty < 0.06, np.nan, families["longitude"])
    families["floor_area"] = np.where((empty > 0.1) & (empty < 0.13), np.nan, families["floor_area"])
    families["power"] = np.where((empty > 0.2) & (empty < 0.22), NONE, families["power"])
