"""T1, T2 and T13: somebody keeps other people's cards, empties them in one go, and pays out less or nothing."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY, AS_OF_SECOND
from experiments.world.events import AGENT, ATM, CHECK, WITHDRAWAL, events
from experiments.world.rows import DAY, Ints, Rows
from experiments.world.schemes.cast import Cast
from experiments.world.schemes.money import credited_so_far, first_credit
from experiments.world.schemes.plan import Source
from experiments.world.staff import FACILITATOR, OPERATOR
from experiments.world.visits import FULL, NEVER, SPLIT
from experiments.world.voices import CATEGORIES
from experiments.world.world import World

NOT_RECEIVED, SHORT, WITHHELD = (CATEGORIES.index(name) for name in ("not_received", "short_paid", "card_withheld"))


def facilitators(cast: Cast, share: float) -> None:
    """T1: a facilitator keeps cards and PINs of those guided, the old and phoneless first."""
    for size in cast.sizes(share, 14, 40):
        official, members = cast.group("facilitator", size, cast.banked(), cast.officials(FACILITATOR))
        ring, hidden = cast.ring(), cast.hidden()
        machine = int(cast.recipients["machine"][members[0]])
        shop = int(cast.world["agents"]["terminal"][cast.recipients["agent"][members[0]]])
        terminals = [machine, shop, int(cast.recipients["machine"][members[-1]])]
        _empty(
            cast, members, terminals if hidden else terminals[:1], hidden, start=int(cast.rng.choice([315, 350, 1180]))
        )
        phone = int(cast.world["officials"]["phone"][official])
        cast.account_phone(members, phone, 0.15 if hidden else 0.6)
        cast.recipients["short"][members] = int(cast.rng.choice([50_000, 100_000, 150_000]))
        cast.complain(members, 0.06, [WITHHELD, SHORT], (2, official))
        _tell(cast, "T1", ring, hidden, members, "official", official)


def agents(cast: Cast, share: float) -> None:
    """T2: an agent keeps cards of customers, empties them off-hours, and pays 150 of 200 thousand."""
    for size in cast.sizes(share, 12, 30):
        agent, members = cast.group("agent", size, cast.banked(), cast.agents())
        ring, hidden = cast.ring(), cast.hidden()
        shops = cast.world["agents"]
        terminals = [int(shops["terminal"][agent]), int(shops["terminal2"][agent])]
        _empty(
            cast, members, terminals if hidden else terminals[:1], hidden, start=int(cast.rng.choice([290, 1230, 1290]))
        )
        cast.recipients["short"][members] = 150_000
        cast.complain(members, 0.06, [WITHHELD, SHORT], (1, agent))
        if not hidden:
            cast.plan.sources.append(_tried_pins(members, terminals[0], agent))
        _tell(cast, "T2", ring, hidden, members, "agent", agent)


def _empty(cast: Cast, members: Ints, terminals: list[int], hidden: bool, start: int) -> None:
    recipients = cast.recipients
    recipients["silent"][members], recipients["mobile_topups"][members] = 1, 0
    recipients["habit"][members] = FULL
    if not hidden:
        cast.session(members, terminals, start=start, gap=int(cast.rng.integers(70, 110)))
        return
    split = members[cast.rng.random(len(members)) < 0.5]
    recipients["habit"][split] = SPLIT
    gap = int(cast.rng.integers(500, 1_500))
    cast.session(members, terminals, start=540, gap=gap, days=3, shuffled=1, wanders=1)


def _tried_pins(members: Ints, terminal: int, agent: int) -> Source:
    """PINs that had to be guessed the first time, shortly before the cards were emptied."""

    def failed(world: World) -> Rows:
        account = world["recipients"]["account"][members]
        credited = first_credit(world, account)
        tried = np.flatnonzero(credited < AS_OF_SECOND)
        time = (credited[tried] // DAY + 1) * DAY + 4 * 3_600 + np.arange(len(tried)) * 50
        place = {"agent": agent, "terminal": terminal, "channel": AGENT}
        return events(CHECK, account[tried], 0, time, result=1, **place)

    return failed


def operators(cast: Cast, share: float) -> None:
    """T13: undelivered cards lie with an operator; money piles up, then all of it is taken out at once."""
    for size in cast.sizes(share, 8, 20):
        official, members = cast.group("village_operator", size, cast.banked(), cast.officials(OPERATOR))
        ring, hidden = cast.ring(), cast.hidden()
        cast.recipients["habit"][members] = NEVER
        cast.recipients["silent"][members] = 1
        cast.recipients["mobile_topups"][members] = 0
        cast.plan.sources.append(_drain(cast, members, int(cast.recipients["machine"][members[0]]), hidden))
        cast.complain(members, 0.08, [NOT_RECEIVED, WITHHELD], (2, official))
        _tell(cast, "T13", ring, hidden, members, "official", official)


def _drain(cast: Cast, members: Ints, terminal: int, hidden: bool) -> Source:
    """Whole balances in the last weeks: within the hour, or over three weeks at odd times of day."""
    count = len(members)
    together = (AS_OF_DAY - 9) * DAY + 19 * 3_600 + np.arange(count) * 85
    apart = (AS_OF_DAY - cast.rng.integers(2, 24, count)) * DAY + cast.rng.integers(8 * 3_600, 20 * 3_600, count)
    time = apart if hidden else together

    def drained(world: World) -> Rows:
        account = world["recipients"]["account"][members]
        balance = credited_so_far(world, account, time) // 50_000 * 50_000
        rows = events(WITHDRAWAL, account, balance, time, terminal=terminal, channel=ATM)
        return rows.take(np.flatnonzero(balance > 0))

    return drained


def _tell(cast: Cast, typology: str, ring: str, hidden: bool, members: Ints, kind: str, leader: int) -> None:
    truth = cast.world.truth
    truth.scheme("recipient", members, role="harmed", typology=typology, ring=ring, evasive=hidden)
    truth.scheme(kind, leader, role="suspect", typology=typology, ring=ring, evasive=hidden)
