"""From nothing to a world: the stages in their order."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from experiments.world import (
    aid,
    devices,
    errors,
    households,
    numbers,
    pay,
    people,
    places,
    registers,
    shops,
    staff,
    trade,
    visits,
    voices,
)
from experiments.world.assumptions import RATES
from experiments.world.baskets import shop
from experiments.world.labels import label
from experiments.world.regions import BANYUWANGI, villages_of
from experiments.world.rows import stack
from experiments.world.schemes import Plot, plot
from experiments.world.tell import truth_tables
from experiments.world.world import World
from experiments.world.write import Progress, refuse_existing, write

INSPECTED = 0.01


def _silent(_: str) -> None:
    """Progress that nobody watches."""


def simulate(
    out: Path,
    *,
    families: int,
    seed: int,
    periods: int = 3,
    rates: Mapping[str, float] | None = None,
    evasive: float = 0.3,
    clean: bool = False,
    regencies: tuple[str, ...] = (BANYUWANGI,),
    regions: Path | None = None,
    inspected: float = INSPECTED,
    progress: Progress = _silent,
) -> None:
    """Write a drop to OUT and its truth to OUT.truth; the same arguments give the same bytes.

    ``rates`` are shares of recipients per typology (default: assumptions.RATES; missing ones are nought when given);
    ``evasive`` the share of schemes run so as not to be seen; ``clean`` leaves only twins and data errors.
    """
    refuse_existing(out)
    world = World(
        seed=seed,
        periods=periods,
        families_wanted=families,
        rates={} if clean else dict(RATES if rates is None else rates),
        evasive=evasive,
        villages_known=villages_of(regencies, regions),
    )
    progress("families and people")
    _people(world)
    progress("aid and shops")
    _aid(world)
    progress("schemes and look-alikes")
    plan = plot(world)
    progress("payments")
    _money(world, plan)
    progress("registers, receipts and complaints")
    _voices(world, plan, inspected)
    labels = label(world)
    write(world, labels, out, truth_tables(world, labels), progress)


def _people(world: World) -> None:
    places.settle(world)
    families = world["families"] = places.house(world)
    households.furnish(world, families)
    world["persons"] = people.people(world, families)
    staff.beats(world, families)
    world["officials"] = staff.appoint(world, families, world["persons"])
    households.card_and_survey(world, families, families["enumerator"])
    world["assignments"] = staff.assign(world, families, world["officials"])
    numbers.number_people(world, families, world["persons"])


def _aid(world: World) -> None:
    families, persons = world["families"], world["persons"]
    world["agents"] = shops.open_shops(world, families, persons)
    world["terminals"] = shops.place_terminals(world, world["agents"])
    world["recipients"], world["enrolments"] = aid.enrol(world, families, persons)
    aid.choose_places(world, world["recipients"])
    accounts = aid.open_accounts(world, world["recipients"], persons)
    world["accounts"] = stack([accounts, trade.customers(world)])
    visits.habits(world)


def _money(world: World, plan: Plot) -> None:
    households.thin_out(world, world["families"])
    numbers.number_cards(world, world["families"])
    aid.number_accounts(world, world["accounts"])
    plan.renumber(world)
    errors.spoil_registry(world)
    world["payments"] = pay.pay(world)
    plan.misdirect(world)
    moves = visits.withdraw(world)
    bought, items = shop(world)
    first_customer = len(world["accounts"]) - trade.CUSTOMERS_PER_AGENT * len(world["agents"])
    parts = [
        bought[0],
        bought[1],
        moves,
        trade.trade(world, first_customer),
        trade.phone_credit(world),
        *plan.events(world),
    ]
    world["transactions"], world["items"] = stack(parts), items
    world["lines"] = pay.budget(world, world["payments"])
    plan.unbalance(world)
    world["months"] = trade.monthly(world)


def _voices(world: World, plan: Plot, inspected: float) -> None:
    world["receipts"] = voices.receipts(world)
    plan.sign(world)
    matches = stack([registers.everyday_matches(world), *plan.matches])
    world["matches"] = matches.take(np.flatnonzero(world["persons"]["nik"][matches["person"]] >= 0))
    world["complaints"] = voices.complaints(world, plan.complaints)
    world["outcomes"] = registers.inspected(world, inspected)
    world["devices"] = devices.devices(world, plan.devices)
    world["pairs"] = devices.pair_decisions(world)
