"""Honest trouble: credits failing for a wrong NIK, benefits stopped by a weak match, books that do not balance."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY, AS_OF_SECOND, period_starts
from experiments.world.events import AGENT, WITHDRAWAL, events
from experiments.world.pay import CREDITED, FAILED
from experiments.world.registers import COMPANY, VEHICLE, WAGE, match
from experiments.world.rows import DAY, NONE, Ints, Rows, stack
from experiments.world.schemes.cast import Cast
from experiments.world.schemes.plan import Plot, Source, Step
from experiments.world.world import World

MISMATCHED, STOPPED = 0.0025, 0.002
UNBALANCED = 0.0002
"""Payments of each kind that do not reconcile, as a share of recipients; at least three."""


def trouble(world: World, plan: Plot) -> None:
    """Set up all of it; ``recipients`` gains the columns ``mismatched`` and ``stopped``."""
    cast = Cast(world, plan, "trouble")
    world["recipients"]["mismatched"], world["recipients"]["stopped"] = 0, 0
    _wrong_holders(cast)
    if world.periods > 1:
        _stopped(cast)
    plan.directions.append(_misdirect(cast))
    plan.sources.append(_debit_failed(cast))
    plan.balances.append(_unbalance(cast))


def _wrong_holders(cast: Cast) -> None:
    """The bank holds a child's NIK where the programme holds the mother's: every credit fails."""
    large = cast.families["members"][cast.recipients["family"]] > 2
    members = cast.some(cast.banked() & large, sum(cast.sizes(MISMATCHED, 3, 6)))
    account = cast.recipients["account"][members]
    last = np.searchsorted(cast.persons["family"], cast.recipients["family"][members], side="right") - 1
    cast.world["accounts"]["person"][account] = last
    cast.recipients["mismatched"][members] = 1
    cast.world.truth.taken["recipient"][members] = True

    def fail(world: World) -> None:
        payments = world["payments"]
        theirs = np.isin(payments["recipient"], members)
        again = theirs & (np.arange(len(payments)) >= world["second_attempts"]["from"][0])
        payments["status"][theirs] = FAILED
        world["payments"] = payments.take(np.flatnonzero(~again))

    cast.plan.directions.append(fail)


def _stopped(cast: Cast) -> None:
    """A weak match ended the benefit, and nobody asked the family."""
    members = cast.some(cast.banked(), sum(cast.sizes(STOPPED, 3, 6)))
    starts = period_starts(cast.world.periods)
    known = starts[-1] - cast.rng.integers(12, 60, len(members))
    since = known - cast.rng.integers(200, 1_500, len(members))
    rows = match(cast.recipients["person"][members], 0, since, known, cast.rng.uniform(0.3, 0.6, len(members)))
    rows["status"] = cast.rng.choice([COMPANY, VEHICLE, WAGE], size=len(members))
    cast.plan.matches.append(rows)
    cast.recipients["stopped"][members] = known + 5
    cast.world.truth.taken["recipient"][members] = True
    enrolments = cast.world["enrolments"]
    theirs = np.isin(enrolments["recipient"], members)
    enrolments["ended"] = np.where(theirs, cast.recipients["stopped"][enrolments["recipient"]], enrolments["ended"])


def _few(world: World, rng: np.random.Generator, candidates: Ints) -> Ints:
    wanted = max(3, round(UNBALANCED * len(world["recipients"])))
    return np.sort(rng.choice(candidates, size=min(wanted, len(candidates)), replace=False))


def _misdirect(cast: Cast) -> Step:
    """Payments made twice, and payments to a recipient or an account that nobody knows."""

    def misdirect(world: World) -> None:
        payments = world["payments"]
        usual = np.flatnonzero((payments["status"] == CREDITED) & (payments["account"] >= 0))
        usual = usual[~world.truth.taken["recipient"][payments["recipient"][usual]]]
        early = usual[payments["credited"][usual] < (AS_OF_DAY - 45) * DAY]
        twice = _few(world, cast.rng, early[payments["program"][early] == 0])
        rest = np.setdiff1d(usual, twice)
        lost = _few(world, cast.rng, rest)
        payments["lost_recipient"][lost] = 1
        payments["lost_account"][_few(world, cast.rng, np.setdiff1d(rest, lost))] = 1
        again = payments.take(twice)
        again["credited"] += cast.rng.integers(3, 12, len(twice)) * DAY
        world["payments"] = stack([payments, again])

    return misdirect


def _debit_failed(cast: Cast) -> Source:
    """Money taken from payments that never arrived."""

    def debit(world: World) -> Rows:
        payments = world["payments"]
        failed = np.flatnonzero((payments["status"] == FAILED) & (payments["account"] >= 0))
        failed = failed[world["recipients"]["mismatched"][payments["recipient"][failed]] == 0]
        here = _few(world, cast.rng, failed)
        agent = world["recipients"]["agent"][payments["recipient"][here]]
        time = np.minimum(payments["credited"][here] + DAY + 5_000, AS_OF_SECOND)
        place = {"agent": agent, "terminal": world["agents"]["terminal"][agent], "channel": AGENT}
        return events(WITHDRAWAL, payments["account"][here], payments["amount"][here], time, payment=here, **place)

    return debit


def _unbalance(cast: Cast) -> Step:
    """Lines without an order, lines that paid more than they held, orders that were not all credited."""

    def unbalance(world: World) -> None:
        lines = world["lines"]
        paid = np.flatnonzero(lines["disbursed"] > 0)
        chosen = cast.rng.permutation(paid)[:6]
        without, over, short = chosen[:2], chosen[2:4], chosen[4:]
        lines["order"][without] = NONE
        lines["allocated"][over] = lines["disbursed"][over] - cast.rng.integers(3, 40, len(over)) * 100_000
        missing = cast.rng.integers(2, 30, len(short)) * 150_000
        lines["disbursed"][short] += missing
        lines["allocated"][short] += missing

    return unbalance
