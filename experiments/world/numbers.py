"""NIK and family-card numbers as the law builds them: region, date (women: day plus forty), sequence."""

import numpy as np

from experiments.world.calendar import ymd
from experiments.world.rows import Ints, Rows, order_within
from experiments.world.world import World

ELSEWHERE = np.array([350901, 350905, 351102, 351109, 357801, 357815, 517103, 352201, 327105, 317406])
"""Districts in which people who moved here got their NIK: it keeps the region of first issue."""

BORN_ELSEWHERE, BORN_IN_REGENCY = 0.09, 0.12


def _district_codes(world: World) -> Ints:
    villages = world["villages"]
    codes = np.zeros(int(villages["district"].max()) + 1, dtype=np.int64)
    codes[villages["district"]] = villages["code"] // 10_000
    return codes


def number_people(world: World, families: Rows, persons: Rows) -> None:
    """A valid NIK for every person, unique, with the small sequences that a district's day really has."""
    rng = world.rng("nik")
    codes = _district_codes(world)
    own = codes[world["villages"]["district"]][families["village"]][persons["family"]]
    draw = rng.random(len(persons))
    other = codes[rng.integers(0, len(codes), len(persons))]
    far = ELSEWHERE[rng.integers(0, len(ELSEWHERE), len(persons))]
    region = np.where(draw < BORN_ELSEWHERE, far, np.where(draw < BORN_ELSEWHERE + BORN_IN_REGENCY, other, own))
    persons["nik"] = build_nik(rng, region, persons["born"], persons["female"])


def build_nik(rng: np.random.Generator, region: Ints, born: Ints, female: Ints) -> Ints:
    """Unique numbers for people of one call; sequences start low and leave gaps."""
    year, month, of_month = ymd(born)
    front = (region * 1_000_000 + (of_month + 40 * female) * 10_000 + month * 100 + year % 100) * 10_000
    return np.asarray(front + 1 + order_within(front) * 3 + rng.integers(0, 3, len(front)), dtype=np.int64)


def number_cards(world: World, families: Rows) -> None:
    """A valid, unique family-card number from district, recording date and sequence."""
    rng = world.rng("family cards")
    district = _district_codes(world)[world["villages"]["district"]][families["village"]]
    year, month, of_month = ymd(families["card_recorded"])
    front = (district * 1_000_000 + of_month * 10_000 + month * 100 + year % 100) * 10_000
    families["card"] = front + 1 + order_within(front) * 4 + rng.integers(0, 4, len(front))
