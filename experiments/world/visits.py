"""When, where and how the money is taken out: each recipient's habit, or the plan of whoever holds the card."""

import numpy as np

from experiments.world.aid import POST, SEMBAKO
from experiments.world.calendar import AS_OF_SECOND
from experiments.world.events import AGENT as AT_AGENT
from experiments.world.events import (
    ATM,
    CHECK,
    CREDIT,
    FEE,
    NO_AUTH,
    POST_COUNTER,
    PURCHASE,
    SIGNATURE,
    TRANSFER,
    WITHDRAWAL,
    events,
    near,
)
from experiments.world.pay import CREDITED
from experiments.world.rows import DAY, NONE, Ints, Rows, stack
from experiments.world.shops import E_WARONG
from experiments.world.world import World

FULL, SPLIT, PARTIAL, NEVER = range(4)
HABITS = (0.66, 0.16, 0.18)
NEVER_STOPS = 10**9
STEP = 10_000
MACHINE_STEP = 50_000


def habits(world: World) -> None:
    """Everyone's own way with the money, before any scheme or twin changes it."""
    rng = world.rng("ways")
    recipients = world["recipients"]
    count = len(recipients)
    recipients["habit"] = rng.choice(3, size=count, p=HABITS)
    recipients["session"], recipients["turn"] = NONE, NONE
    recipients["collector"], recipients["moved"] = NONE, NONE
    recipients["moved_late"] = 0
    recipients["basket"] = NONE
    recipients["short"] = 0
    recipients["silent"] = 0
    recipients["bets"], recipients["mobile_topups"] = 0, rng.random(count) < 0.03
    recipients["stops"], recipients["gone"], recipients["lost"] = NEVER_STOPS, NEVER_STOPS, 0
    recipients["pay_into"] = recipients["account"]
    world["agents"]["fee"] = rng.choice([0, 0, 0, 2_500, 3_000, 5_000], size=len(world["agents"]))


def withdraw(world: World) -> Rows:
    """Credits and everything that takes them out again."""
    payments, recipients = world["payments"], world["recipients"]
    reached = (payments["status"] == CREDITED) & (payments["account"] >= 0)
    paid = payments.take(np.flatnonzero(reached))
    paid["payment"] = np.flatnonzero(reached)
    credited_events = events(
        CREDIT, paid["account"], paid["amount"], paid["credited"], payment=paid["payment"], auth=NO_AUTH, result=NONE
    )
    taken = paid.take(np.flatnonzero(recipients["habit"][paid["recipient"]] != NEVER))
    visits = _visits(world, taken)
    return stack([credited_events, *_takings(world, visits)])


def _visits(world: World, paid: Rows) -> Rows:
    """One visit per payment, at the place and time of habit or of the session it belongs to; amount = the payment."""
    recipients = world["recipients"]
    who = paid["recipient"]
    visits = events(WITHDRAWAL, paid["account"], paid["amount"], _times(world, paid), payment=paid["payment"])
    _at_place(world, visits, who, world["accounts"]["kind"][paid["account"]] == POST)
    session = recipients["session"][who]
    _in_session(world, visits, paid, session)
    visits["recipient"] = who
    visits["program"] = paid["program"]
    return visits.take(np.flatnonzero(visits["time"] // DAY <= recipients["gone"][who]))


def _times(world: World, paid: Rows) -> Ints:
    """Days of delay and minute of the day are one draw per recipient and period, so one day's credits go together."""
    rng = world.rng("visit times")
    recipients, villages = world["recipients"], world["villages"]
    shape = (len(recipients), world.periods)
    delay = rng.geometric(0.42, shape) - 1
    delay += rng.poisson(np.where(villages["remote"] == 1, 1.6, 0.2)[recipients["village"]][:, None], shape)
    minute = np.clip(rng.normal(10.4 * 60, 140, shape), 6.6 * 60, 20 * 60).astype(np.int64)
    who, period = paid["recipient"], paid["period"]
    second = minute[who, period] * 60 + paid["program"] * 95 + rng.integers(0, 45, len(paid))
    time = (paid["credited"] // DAY + np.minimum(delay[who, period], 40)) * DAY + second
    time = np.where(time < paid["credited"] + 900, time + DAY, time)
    return np.asarray(np.minimum(time, AS_OF_SECOND - rng.integers(3_600, DAY, len(paid))))


def _at_place(world: World, visits: Rows, who: Ints, post: np.ndarray) -> None:
    recipients, agents = world["recipients"], world["agents"]
    machine = (recipients["by_machine"][who] == 1) & ~post
    agent = np.where(post, recipients["post"][who], recipients["agent"][who])
    second = world.rng("second terminals").random(len(who)) < 0.4
    visits["agent"] = np.where(machine, NONE, agent)
    own = np.where(second, agents["terminal2"][agent], agents["terminal"][agent])
    visits["terminal"] = np.where(machine, recipients["machine"][who], own)
    visits["channel"] = np.select([machine, post], [ATM, POST_COUNTER], AT_AGENT)
    visits["auth"] = np.where(post, SIGNATURE, visits["auth"])


def _in_session(world: World, visits: Rows, paid: Rows, session: Ints) -> None:
    """Cards that go together: one after the other at the session's terminals, in its order."""
    inside = np.flatnonzero(session >= 0)
    if not len(inside):
        return
    rng = world.rng("sessions")
    plan = world["sessions"].take(session[inside])
    wander = rng.integers(0, 2, (len(world["sessions"]), world.periods))[session[inside], paid["period"][inside]]
    turn = world["recipients"]["turn"][paid["recipient"][inside]]
    shuffle = rng.permutation(1 << 16)[(turn * 31 + paid["period"][inside] * 77 + session[inside]) % (1 << 16)]
    seat = np.where(plan["shuffled"] == 1, shuffle % np.maximum(plan["size"], 1), turn)
    day_of = paid["credited"][inside] // DAY + plan["delay"] + wander * plan["wanders"] + seat % plan["days"]
    second = plan["start"] * 60 + seat // plan["days"] * plan["gap"] + rng.integers(0, 25, len(inside))
    second += paid["program"][inside] * 40
    time = day_of * DAY + second % DAY
    visits["time"][inside] = np.minimum(np.where(time < paid["credited"][inside] + 600, time + DAY, time), AS_OF_SECOND)
    places = np.stack([plan["terminal1"], plan["terminal2"], plan["terminal3"]], axis=1)
    terminal = places[np.arange(len(inside)), seat % plan["places"]]
    visits["terminal"][inside] = terminal
    visits["agent"][inside] = world["terminals"]["agent"][terminal]
    visits["channel"][inside] = np.where(world["terminals"]["agent"][terminal] < 0, ATM, AT_AGENT)


def _takings(world: World, visits: Rows) -> list[Rows]:
    """Purchases, transfers and withdrawals that add up to no more than the payment."""
    recipients = world["recipients"]
    who = visits["recipient"]
    moves = np.flatnonzero(recipients["collector"][who] >= 0)
    moved, left = _moved(world, visits, moves)
    basket = recipients["basket"][who]
    kind = world["agents"]["kind"][np.maximum(visits["agent"], 0)]
    draw = world.rng("who buys").random(len(visits))
    at_shop = (visits["channel"] == AT_AGENT) & (visits["program"] == SEMBAKO) & (kind == E_WARONG)
    buys = ((basket >= 0) & (visits["program"] == SEMBAKO)) | (at_shop & (draw < 0.4) & (left > 150_000))
    bought = visits.take(np.flatnonzero(buys))
    bought["kind"], bought["merchant"] = PURCHASE, 0
    bought["basket"], bought["amount"] = basket[buys], left[buys]
    world["purchases"] = bought
    return [moved, *_cash(world, visits, left, buys), *_checks(world, visits)]


def _moved(world: World, visits: Rows, moves: Ints) -> tuple[Rows, Ints]:
    """Transfers to whoever collects: a fixed sum, or everything; what is left is taken in cash."""
    recipients = world["recipients"]
    who = visits["recipient"][moves]
    asked = recipients["moved"][who]
    amount = np.where(asked >= 0, np.minimum(asked, visits["amount"][moves] - 5_000), visits["amount"][moves])
    moved = visits.take(moves)
    moved["kind"], moved["amount"] = TRANSFER, amount
    moved["counterparty"] = recipients["collector"][who]
    moved["time"] = moved["time"] + 70 + recipients["moved_late"][who] * (DAY // 3)
    left = visits["amount"].copy()
    left[moves] -= amount
    return moved, left


def _cash(world: World, visits: Rows, left: Ints, buys: np.ndarray) -> list[Rows]:
    rng = world.rng("cash")
    who = visits["recipient"]
    habit = world["recipients"]["habit"][who]
    fee = np.where(visits["channel"] == AT_AGENT, world["agents"]["fee"][np.maximum(visits["agent"], 0)], 0)
    step = np.where(visits["channel"] == ATM, MACHINE_STEP, STEP)
    most = np.maximum(left - np.where(left >= fee + step, fee, left), 0) // step * step
    keeps = rng.integers(2, 8, len(visits)) * step
    want = np.where((habit == PARTIAL) & (most > 3 * step), np.maximum(most - keeps, step), most)
    first = np.where((habit == SPLIT) & (want > 2 * step), want // 2 // step * step, want)
    takes = np.flatnonzero((want > 0) & ~buys)
    one = visits.take(takes)
    one["amount"] = first[takes]
    again = np.flatnonzero((first < want) & ~buys)
    two = visits.take(again)
    two["amount"] = (want - first)[again]
    two["time"] = np.minimum(two["time"] + rng.integers(20, 150, len(again)) * 3_600, AS_OF_SECOND - 60)
    hours = two["time"] % DAY
    two["time"] = np.where(
        (hours < 6 * 3600) | (hours > 20 * 3600), two["time"] // DAY * DAY + 37_800 + hours % 7_200, two["time"]
    )
    two["time"] = np.maximum(two["time"], one["time"].min() if len(one) else 0)
    charged = np.flatnonzero((fee > 0) & (want > 0) & ~buys)
    fees = near(visits.take(charged), FEE, fee[charged], np.full(len(charged), 5), auth=NO_AUTH, result=NONE)
    return [one, two, fees]


def _checks(world: World, visits: Rows) -> list[Rows]:
    """Balance checks before taking money, and PINs that failed first: more often with age."""
    rng = world.rng("checks")
    quiet = world["recipients"]["silent"][visits["recipient"]] == 1
    checks = np.flatnonzero((rng.random(len(visits)) < 0.18) & ~quiet)
    before = near(visits.take(checks), CHECK, 0, -rng.integers(50, 260, len(checks)), payment=NONE)
    born = world["persons"]["born"][world["recipients"]["person"][visits["recipient"]]]
    wrong = np.where(born < -3_650, 0.06, 0.015)
    fails = np.flatnonzero((rng.random(len(visits)) < wrong) & (visits["auth"] == 0))
    failed = near(visits.take(fails), CHECK, 0, -rng.integers(20, 50, len(fails)), payment=NONE, result=1)
    return [before, failed]


def number_sessions(world: World, sessions: list[dict[str, int]]) -> None:
    """The plans of all sessions as one table."""
    names = (
        "delay",
        "wanders",
        "days",
        "start",
        "gap",
        "shuffled",
        "places",
        "size",
        "terminal1",
        "terminal2",
        "terminal3",
    )
    world["sessions"] = Rows(
        len(sessions), **{name: np.array([plan[name] for plan in sessions], dtype=np.int64) for name in names}
    )
