"""Other institutions' registers and what an imperfect inspectorate found: both lag, both err."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY, AS_OF_SECOND, day
from experiments.world.rows import DAY, NONE, Ints, Rows, stack
from experiments.world.world import World

STATUSES = (
    "deceased", "civil_servant", "military_police", "pensioner", "company_officer", "wage_above_minimum",
    "vehicle_owner", "land_owner", "online_gambling", "moved", "duplicate_nik", "invalid_nik",
)  # fmt: skip
(
    DECEASED, CIVIL, MILITARY, PENSIONER, COMPANY, WAGE, VEHICLE, LAND, GAMBLING, MOVED, DUPLICATE, INVALID,
) = range(12)  # fmt: skip
SOURCES = (
    "DUKCAPIL",
    "BKN",
    "TNI-POLRI",
    "TASPEN",
    "AHU",
    "BPJS-TK",
    "SAMSAT",
    "BPN",
    "PPATK",
    "DUKCAPIL",
    "DUKCAPIL",
    "DUKCAPIL",
)


def match(
    person: Ints, status: int, since: Ints | int, known: Ints | int, confidence: Ints | float | np.ndarray
) -> Rows:
    """Matches of these persons; dates are days, confidence as the exchange states it."""
    rows = Rows(len(person), person=person, status=status, since=since, known=known)
    rows["confidence"] = np.round(np.broadcast_to(np.asarray(confidence, dtype=np.float64), (len(person),)), 2)
    return rows


def everyday_matches(world: World) -> Rows:
    """True matches of people who get nothing, and a few wrong ones: the noise of every register."""
    rng = world.rng("matches")
    persons, families = world["persons"], world["families"]
    paid = np.zeros(len(families), dtype=bool)
    paid[world["recipients"]["family"]] = True
    officers = np.flatnonzero((persons["work"] == 3) & ~paid[persons["family"]])
    officers = officers[rng.random(len(officers)) < 0.85]
    cars = families["head"][np.flatnonzero((families["has_car"] == 1) & ~paid)]
    since = rng.integers(day(2012, 1, 1), day(2024, 1, 1), len(officers))
    rows = [match(officers, CIVIL, since, _later(rng, since, 60, 400), rng.uniform(0.93, 1.0, len(officers)))]
    since = rng.integers(day(2015, 1, 1), day(2024, 6, 1), len(cars))
    rows.append(match(cars, VEHICLE, since, _later(rng, since, 90, 500), rng.uniform(0.85, 1.0, len(cars))))
    wrong = rng.choice(len(persons), size=max(1, len(persons) // 4_000), replace=False)
    since = rng.integers(day(2019, 1, 1), day(2025, 1, 1), len(wrong))
    status = rng.choice([COMPANY, VEHICLE, PENSIONER, MOVED], size=len(wrong))
    false = match(wrong, 0, since, _later(rng, since, 90, 500), rng.uniform(0.3, 0.62, len(wrong)))
    false["status"] = status
    return stack([*rows, false])


def _later(rng: np.random.Generator, since: Ints, least: int, most: int) -> Ints:
    return np.asarray(np.minimum(since + rng.integers(least, most, len(since)), AS_OF_DAY - 2))


OUTCOMES = ("confirmed", "harmed", "cleared", "identity_misused", "error_corrected", "inconclusive")
CONFIRMED, HARMED, CLEARED, MISUSED, CORRECTED, INCONCLUSIVE = range(6)
SELECTED = ("model", "random", "complaint", "audit")
RIGHT = 0.88


def inspected(world: World, share: float) -> Rows:
    """What an inspectorate found when it looked at a share of recipients and staff: right mostly, not always."""
    rng = world.rng("inspectorate")
    parts = []
    for kind, table in (("recipient", "recipients"), ("agent", "agents"), ("official", "officials")):
        roles = _roles(world, kind, len(world[table]))
        chance = np.minimum(share * np.where(roles > 0, 4.0, 1.0), 1.0)
        seen = np.flatnonzero(rng.random(len(roles)) < chance)
        parts.append(_findings(rng, kind, seen, roles[seen], chance[seen], share))
    return stack(parts)


def _roles(world: World, kind: str, count: int) -> Ints:
    """0 nothing, 1 harmed, 2 suspect."""
    roles = np.zeros(count, dtype=np.int64)
    for fact in world.truth.facts:
        if fact.kind == kind and fact.fraud:
            roles[fact.position] = max(int(roles[fact.position]), 2 if fact.role == "suspect" else 1)
    return roles


def _findings(rng: np.random.Generator, kind: str, seen: Ints, role: Ints, chance: np.ndarray, share: float) -> Rows:
    count = len(seen)
    true = np.select([role == 2, role == 1], [CONFIRMED, HARMED], CLEARED)
    other = rng.choice([CLEARED, INCONCLUSIVE, CONFIRMED], size=count, p=[0.45, 0.45, 0.1])
    outcome = np.where(rng.random(count) < RIGHT, true, other)
    rows = Rows(count, kind=("recipient", "agent", "official").index(kind), subject=seen, outcome=outcome)
    rows["selected"] = np.where(chance > share, rng.choice([0, 2], size=count), rng.choice([1, 3], size=count))
    rows["probability"] = np.round(chance, 4)
    rows["time"] = AS_OF_SECOND - rng.integers(3 * DAY, 250 * DAY, count)
    loss = rng.integers(4, 60, count) * 100_000
    found = outcome == CONFIRMED
    rows["loss"] = np.where(found, loss, NONE)
    rows["recovered"] = np.where(found, np.round(loss * rng.uniform(0, 0.5, count), -4).astype(np.int64), NONE)
    rows["stopped"] = np.where(found | (outcome == CLEARED), rng.integers(0, 60, count), NONE)
    rows["appeal"] = np.where(found, rng.choice([0, 0, 0, 1, 2, 3], size=count), 0)
    return rows
