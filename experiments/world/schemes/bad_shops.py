"""T5 and T6: shops that exist for aid only, and packages that nobody chose."""

import numpy as np

from experiments.world.baskets import ITEMS, PRICES
from experiments.world.pay import SEMBAKO_QUARTER
from experiments.world.rows import Ints
from experiments.world.schemes.cast import Cast
from experiments.world.shops import E_WARONG
from experiments.world.visits import FULL
from experiments.world.voices import CATEGORIES

QUALITY, SHORT = CATEGORIES.index("quality"), CATEGORIES.index("short_paid")
PACKAGE = np.array([0, 4, 2, 2, 1, 1, 1, 1])
"""What is in it beside rice (the first item), which fills up the quarter's food aid at the prices that are asked."""
SUPPLIERS_OF_SCHEMES = 900
FEWEST_CUSTOMERS = 3


def bogus(cast: Cast, share: float) -> None:
    """T5: shops opened just before a payout, no other trade, one supplier, dear goods, everybody the same basket."""
    for number, size in enumerate(cast.sizes(share, 24, 60)):
        shops, members = _shops(cast, size, 3)
        ring, hidden = cast.ring(), cast.hidden()
        agents, terminals = cast.world["agents"], cast.world["terminals"]
        opened = cast.first_day - cast.rng.integers(2, 10, len(shops)) + (0 if hidden else 12)
        agents["opened"][shops] = np.minimum(agents["opened"][shops], opened) if hidden else opened
        for column in ("terminal", "terminal2"):
            terminals["activated"][agents[column][shops]] = opened + 1
        agents["life"][shops] = 5.0 if hidden else 0.0
        agents["kind"][shops] = E_WARONG
        _sell(cast, members, SUPPLIERS_OF_SCHEMES + number, 1.13 if hidden else 1.32, 3 if hidden else 1)
        _tell(cast, "T5", ring, hidden, members, shops)


def packaged(cast: Cast, share: float) -> None:
    """T6: several shops hand out one supplier's package at one price; the card is only swiped."""
    for number, size in enumerate(cast.sizes(share, 30, 60)):
        shops, members = _shops(cast, size, 5)
        ring, hidden = cast.ring(), cast.hidden()
        cast.world["agents"]["kind"][shops] = E_WARONG
        _sell(cast, members, SUPPLIERS_OF_SCHEMES + 500 + number, 1.1 if hidden else 1.22, 2 if hidden else 1)
        _tell(cast, "T6", ring, hidden, members, shops)


def _shops(cast: Cast, size: int, wanted: int) -> tuple[Ints, Ints]:
    """Neighbouring shops with free customers of the food programme; each shop's share of the members."""
    agents = cast.world["agents"]
    suits = cast.banked() & (cast.recipients["sembako"] == 1)
    usual = cast.agents()
    first, members = cast.group("agent", max(size // wanted, 4), suits, usual)
    district = cast.world["villages"]["district"][agents["village"]]
    near = np.flatnonzero(usual & (district == district[first]) & (np.arange(len(agents)) != first))
    shops, everyone = [first], [members]
    for shop in cast.rng.permutation(near):
        if len(shops) == wanted:
            break
        theirs = cast.members("agent", int(shop))
        theirs = cast.world.truth.free("recipient", theirs[suits[theirs]])
        if len(theirs) >= FEWEST_CUSTOMERS:
            shops.append(int(shop))
            everyone.append(theirs[: max(size // wanted, 4)])
    return np.array(shops), np.concatenate(everyone)


def _sell(cast: Cast, members: Ints, supplier: int, dear: float, kinds: int) -> None:
    """Fixed baskets from one supplier at raised prices; whole food aid goes into them."""
    recipients = cast.recipients
    recipients["by_machine"][members], recipients["habit"][members] = 0, FULL
    first = len(cast.plan.baskets)
    for kind in range(kinds):
        prices = np.round(PRICES * (dear + 0.02 * kind), -2).astype(np.int64)
        package = PACKAGE - kind * np.array([0, 0, 0, 1, 0, 0, 0, 0])
        package[0] = (SEMBAKO_QUARTER - int(package @ prices)) // int(prices[0])
        plan = {f"quantity{number}": int(package[number]) for number in range(len(ITEMS))}
        plan |= {f"price{number}": int(prices[number]) for number in range(len(ITEMS))}
        cast.plan.baskets.append({**plan, "supplier": supplier})
    recipients["basket"][members] = first + cast.rng.integers(0, kinds, len(members))
    cast.complain(members, 0.02, [QUALITY, SHORT])


def bundle(cast: Cast, members: Ints, supplier: int) -> None:
    """A popular package at fair prices, for those who like it."""
    fair = {f"price{number}": int(PRICES[number]) for number in range(len(ITEMS))}
    likes = {f"quantity{number}": int(quantity) for number, quantity in enumerate((10, 2, 2, 2, 0, 0, 0, 1))}
    cast.plan.baskets.append({**fair, **likes, "supplier": supplier})
    cast.recipients["basket"][members] = len(cast.plan.baskets) - 1
    cast.recipients["by_machine"][members] = 0


def _tell(cast: Cast, typology: str, ring: str, hidden: bool, members: Ints, shops: Ints) -> None:
    truth = cast.world.truth
    truth.scheme("recipient", members, role="harmed", typology=typology, ring=ring, evasive=hidden)
    truth.scheme("agent", shops, role="suspect", typology=typology, ring=ring, evasive=hidden)
