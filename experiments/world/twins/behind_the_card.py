"""Accounts, names and spending that look odd and are not."""

import numpy as np

from experiments.world.calendar import AS_OF_SECOND
from experiments.world.events import EWALLET, MOBILE, TOPUP, events
from experiments.world.rows import DAY, Ints, Rows
from experiments.world.schemes.cast import Cast
from experiments.world.schemes.plan import Source, Step
from experiments.world.visits import NEVER, PARTIAL
from experiments.world.world import World


def component_loss(cast: Cast, share: float) -> None:
    """A child left school: the last payment is smaller, rightly."""
    suits = (cast.recipients["pkh"] == 1) & (cast.world["components"]["senior"] > 0)
    members = cast.some(suits, sum(cast.sizes(share, 4, 8)))
    cast.recipients["lost"][members] = 500_000
    cast.world.truth.twin("recipient", members, "component_loss")


def twins(cast: Cast, share: float) -> None:
    """Twin sisters, each with a family, account and habit of her own."""
    for _ in cast.sizes(share, 2, 2):
        _, pair = cast.group("village", 2, cast.banked() & (cast.persons["female"][cast.recipients["person"]] == 1))
        one, other = cast.recipients["person"][pair]
        for column in ("mother1", "mother2", "born"):
            cast.persons[column][other] = cast.persons[column][one]
        cast.persons["nik"][other] = cast.persons["nik"][one] + 1
        cast.recipients["nik"][pair[1]] = cast.persons["nik"][other]
        cast.world.truth.twin("recipient", pair, "twins", ring=cast.ring())


def same_names(cast: Cast, share: float) -> None:
    """Neighbours of one name and nearly one age, with different mothers and birthdays."""
    for _ in cast.sizes(share, 2, 3):
        _, pair = cast.group("village", 2, cast.banked())
        one, other = cast.recipients["person"][pair]
        for word in ("name1", "name2"):
            cast.persons[word][other] = cast.persons[word][one]
            cast.recipients[word][pair[1]] = cast.persons[word][one]
        cast.world.truth.twin("recipient", pair, "same_names", ring=cast.ring())


def carer_account(cast: Cast, share: float) -> None:
    """An old parent's aid goes to the account of the daughter or son who cares, who lives next door or in the house."""
    for _ in cast.sizes(share, 2, 2):
        _, pair = cast.group("village", 2, cast.banked())
        child, parent = pair[np.argsort(-cast.persons["born"][cast.recipients["person"][pair]])]
        cast.families["split_from"][cast.recipients["family"][child]] = cast.recipients["family"][parent]
        cast.kin_of(np.array([child]), int(cast.recipients["person"][parent]))
        payee = cast.recipients["person"][parent]
        for word, name in (("mother1", "name1"), ("mother2", "name2")):
            cast.persons[word][cast.recipients["person"][child]] = cast.persons[name][payee]
        cast.move_in(np.array([child]), int(cast.recipients["family"][parent]))
        cast.recipients["pay_into"][parent] = cast.recipients["account"][child]
        cast.world.truth.twin("recipient", [child, parent], "carer_account", ring=cast.ring())


def migration_error(cast: Cast, share: float) -> None:
    """A bank's migration wrote one number on two accounts; each family has its own money."""
    for _ in cast.sizes(share, 2, 2):
        _, pair = cast.group("village", 2, cast.banked())
        if len(pair) == 2:
            cast.plan.numbering.append(_same_number(cast.recipients["account"][pair]))
            cast.world.truth.twin("recipient", pair, "migration_error", ring=cast.ring())


def _same_number(pair: Ints) -> Step:
    def renumber(world: World) -> None:
        for column in ("number", "bank"):
            world["accounts"][column][pair[1]] = world["accounts"][column][pair[0]]

    return renumber


def dormant(cast: Cast, share: float) -> None:
    """Nobody takes the money out: too frail, too far, or unaware that there is any."""
    members = cast.some(cast.banked() & (cast.recipients["habit"] != NEVER), sum(cast.sizes(share, 3, 6)))
    cast.recipients["habit"][members] = NEVER
    cast.recipients["mobile_topups"][members] = 0
    cast.world.truth.twin("recipient", members, cast.name)


def family_phone(cast: Cast, share: float) -> None:
    """The family buys phone credit with the account, often and little."""
    members = cast.some(cast.banked() & (cast.recipients["sembako"] == 1), sum(cast.sizes(share, 4, 8)))
    cast.recipients["habit"][members] = PARTIAL
    cast.recipients["mobile_topups"][members] = 0
    cast.plan.sources.append(_credit(cast, members))
    cast.world.truth.twin("recipient", members, "family_phone")


def _credit(cast: Cast, members: Ints) -> Source:
    rng = cast.rng

    def buy(world: World) -> Rows:
        who = np.repeat(members, 4)
        account = world["recipients"]["account"][who]
        start = (cast.first_day + 75) * DAY
        time = rng.integers(start, AS_OF_SECOND, len(who))
        return events(
            TOPUP, account, rng.choice([5_000, 10_000], size=len(who)), time, channel=EWALLET, merchant=MOBILE
        )

    return buy


def bulk_opening(cast: Cast, share: float) -> None:
    """A bank's counter in the village: a whole list of accounts opened on one day, with running numbers."""
    for size in cast.sizes(share, 15, 40):
        early = cast.recipients["registered"] < cast.first_day - 60
        _, members = cast.group("village", size, cast.banked() & early)
        account = cast.recipients["account"][members]
        cast.world["accounts"]["opened"][account] = cast.first_day - 20
        cast.world["accounts"]["branch"][account] = cast.world["accounts"]["branch"][account[0]]
        cast.world["accounts"]["bank"][account] = cast.world["accounts"]["bank"][account[0]]
        cast.world.truth.twin("recipient", members, "bulk_opening", ring=cast.ring())
