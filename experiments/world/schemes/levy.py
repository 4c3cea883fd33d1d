"""T3 and T4: a levy on every payout, and money moved to an official's household."""

import numpy as np

from experiments.world.rows import NONE, Ints
from experiments.world.schemes.cast import Cast
from experiments.world.staff import FACILITATOR, VILLAGE_HEAD
from experiments.world.visits import FULL
from experiments.world.voices import CATEGORIES

LEVY, SHORT, WITHHELD = (CATEGORIES.index(name) for name in ("levy", "short_paid", "card_withheld"))


def levies(cast: Cast, share: float) -> None:
    """T3: a fixed sum from everyone, in cash or sent on to an account; evasive: uneven sums to several accounts."""
    officials = cast.world["officials"]
    for number, size in enumerate(cast.sizes(share, 15, 40)):
        column = "facilitator" if number % 2 else "village_head"
        role = FACILITATOR if number % 2 else VILLAGE_HEAD
        official, members = cast.group(column, size, cast.banked(), cast.officials(role))
        ring, hidden = cast.ring(), cast.hidden()
        levy = np.full(len(members), int(cast.rng.choice([50_000, 100_000, 150_000])))
        if hidden:
            levy = levy + cast.rng.integers(-4, 5, len(members)) * 7_000
        cast.recipients["short"][members] = levy
        if number % 3 != 1:
            _send(cast, members, levy, int(officials["account"][official]), hidden)
        cast.complain(members, 0.05, [LEVY, SHORT], (2, official))
        _tell(cast, "T3", ring, hidden, members, official)


def _send(cast: Cast, members: Ints, levy: Ints, account: int, hidden: bool) -> None:
    """Transfers soon after the credit; evasive ones go to accounts of straw men, and only from some."""
    sends = members[cast.rng.random(len(members)) < (0.6 if hidden else 0.9)]
    straw = len(cast.world["accounts"]) - 1 - cast.rng.integers(0, cast.straw_men, 3)
    cast.recipients["collector"][sends] = cast.rng.choice(straw, size=len(sends)) if hidden else account
    cast.recipients["moved"][sends] = levy[np.isin(members, sends)]
    cast.recipients["moved_late"][sends] = hidden


def households(cast: Cast, share: float) -> None:
    """T4: a village head's wife collects whole payouts of others, and kin of the house are paid who should not be."""
    officials = cast.world["officials"]
    for size in cast.sizes(share, 10, 24):
        official, members = cast.group("village_head", size, cast.banked(), cast.officials(VILLAGE_HEAD))
        ring, hidden = cast.ring(), cast.hidden()
        kin, others = members[:2], members[2:]
        account = int(officials["account"][official])
        family = int(officials["family"][official])
        wife = int(cast.families["spouse"][family])
        cast.world["accounts"]["person"][account] = wife if wife >= 0 else officials["person"][official]
        _collect(cast, others, account, hidden)
        cast.kin_of(kin, int(officials["person"][official]))
        cast.families["has_car"][cast.recipients["family"][kin]] = 1
        cast.complain(others, 0.08, [WITHHELD, SHORT], (2, official))
        _tell(cast, "T4", ring, hidden, others, official)
        cast.world.truth.scheme("recipient", kin, role="suspect", typology="T4", ring=ring, evasive=hidden)


def _collect(cast: Cast, members: Ints, account: int, hidden: bool) -> None:
    recipients = cast.recipients
    recipients["habit"][members], recipients["silent"][members] = FULL, 1
    recipients["collector"][members] = account
    recipients["moved"][members] = cast.rng.integers(18, 40, len(members)) * 10_000 if hidden else NONE
    recipients["moved_late"][members] = cast.rng.integers(0, 4, len(members)) if hidden else 0
    recipients["short"][members] = 400_000 if hidden else 10**9


def _tell(cast: Cast, typology: str, ring: str, hidden: bool, members: Ints, official: int) -> None:
    truth = cast.world.truth
    truth.scheme("recipient", members, role="harmed", typology=typology, ring=ring, evasive=hidden)
    truth.scheme("official", official, role="suspect", typology=typology, ring=ring, evasive=hidden)
