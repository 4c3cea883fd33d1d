"""The truth beside a world: who takes money, who is robbed, and who only looks like it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from experiments.world.rows import Ints


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
    """Facts collected while schemes and twins are set up."""

    facts: list[Fact] = field(default_factory=list)
    busy: dict[str, set[int]] = field(default_factory=dict)

    def scheme(
        self,
        kind: str,
        positions: Ints | Iterable[int],
        *,
        role: str,
        typology: str,
        ring: str | None = None,
        evasive: bool = False,
    ) -> None:
        """A scheme touches these subjects."""
        for position in np.asarray(list(positions), dtype=np.int64).tolist():
            self.facts.append(Fact(kind, position, role, typology, ring, None, evasive))
            self.busy.setdefault(kind, set()).add(position)

    def twin(self, kind: str, positions: Ints | Iterable[int], name: str, *, ring: str | None = None) -> None:
        """These subjects only look like a scheme."""
        for position in np.asarray(list(positions), dtype=np.int64).tolist():
            self.facts.append(Fact(kind, position, "none", None, ring, name))
            self.busy.setdefault(kind, set()).add(position)

    def free(self, kind: str, positions: Ints) -> Ints:
        """Those of the positions that play no part yet."""
        taken = np.fromiter(self.busy.get(kind, set()), dtype=np.int64)
        return positions[~np.isin(positions, taken)]
