"""The world while it is being built: tables that refer to each other by position, and its truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from experiments.world.regions import Village
from experiments.world.rows import Rows
from experiments.world.truth import Truth


@dataclass
class World:
    """Everything simulated so far. ``rates`` are shares of recipients that each typology touches."""

    seed: int
    periods: int
    families_wanted: int
    rates: Mapping[str, float]
    evasive: float
    villages_known: tuple[Village, ...]
    tables: dict[str, Rows] = field(default_factory=dict)
    truth: Truth = field(default_factory=Truth)

    def rng(self, purpose: str) -> np.random.Generator:
        """A stream of its own for each purpose, so that one part may change without moving the others."""
        return np.random.default_rng([self.seed, crc32(purpose.encode())])

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    def __setitem__(self, table: str, rows: Rows) -> None:
        self.tables[table] = rows
