"""The plot of a world: what schemes and twins will do once payments, registers and receipts exist."""

from collections.abc import Callable
from dataclasses import dataclass, field

from experiments.world.rows import Rows
from experiments.world.world import World

Step = Callable[[World], None]
Source = Callable[[World], Rows]


@dataclass
class Plot:
    """Plans by the stage at which they take effect."""

    sessions: list[dict[str, int]] = field(default_factory=list)
    baskets: list[dict[str, int]] = field(default_factory=list)
    matches: list[Rows] = field(default_factory=list)
    complaints: list[Rows] = field(default_factory=list)
    devices: list[Rows] = field(default_factory=list)
    numbering: list[Step] = field(default_factory=list)
    directions: list[Step] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    balances: list[Step] = field(default_factory=list)
    signatures: list[Step] = field(default_factory=list)

    def renumber(self, world: World) -> None:
        """Identifiers that schemes and twins share or forge."""
        _run(self.numbering, world)

    def misdirect(self, world: World) -> None:
        """Payments that go where they should not."""
        payments = world["payments"]
        payments["lost_recipient"], payments["lost_account"] = 0, 0
        _run(self.directions, world)

    def events(self, world: World) -> list[Rows]:
        """Account events beside the usual visits."""
        return [source(world) for source in self.sources]

    def unbalance(self, world: World) -> None:
        """Budget lines that do not reconcile."""
        _run(self.balances, world)

    def sign(self, world: World) -> None:
        """Receipts that schemes and twins leave."""
        _run(self.signatures, world)


def _run(steps: list[Step], world: World) -> None:
    for step in steps:
        step(world)
