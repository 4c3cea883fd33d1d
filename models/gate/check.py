"""One thing that the gate asks of a model, and the answer with its number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """The answer: within the limit, beyond it, or not known well enough."""

    PASSED = "passed"
    FAILED = "failed"
    UNMEASURED = "unmeasured"


class Verdict(StrEnum):
    """What a model may be: champion, champion for a while, or not at all."""

    CHAMPION = "champion"
    PROVISIONAL = "provisional"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Check:
    """A question, its figure and its limit. ``always``: no model passes where this is unmeasured, not even for a while.

    ``at_most``: the figure may not be above the limit; else it may not be below. Texts are whole sentences.
    """

    name: str
    state: State
    value: float | None
    limit: float
    at_most: bool
    always: bool
    text_en: str
    text_id: str

    @property
    def beyond(self) -> float | None:
        """By how much the limit is missed; None where it is kept or nothing was measured."""
        if self.value is None or self.state is not State.FAILED:
            return None
        return round(self.value - self.limit if self.at_most else self.limit - self.value, 6)

    def as_dict(self) -> dict[str, object]:
        """The check as plain values."""
        return asdict(self) | {"state": self.state.value}


def compared(value: float | None, limit: float, *, at_most: bool) -> State:
    """The plain answer: is the value on the right side of its limit."""
    if value is None:
        return State.UNMEASURED
    return State.PASSED if (value <= limit if at_most else value >= limit) else State.FAILED


def verdict(checks: Sequence[Check]) -> Verdict:
    """Champion where all is measured and kept; provisional where nothing fails and what must be known is known."""
    if any(one.state is State.FAILED or (one.always and one.state is State.UNMEASURED) for one in checks):
        return Verdict.REFUSED
    if all(one.state is State.PASSED for one in checks):
        return Verdict.CHAMPION
    return Verdict.PROVISIONAL


def refusals(checks: Sequence[Check]) -> list[Check]:
    """What stands in the way of any promotion."""
    return [one for one in checks if one.state is State.FAILED or (one.always and one.state is State.UNMEASURED)]
