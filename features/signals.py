"""Which features are on in a run, and why the others are not."""

from collections.abc import Iterable
from dataclasses import dataclass

from features.catalogue import Feature
from features.tables import Tables


@dataclass(frozen=True, slots=True)
class Signal:
    """One row of ``out.signals``: a feature, whether it is on, and the table or column that it lacks."""

    name: str
    on: bool
    reason: str | None


def signals(features: Iterable[Feature], tables: Tables) -> tuple[Signal, ...]:
    """One signal per feature, by name."""
    found = []
    for feature in features:
        lacking = tables.missing(feature.needs)
        reason = None if lacking is None else f"the drop has no {lacking}"
        found.append(Signal(feature.name, lacking is None, reason))
    return tuple(sorted(found, key=lambda signal: signal.name))
