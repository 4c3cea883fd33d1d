"""What the programmes pay: amounts by rule, credits in batches by district and bank, failures and second attempts."""

import numpy as np

from experiments.world.aid import BLT_DD, COMPONENTS, PKH, POST, PROGRAMS, QUARTER, SEMBAKO
from experiments.world.calendar import AS_OF_DAY, period_starts
from experiments.world.rows import DAY, NONE, Ints, Rows, stack
from experiments.world.world import World

STATUSES = ("credited", "failed", "returned", "pending")
CREDITED, FAILED, RETURNED = 0, 1, 2
PAY_CHANNELS = ("himbara", "pos", "village")
SEMBAKO_QUARTER, BLT_QUARTER = 600_000, 900_000
FAILS, RETURNS, TRIED_AGAIN = 0.011, 0.004, 0.7


def pay(world: World) -> Rows:
    """All payments, period by period, second attempts after failures included."""
    parts = [_quarter(world, period) for period in range(world.periods)]
    payments = stack([*parts, *(_again(world, part, number) for number, part in enumerate(parts))])
    payments["line"] = _lines(world, payments)
    world["second_attempts"] = Rows(1, **{"from": sum(len(part) for part in parts)})
    return payments


def _quarter(world: World, period: int) -> Rows:
    recipients, enrolments = world["recipients"], world["enrolments"]
    start = int(period_starts(world.periods)[period])
    here = (enrolments["started"] <= start + 14) & ((enrolments["ended"] == NONE) | (enrolments["ended"] > start))
    due = enrolments.take(np.flatnonzero(here))
    payments = Rows(len(due), recipient=due["recipient"], program=due["program"], period=period)
    payments["amount"] = _amounts(world, payments)
    payments["account"] = np.where(due["program"] == BLT_DD, NONE, recipients["pay_into"][due["recipient"]])
    payments["channel"] = _channel(world, payments)
    payments["agent"] = np.where(payments["channel"] == 1, recipients["post"][due["recipient"]], NONE)
    payments["credited"] = _credited(world, payments, start, period)
    payments["status"] = _status(world, payments, period)
    keep = (payments["amount"] > 0) & (recipients["stops"][payments["recipient"]] > payments["credited"] // DAY)
    return payments.take(np.flatnonzero(keep))


def _amounts(world: World, payments: Rows) -> Ints:
    counts = np.stack([world["components"][name] for name in COMPONENTS], axis=1)
    pkh = (counts @ QUARTER)[payments["recipient"]]
    last = payments["period"] == world.periods - 1
    pkh = np.maximum(pkh - np.where(last, world["recipients"]["lost"][payments["recipient"]], 0), 0)
    return np.select([payments["program"] == PKH, payments["program"] == SEMBAKO], [pkh, SEMBAKO_QUARTER], BLT_QUARTER)


def _channel(world: World, payments: Rows) -> Ints:
    kind = world["accounts"]["kind"][np.maximum(payments["account"], 0)]
    return np.select([payments["program"] == BLT_DD, kind == POST], [2, 1], 0)


def _credited(world: World, payments: Rows, start: int, period: int) -> Ints:
    """One batch per programme and district (village aid: per village), within working hours."""
    rng = world.rng(f"batches {period}")
    villages = world["villages"]
    village = world["recipients"]["village"][payments["recipient"]]
    district = villages["district"][village]
    count = int(villages["district"].max()) + 1
    first = rng.integers(18, 40, count)
    together = rng.random(count) < 0.6
    second = np.where(together, first, rng.integers(22, 56, count))
    cash = rng.integers(30, 60, len(villages))
    days = np.select(
        [payments["program"] == PKH, payments["program"] == SEMBAKO], [first[district], second[district]], cash[village]
    )
    days = days + (payments["channel"] == 1) * 2
    second_of_day = rng.integers(6 * 3600, 9 * 3600, (3, len(villages)))[payments["program"], village]
    return np.asarray((start + days) * DAY + second_of_day, dtype=np.int64)


def _status(world: World, payments: Rows, period: int) -> Ints:
    rng = world.rng(f"status {period}")
    draw = rng.random(len(payments))
    wrong = payments["program"] != BLT_DD
    return np.select([wrong & (draw < FAILS), wrong & (draw < FAILS + RETURNS)], [FAILED, RETURNED], CREDITED)


def _again(world: World, payments: Rows, period: int) -> Rows:
    rng = world.rng(f"second attempts {period}")
    failed = np.flatnonzero(payments["status"] != CREDITED)
    again = payments.take(failed[rng.random(len(failed)) < TRIED_AGAIN])
    again["status"] = CREDITED
    later = again["credited"] + rng.integers(9, 26, len(again)) * DAY
    again["credited"] = np.minimum(later, (AS_OF_DAY - 6) * DAY + again["credited"] % DAY)
    return again


def _lines(world: World, payments: Rows) -> Ints:
    """The budget line of a payment: programme x period x district, numbered without gaps."""
    district = world["villages"]["district"][world["recipients"]["village"][payments["recipient"]]]
    districts = int(world["villages"]["district"].max()) + 1
    return np.asarray((payments["program"] * world.periods + payments["period"]) * districts + district)


def budget(world: World, payments: Rows) -> Rows:
    """Budget, order and disbursement per line; what was disbursed equals what was credited."""
    rng = world.rng("budget")
    districts = int(world["villages"]["district"].max()) + 1
    count = len(PROGRAMS) * world.periods * districts
    credited = payments["status"] == CREDITED
    paid = np.zeros(count, dtype=np.int64)
    np.add.at(paid, payments["line"][credited], payments["amount"][credited])
    first = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first, payments["line"], payments["credited"])
    lines = Rows(count, program=np.arange(count) // (world.periods * districts), used=first < np.iinfo(np.int64).max)
    lines["period"] = np.arange(count) // districts % world.periods
    lines["district"] = np.arange(count) % districts
    lines["disbursed"] = paid
    lines["allocated"] = paid + 50_000 * rng.integers(0, 40, count)
    lines["order"] = np.arange(count) * 13 + 100_013
    lines["disbursed_at"] = np.where(lines["used"] == 1, first - rng.integers(2, 9, count) * DAY, NONE)
    return lines
