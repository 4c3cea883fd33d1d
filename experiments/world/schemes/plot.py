"""All schemes and twins of a world, in a fixed order."""

from collections.abc import Callable
from contextlib import suppress

from experiments.world.baskets import plan_baskets
from experiments.world.schemes import bad_shops, cards_held, eligibility, fictitious, identities, levy, spending
from experiments.world.schemes.cast import Cast, NobodyLeft
from experiments.world.schemes.plan import Plot
from experiments.world.troubles import trouble
from experiments.world.twins import act_innocent
from experiments.world.visits import number_sessions
from experiments.world.world import World

SCHEMES: dict[str, Callable[[Cast, float], None]] = {
    "T1": cards_held.facilitators,
    "T2": cards_held.agents,
    "T3": levy.levies,
    "T4": levy.households,
    "T5": bad_shops.bogus,
    "T6": bad_shops.packaged,
    "T7": identities.the_dead,
    "T8": identities.ghosts,
    "T9": identities.brokers,
    "T10": eligibility.excluded,
    "T11": eligibility.splits,
    "T12": eligibility.farms,
    "T13": cards_held.operators,
    "T14": spending.gamblers,
    "T15": fictitious.distributions,
}


def plot(world: World) -> Plot:
    """Twins first, then schemes, so that a world without schemes has the same twins."""
    plan = Plot()
    for kind, table in (("recipient", "recipients"), ("agent", "agents"), ("official", "officials")):
        world.truth.enlist(kind, len(world[table]))
    world["persons"]["twin"] = 0
    world["recipients"]["family_written"] = world["recipients"]["family"].copy()
    trouble(world, plan)
    act_innocent(world, plan)
    for typology, run in SCHEMES.items():
        if world.rates.get(typology, 0.0) > 0:
            with suppress(NobodyLeft):
                run(Cast(world, plan, typology), world.rates[typology])
    number_sessions(world, plan.sessions)
    plan_baskets(world, plan.baskets)
    return plan
