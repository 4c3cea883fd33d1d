"""What is bought at e-warong and shops: items, quantities, prices, suppliers."""

import numpy as np

from experiments.world.events import WITHDRAWAL, near
from experiments.world.rows import NONE, Ints, Rows, stack
from experiments.world.world import World

ITEMS = ("rice_kg", "eggs_kg", "oil_l", "tempeh_pack", "chicken_kg", "vegetables_kg", "fruit_kg", "sugar_kg")
PRICES = np.array([14_000, 29_000, 17_500, 5_000, 36_000, 9_000, 18_000, 17_000])
USUAL = np.array([12.0, 2.0, 2.0, 3.0, 1.0, 2.0, 1.5, 1.0])


def shop(world: World) -> tuple[list[Rows], Rows]:
    """Purchases with their exact amounts, withdrawals of the rest, and the items bought (``event``: the purchase)."""
    bought = world["purchases"]
    quantity, price, supplier = _chosen(world, bought)
    cost = (quantity * price).sum(axis=1)
    fits = np.flatnonzero((cost > 0) & (cost <= bought["amount"]))
    over = np.setdiff1d(np.arange(len(bought)), fits)
    purchases = bought.take(fits)
    purchases["amount"] = cost[fits]
    rest = (bought["amount"][fits] - cost[fits]) // 10_000 * 10_000
    cash = near(bought.take(fits), WITHDRAWAL, rest, np.full(len(fits), 60), merchant=NONE, basket=NONE)
    cash = cash.take(np.flatnonzero((rest > 0) & (bought["basket"][fits] < 0)))
    whole = near(
        bought.take(over),
        WITHDRAWAL,
        bought["amount"][over] // 10_000 * 10_000,
        np.zeros(len(over), dtype=np.int64),
        merchant=NONE,
    )
    items = _items(quantity[fits], price[fits], supplier[fits])
    return [purchases, stack([cash, whole])], items


def _chosen(world: World, bought: Rows) -> tuple[Ints, Ints, Ints]:
    """Whole quantities and unit prices per item: own choice with the shop's margin, or a scheme's fixed basket."""
    rng = world.rng("baskets")
    agents = world["agents"]
    agent = np.maximum(bought["agent"], 0)
    quantity = rng.poisson(USUAL, (len(bought), len(ITEMS)))
    wobble = rng.normal(1, 0.03, (len(bought), len(ITEMS)))
    price = np.round(PRICES * wobble * (1 + agents["markup"][agent])[:, None], -2).astype(np.int64)
    supplier = agents["supplier"][agent]
    fixed = np.flatnonzero(bought["basket"] >= 0)
    plans = world["plans"]
    plan = bought["basket"][fixed]
    for number in range(len(ITEMS)):
        quantity[fixed, number] = plans[f"quantity{number}"][plan]
        price[fixed, number] = plans[f"price{number}"][plan]
    supplier[fixed] = plans["supplier"][plan]
    return quantity, price, supplier


def _items(quantity: Ints, price: Ints, supplier: Ints) -> Rows:
    event, item = np.nonzero(quantity)
    return Rows(
        len(event),
        event=event,
        item=item,
        quantity=quantity[event, item].astype(np.float64),
        price=price[event, item],
        supplier=supplier[event],
    )


def plan_baskets(world: World, plans: list[dict[str, int]]) -> None:
    """The fixed baskets of schemes and of popular bundles as one table."""
    names = [f"{what}{number}" for number in range(len(ITEMS)) for what in ("quantity", "price")] + ["supplier"]
    world["plans"] = Rows(
        len(plans), **{name: np.array([plan[name] for plan in plans], dtype=np.int64) for name in names}
    )
