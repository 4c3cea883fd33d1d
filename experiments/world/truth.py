"""The truth beside a world: who takes money, who is robbed, and who only looks like it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from experiments.world.rows import Bools, Ints


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is true of one subject, given by its position in its table."""

    kind: str
    position: int
    role: str
    typology: str | None
    ring: str | None
    twin: str | None
    evasive: bool = False

    @property
    def fraud(self) -> bool:
        """Whether a scheme touches this subject's money."""
        return self.typology is not None


@dataclass
class Truth:
    """Facts collected while schemes and twins are set up; ``taken`` marks who already plays a part."""

    facts: list[Fact] = field(default_factory=list)
    taken: dict[str, Bools] = field(default_factory=dict)

    def enlist(self, kind: str, count: int) -> None:
        """So many subjects of this kind may play a part."""
        self.taken[kind] = np.zeros(count, dtype=np.bool_)

    def scheme(
        self, kind: str, positions: ArrayLike, *, role: str, typology: str, ring: str | None, evasive: bool
    ) -> None:
        """A scheme touches these subjects."""
        for position in self._mark(kind, positions):
            self.facts.append(Fact(kind, position, role, typology, ring, None, evasive))

    def twin(self, kind: str, positions: ArrayLike, name: str, *, ring: str | None = None) -> None:
        """These subjects only look like a scheme."""
        for position in self._mark(kind, positions):
            self.facts.append(Fact(kind, position, "none", None, ring, name))

    def free(self, kind: str, positions: Ints) -> Ints:
        """Those of the positions that play no part yet."""
        return positions[~self.taken[kind][positions]]

    def _mark(self, kind: str, positions: ArrayLike) -> list[int]:
        marked = np.atleast_1d(np.asarray(positions, dtype=np.int64))
        self.taken[kind][marked] = True
        return [int(position) for position in marked]
