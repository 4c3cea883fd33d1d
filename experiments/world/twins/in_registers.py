"""Registers that lag, err, or tell the truth about something that does not matter."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY
from experiments.world.registers import CIVIL, COMPANY, DECEASED, GAMBLING, VEHICLE, match
from experiments.world.rows import Ints
from experiments.world.schemes.cast import Cast
from experiments.world.visits import FULL


def _members(cast: Cast, share: float) -> Ints:
    return cast.some(cast.banked(), sum(cast.sizes(share, 3, 6)))


def registry_lag(cast: Cast, share: float) -> None:
    """Died shortly before the last payment; the register knew only after it, and nobody touched the money."""
    members = _members(cast, share)
    died = AS_OF_DAY - cast.rng.integers(70, 100, len(members))
    known = AS_OF_DAY - cast.rng.integers(2, 25, len(members))
    cast.plan.matches.append(match(cast.recipients["person"][members], DECEASED, died, known, 0.99))
    cast.recipients["gone"][members] = died
    cast.recipients["habit"][members] = FULL
    cast.world.truth.twin("recipient", members, "registry_lag")


def heir(cast: Cast, share: float) -> None:
    """Died after the last credit was on its way; the family took it out within the month, as heirs may."""
    members = _members(cast, share)
    died = AS_OF_DAY - cast.rng.integers(40, 60, len(members))
    known = died + cast.rng.integers(20, 38, len(members))
    cast.plan.matches.append(match(cast.recipients["person"][members], DECEASED, died, known, 0.99))
    cast.recipients["habit"][members] = FULL
    cast.world.truth.twin("recipient", members, "heir")


def wrong_death(cast: Cast, share: float) -> None:
    """A register says that somebody died who did not: a poor match of names."""
    members = _members(cast, share)
    since = cast.first_day - cast.rng.integers(30, 600, len(members))
    known = cast.first_day + cast.rng.integers(0, 120, len(members))
    sure = cast.rng.uniform(0.3, 0.6, len(members))
    cast.plan.matches.append(match(cast.recipients["person"][members], DECEASED, since, known, sure))
    cast.world.truth.twin("recipient", members, "wrong_death")


def nominee_director(cast: Cast, share: float) -> None:
    """A cleaner whom an employer registered as a director: company officer on paper, poor in fact."""
    poor = cast.families["decile"][cast.recipients["family"]] <= 3
    members = cast.some(poor, sum(cast.sizes(share, 3, 6)))
    since = cast.first_day - cast.rng.integers(200, 1_500, len(members))
    known = cast.first_day + cast.rng.integers(0, 150, len(members))
    sure = cast.rng.uniform(0.8, 0.95, len(members))
    cast.plan.matches.append(match(cast.recipients["person"][members], COMPANY, since, known, sure))
    cast.world.truth.twin("recipient", members, "nominee_director")


def sold_vehicle(cast: Cast, share: float) -> None:
    """A car sold long ago, its title never transferred."""
    members = cast.some(cast.families["has_car"][cast.recipients["family"]] == 0, sum(cast.sizes(share, 3, 6)))
    since = cast.first_day - cast.rng.integers(900, 3_000, len(members))
    known = cast.first_day - cast.rng.integers(0, 200, len(members))
    sure = cast.rng.uniform(0.75, 0.97, len(members))
    cast.plan.matches.append(match(cast.recipients["person"][members], VEHICLE, since, known, sure))
    cast.world.truth.twin("recipient", members, "sold_vehicle")


def later_civil_servant(cast: Cast, share: float) -> None:
    """Joined the civil service after the last payment."""
    members = cast.some(None, sum(cast.sizes(share, 3, 6)))
    since = AS_OF_DAY - cast.rng.integers(8, 25, len(members))
    known = since + cast.rng.integers(1, 7, len(members))
    cast.plan.matches.append(match(cast.recipients["person"][members], CIVIL, since, known, 0.99))
    cast.world.truth.twin("recipient", members, "later_civil_servant")


def gambling_misused(cast: Cast, share: float) -> None:
    """Somebody else gambles with the NIK: a register's hit, and not a rupiah of it on the account."""
    members = _members(cast, share)
    since = np.full(len(members), cast.first_day - 60)
    known = cast.first_day + cast.rng.integers(30, 180, len(members))
    sure = cast.rng.uniform(0.6, 0.95, len(members))
    cast.plan.matches.append(match(cast.recipients["person"][members], GAMBLING, since, known, sure))
    cast.recipients["mobile_topups"][members] = 0
    cast.world.truth.twin("recipient", members, "gambling_misused")
