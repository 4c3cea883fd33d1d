"""One small world with its model, for all benchmarks of the models."""

from collections.abc import Iterator

import pytest

from experiments.benchmarks.judged_world import Ready, ready_world


@pytest.fixture(scope="session")
def world() -> Iterator[Ready]:
    with ready_world(1200, seed=3) as ready:
        yield ready
