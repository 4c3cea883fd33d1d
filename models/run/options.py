"""What a run is asked to do: everything beside the drop that can change its result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from models.rules.snooze import Snooze

EngineName = Literal["polars", "duckdb", "spark"]
DEFAULT_CAPACITY = 200
DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of `saksama score`.

    ``key`` makes the pseudonyms. ``capacity`` counts the cases that people can look at. ``previous`` is an earlier
    run folder whose ring ids go on. ``keep_features`` also writes the feature tables, for measuring. ``snoozes`` are
    the rules that rest.
    """

    drop: Path
    out: Path
    key: bytes
    as_of: datetime | None = None
    previous: Path | None = None
    capacity: int = DEFAULT_CAPACITY
    seed: int = DEFAULT_SEED
    engine: EngineName = "polars"
    keep_features: bool = False
    snoozes: tuple[Snooze, ...] = ()

    def recorded(self) -> Mapping[str, object]:
        """The options as they stand in run.json: no path, no key."""
        return {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "capacity": self.capacity,
            "engine": self.engine,
            "keep_features": self.keep_features,
            "seed": self.seed,
            "snoozes": [snooze.recorded() for snooze in self.snoozes],
        }
