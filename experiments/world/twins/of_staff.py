"""Agents and officials whom only circumstances make look guilty."""

import numpy as np

from experiments.world.schemes.bad_shops import bundle
from experiments.world.schemes.cast import Cast
from experiments.world.shops import E_WARONG
from experiments.world.staff import VILLAGE_OFFICIAL


def _agents(cast: Cast, share: float, remote: bool) -> np.ndarray:
    """Some agents with the most customers first; remote ones where asked and where there are any."""
    free = np.flatnonzero(cast.agents())
    if remote:
        far = free[cast.world["villages"]["remote"][cast.world["agents"]["village"][free]] == 1]
        free = far if len(far) else free
    customers = np.bincount(cast.recipients["agent"], minlength=len(cast.world["agents"]))
    wanted = max(1, round(share * len(cast.world["agents"])))
    return free[np.argsort(-customers[free], kind="stable")][:wanted]


def only_agent(cast: Cast, share: float) -> None:
    """The only agent for miles: everybody of the village goes there, on the same morning."""
    for agent in _agents(cast, share, remote=True):
        village = cast.world["agents"]["village"][agent]
        around = np.flatnonzero((cast.recipients["village"] == village) & ~cast.world.truth.taken["recipient"])
        cast.recipients["agent"][around], cast.recipients["by_machine"][around] = agent, 0
        cast.world.truth.twin("agent", agent, "only_agent")


def payout_queue(cast: Cast, share: float) -> None:
    """Busy agents with long queues on payout days."""
    cast.world.truth.twin("agent", _agents(cast, share, remote=False), "payout_queue")


def agent_fee(cast: Cast, share: float) -> None:
    """An agent who takes the usual fee and books it."""
    agents = _agents(cast, share, remote=False)
    cast.world["agents"]["fee"][agents] = 6_000
    cast.world.truth.twin("agent", agents, "agent_fee")


def thin_shop(cast: Cast, share: float) -> None:
    """A real shop with little other trade."""
    agents = _agents(cast, share, remote=True)
    cast.world["agents"]["life"][agents] = 2.5
    cast.world.truth.twin("agent", agents, "thin_shop")


def popular_bundle(cast: Cast, share: float) -> None:
    """A package that many like, at fair prices, at a shop with a trade of its own."""
    suits = cast.banked() & (cast.recipients["sembako"] == 1)
    for number, size in enumerate(cast.sizes(share, 20, 40)):
        agent, members = cast.group("agent", size, suits, cast.agents())
        cast.world["agents"]["kind"][agent] = E_WARONG
        bundle(cast, members, 700 + number)
        ring = cast.ring()
        cast.world.truth.twin("recipient", members, "popular_bundle", ring=ring)
        cast.world.truth.twin("agent", agent, "popular_bundle", ring=ring)


def cadre_phone(cast: Cast, share: float) -> None:
    """A village cadre writes her own telephone on the forms of those who have none."""
    without = cast.recipients["phone"] < 0
    for size in cast.sizes(share, 8, 20):
        official, members = cast.group("village_head", size, without & cast.banked())
        village = cast.world["officials"]["village"][official]
        here = np.flatnonzero(cast.officials(VILLAGE_OFFICIAL) & (cast.world["officials"]["village"] == village))
        if not len(here) or not len(members):
            continue
        phone = int(cast.world["officials"]["phone"][here[0]])
        cast.recipients["phone"][members] = phone
        cast.account_phone(members, phone, 0.9)
        ring = cast.ring()
        cast.world.truth.twin("recipient", members, "cadre_phone", ring=ring)
        cast.world.truth.twin("official", here[0], "cadre_phone", ring=ring)
