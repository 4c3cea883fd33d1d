"""Villages on the map, and where in them each family lives."""

import numpy as np

from experiments.world.rows import NONE, Ints, Rows, counted
from experiments.world.world import World

FAMILIES_PER_VILLAGE = 80
REMOTE = 0.12
CENTRES = {"3510": (-8.35, 114.18)}
SPREAD, VILLAGE_SPREAD = 0.25, 0.045
KILOMETRES_PER_DEGREE = 111.0
FAMILIES_PER_NEIGHBOURHOOD = 28


def settle(world: World) -> None:
    """Villages with coordinates, size and remoteness; small worlds keep only the first ones."""
    rng = world.rng("villages")
    wanted = max(3, world.families_wanted // FAMILIES_PER_VILLAGE)
    world.villages_known = world.villages_known[: min(wanted, len(world.villages_known))]
    codes = [village.code for village in world.villages_known]
    _, district = np.unique([code[:6] for code in codes], return_inverse=True)
    _, regency = np.unique([code[:4] for code in codes], return_inverse=True)
    villages = Rows(len(codes), district=district, regency=regency, code=[int(code) for code in codes])
    centre_lat, centre_lon = _district_centres(world, codes)
    remote = rng.random(len(codes)) < REMOTE
    spread = VILLAGE_SPREAD * np.where(remote, 2.2, 1.0)
    villages["latitude"] = centre_lat[district] + rng.normal(0, spread)
    villages["longitude"] = centre_lon[district] + rng.normal(0, spread)
    villages["remote"] = remote
    weight = rng.lognormal(0, 0.4, len(codes)) * np.where(remote, 0.6, 1.0)
    villages["families"] = _shares(weight, world.families_wanted)
    villages["population"] = (villages["families"] * rng.uniform(20, 30, len(codes))).astype(np.int64)
    villages["poverty"] = np.round(np.clip(rng.normal(8, 3, len(codes)) + 4 * remote, 2, 30), 2)
    world["villages"] = villages


def _district_centres(world: World, codes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    districts = sorted({code[:6] for code in codes})
    rng = world.rng("districts")
    middle = np.array([CENTRES.get(code[:4], _far(code[:4])) for code in districts])
    shift = rng.uniform(-SPREAD, SPREAD, (len(districts), 2))
    return middle[:, 0] + shift[:, 0], middle[:, 1] + shift[:, 1]


def _far(regency: str) -> tuple[float, float]:
    """A place of its own for a regency whose coordinates are not known here."""
    number = int(regency)
    return -8.0 + number % 7, 98.0 + number % 41


def _shares(weight: np.ndarray, total: int) -> Ints:
    """Whole numbers in proportion to the weights that sum to the total."""
    edges = np.round(np.cumsum(weight) / weight.sum() * total).astype(np.int64)
    return np.asarray(np.diff(np.r_[0, edges]))


def house(world: World) -> Rows:
    """One row per family: village, kin it split from, house, neighbourhood and coordinates."""
    rng = world.rng("houses")
    villages = world["villages"]
    village, position = counted(villages["families"])
    count = len(village)
    families = Rows(count, village=village, position=position)
    families["split_from"] = _split_from(rng, position)
    shares = (families["split_from"] >= 0) & (rng.random(count) < 0.45)
    families["house"] = np.cumsum(~shares) - 1
    _neighbourhoods(rng, families)
    houses = int(families["house"][-1]) + 1
    spread = np.where(villages["remote"] == 1, 0.02, 0.009)[village]
    families["latitude"] = villages["latitude"][village] + _by_house(rng, houses, families["house"]) * spread
    families["longitude"] = villages["longitude"][village] + _by_house(rng, houses, families["house"]) * spread
    return families


def _split_from(rng: np.random.Generator, position: Ints) -> Ints:
    """Young families that split from the family before them; nobody splits from a split family."""
    count = len(position)
    splits = (rng.random(count) < 0.17) & (position > 0)
    splits &= ~np.r_[False, splits[:-1]]
    return np.where(splits, np.arange(count) - 1, NONE)


def _by_house(rng: np.random.Generator, houses: int, house_of: Ints) -> np.ndarray:
    return rng.normal(0, 1, houses)[house_of]


def _neighbourhoods(rng: np.random.Generator, families: Rows) -> None:
    """Hamlet, RT and RW follow the order of houses; a third of the houses have a number, the rest none."""
    block = families["position"] // FAMILIES_PER_NEIGHBOURHOOD
    families["rt"] = block % 4 + 1
    families["rw"] = block // 4 % 6 + 1
    families["hamlet"] = block // 2 % 5
    houses = int(families["house"][-1]) + 1
    numbered = rng.random(houses) < 0.35
    families["number"] = np.where(numbered, np.arange(houses) % 61 + 1, NONE)[families["house"]]
    families["street"] = (block + families["village"]) % 12
    families["style"] = rng.integers(0, 6, len(families))
    families["meter"] = np.where(rng.random(houses) < 0.94, np.arange(houses), NONE)[families["house"]]


def kilometres(lat1: np.ndarray, lon1: np.ndarray, lat2: np.ndarray, lon2: np.ndarray) -> np.ndarray:
    """Distance on the ground, good enough within a regency."""
    return np.asarray(np.hypot(lat1 - lat2, (lon1 - lon2) * 0.99) * KILOMETRES_PER_DEGREE)
