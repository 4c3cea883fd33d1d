"""The steps of a run: announced as they start, and recorded with seconds and peak memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol


class Gauge(Protocol):
    """What a run may read of the machine; serve/ gives a real one, tests a still one."""

    def seconds(self) -> float:
        """Seconds since any fixed moment."""
        ...

    def peak_megabytes(self) -> float:
        """The most memory the process has held so far, in megabytes."""
        ...

    def announce(self, step: str) -> None:
        """A step begins."""
        ...


class StillGauge:
    """A gauge that reads zero: for tests, and for runs whose bytes are compared."""

    def seconds(self) -> float:
        return 0.0

    def peak_megabytes(self) -> float:
        return 0.0

    def announce(self, step: str) -> None:
        del step


@dataclass
class Steps:
    """Records each step of one run, in order."""

    gauge: Gauge
    done: list[dict[str, object]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Everything inside counts as this step."""
        self.gauge.announce(name)
        started = self.gauge.seconds()
        yield
        seconds = round(self.gauge.seconds() - started, 3)
        self.done.append({"step": name, "seconds": seconds, "peak_mb": round(self.gauge.peak_megabytes(), 1)})
